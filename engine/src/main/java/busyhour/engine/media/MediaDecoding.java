package busyhour.engine.media;

import busyhour.engine.decode.DecodeLink;
import busyhour.engine.decode.DecodedListener;
import busyhour.rtp.receive.AudioMetrics;
import busyhour.sip.TransportAddress;

/**
 * The streams of a shard that are decoded beside it: brings their packets there, and what was decoded back to them.
 *
 * <p>One shard's thread. Allocates nothing after set-up.
 */
public final class MediaDecoding implements DecodedListener {

    private static final int BUDGET = 64;

    private final AudioStream[] audio;
    private final VideoStream[] video;
    private DecodeLink link;

    MediaDecoding(final AudioStream[] audio, final VideoStream[] video) {
        this.audio = audio;
        this.video = video;
    }

    /** Set-up: this endpoint's streams are decoded. @param id the endpoint's number in the run. */
    public void decode(final DecodeLink toDecoder, final int endpoint, final int id, final int group) {
        link = toDecoder;
        link.listener(this);
        audio[endpoint].decoding = new StreamDecoding(link, audio[endpoint].number, id, group);
        if (video[endpoint] != null) {
            video[endpoint].decoding = new StreamDecoding(link, video[endpoint].number, id, group);
        }
    }

    /**
     * Media of a call flow: they are decoded from now on, where that was set up. Harmless when they are already.
     *
     * @param call number of the endpoint's call.
     */
    public void begin(final int endpoint, final int call, final TransportAddress local, final long nowNs) {
        if (audio[endpoint].decoding == null) {
            return;
        }
        if (begin(audio[endpoint], call, local)) {
            audio[endpoint].receive.audio().decoder(true, nowNs);
        }
        if (video[endpoint] != null && begin(video[endpoint], call, local)) {
            video[endpoint].decoderErrors(0);
        }
    }

    private static boolean begin(final MediaStream stream, final int call, final TransportAddress local) {
        return stream.running && stream.decoding.begin(call, local, stream.port, stream.rtp.peer());
    }

    /** The call is over for both streams of an endpoint. */
    void end(final int endpoint, final long nowNs) {
        end(audio[endpoint], nowNs);
        end(video[endpoint], nowNs);
    }

    private static void end(final MediaStream stream, final long nowNs) {
        if (stream != null && stream.decoding != null) {
            stream.decoding.end(nowNs);
        }
    }

    /** Takes what was decoded. @return how much. */
    public int poll() {
        return link == null ? 0 : link.poll(BUDGET);
    }

    @Override
    public void onAudio(
            final int stream, final int call, final long sumOfSquares, final int samples, final int largestSquare, final int clipped,
            final long durationNs, final long arrivalNs) {
        final AudioMetrics metrics = metrics(stream, call);
        if (metrics != null) {
            metrics.decoded(sumOfSquares, samples, largestSquare, clipped, durationNs, arrivalNs);
        }
    }

    @Override
    public void onConcealed(final int stream, final int call, final long durationNs, final boolean begins) {
        final AudioMetrics metrics = metrics(stream, call);
        if (metrics != null) {
            metrics.concealed(durationNs, begins);
        }
    }

    private AudioMetrics metrics(final int stream, final int call) {
        final AudioStream heard = audio[stream];
        return heard.decoding.isOf(call) ? heard.receive.audio() : null;
    }

    @Override
    public void onVideo(final int stream, final int call, final int frames, final int errors) {
        final VideoStream seen = video[stream - audio.length];
        if (seen.decoding.isOf(call)) {
            seen.decoderErrors(seen.decoderErrors() + errors);
        }
    }
}
