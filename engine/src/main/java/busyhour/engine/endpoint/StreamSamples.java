package busyhour.engine.endpoint;

import busyhour.engine.media.AudioStream;
import busyhour.engine.media.MediaStreams;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;

/**
 * What the media streams of an endpoint measured, put into a sample.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class StreamSamples {

    private final MediaStreams media;
    private final ReceptionSampler audioReception;
    private final SendingSampler audioSending;
    private final AudioSampler audio;

    /** @param endpoints endpoints of the shard. */
    StreamSamples(final MediaStreams media, final int endpoints) {
        this.media = media;
        audioReception = new ReceptionSampler(Media.AUDIO, endpoints);
        audioSending = new SendingSampler(Media.AUDIO, endpoints);
        audio = new AudioSampler(endpoints);
    }

    /** @param last whether the call is over: only the counters are set, and what they stand at is carried on. */
    void sample(final int endpoint, final SampleWriter sample, final boolean last) {
        final AudioStream stream = media.audio(endpoint);
        audioReception.sample(stream, endpoint, media.socketDrops(stream), sample, last);
        audioSending.sample(stream, endpoint, sample, last);
        audio.sample(stream, endpoint, sample, last);
    }
}
