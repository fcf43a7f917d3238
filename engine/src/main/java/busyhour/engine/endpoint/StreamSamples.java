package busyhour.engine.endpoint;

import busyhour.engine.media.AudioStream;
import busyhour.engine.media.MediaStreams;
import busyhour.engine.media.VideoStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;
import busyhour.rtp.video.AvSync;

/**
 * What the media streams of an endpoint measured, put into a sample.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class StreamSamples {

    private static final int AV_SYNC_MS = new StreamSlots(Media.VIDEO).recv("av_sync_ms");

    private final MediaStreams media;
    private final ReceptionSampler audioReception;
    private final SendingSampler audioSending;
    private final AudioSampler audio;
    private final SecuritySampler audioSecurity;
    private final ReceptionSampler videoReception;
    private final SendingSampler videoSending;
    private final VideoSampler video;
    private final SecuritySampler videoSecurity;

    /** @param endpoints endpoints of the shard. */
    StreamSamples(final MediaStreams media, final int endpoints) {
        this.media = media;
        audioReception = new ReceptionSampler(Media.AUDIO, endpoints);
        audioSending = new SendingSampler(Media.AUDIO, endpoints);
        audio = new AudioSampler(endpoints);
        audioSecurity = new SecuritySampler(Media.AUDIO, endpoints);
        final int moving = media.hasVideo() ? endpoints : 0; // their counters are carried on from call to call
        videoReception = new ReceptionSampler(Media.VIDEO, moving);
        videoSending = new SendingSampler(Media.VIDEO, moving);
        video = new VideoSampler(moving);
        videoSecurity = new SecuritySampler(Media.VIDEO, moving);
    }

    /** @param last whether the call is over: only the counters are set, and what they stand at is carried on. */
    void sample(final int endpoint, final SampleWriter sample, final boolean last) {
        final AudioStream stream = media.audio(endpoint);
        audioReception.sample(stream, endpoint, media.socketDrops(stream), sample, last);
        audioSending.sample(stream, endpoint, sample, last);
        audio.sample(stream, endpoint, sample, last);
        audioSecurity.sample(stream, endpoint, sample, last);
        final VideoStream moving = media.video(endpoint);
        if (moving != null && moving.hasRun()) {
            videoReception.sample(moving, endpoint, media.socketDrops(moving), sample, last);
            videoSending.sample(moving, endpoint, sample, last);
            video.sample(moving, endpoint, sample, last);
            videoSecurity.sample(moving, endpoint, sample, last);
            if (!last) {
                sample.set(AV_SYNC_MS, AvSync.offsetMs(stream.receive(), stream.session(), moving.receive(), moving.session()));
            }
        }
    }
}
