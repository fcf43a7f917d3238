package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.video.VideoCodec;
import busyhour.engine.decode.DecodeLink;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * A stream's way to the decoder beside the shard, for streams that are decoded. One shard's thread; allocates nothing.
 */
final class StreamDecoding {

    private static final int NO_CALL = -1;

    private final DecodeLink link;
    private final int stream;
    private final int endpoint;
    private final int group;
    private final TransportAddress here = new TransportAddress();
    private int call = NO_CALL;

    /**
     * @param stream   number among the shard's streams.
     * @param endpoint number of the endpoint in the run.
     */
    StreamDecoding(final DecodeLink link, final int stream, final int endpoint, final int group) {
        this.link = link;
        this.stream = stream;
        this.endpoint = endpoint;
        this.group = group;
    }

    /** Packets flow in a call. @return false when they did already. */
    boolean begin(final int callNumber, final TransportAddress local, final int localPort, final TransportAddress peer) {
        if (call != NO_CALL) {
            return false;
        }
        call = callNumber;
        link.begin(stream, call, endpoint, group, here.copyFrom(local).port(localPort), peer);
        return true;
    }

    /** @param codec null for what is no audio. */
    void audio(final AudioCodec codec, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        if (call != NO_CALL) {
            link.audio(stream, call, codec, rtp, offset, length, arrivalNs);
        }
    }

    /** @param again whether it is a retransmission. */
    void video(final VideoCodec codec, final boolean again, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        if (call != NO_CALL) {
            link.video(stream, call, codec, again, rtp, offset, length, arrivalNs);
        }
    }

    /** The call is over. Harmless without one. */
    void end(final long nowNs) {
        if (call != NO_CALL) {
            link.end(stream, call, nowNs);
            call = NO_CALL;
        }
    }

    /** Whether figures are of the call that goes on. */
    boolean isOf(final int callNumber) {
        return call == callNumber && call != NO_CALL;
    }
}
