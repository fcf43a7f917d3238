package busyhour.engine.media;

import busyhour.engine.dtls.ShardHandshakes;
import busyhour.rtp.srtp.SrtpCrypto;
import busyhour.rtp.srtp.SrtpWorkspace;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the secured streams of a shard share: ciphers, memory for the packet at hand, the way to their handshakes. One thread.
 */
public final class ShardSecurity {

    final SrtpWorkspace work;
    final ShardHandshakes handshakes;
    /** The packet that was unprotected last. */
    final UnsafeBuffer opened = new UnsafeBuffer(ByteBuffer.allocateDirect(SrtpWorkspace.MAX_PACKET_LENGTH));

    /**
     * Set-up.
     *
     * @param handshakes of this shard, for {@link #associations} associations; null when nobody does DTLS.
     */
    public ShardSecurity(final SrtpCrypto crypto, final ShardHandshakes handshakes) {
        work = new SrtpWorkspace(crypto);
        this.handshakes = handshakes;
    }

    /**
     * Handshakes that the streams of so many endpoints may have: audio and video, RTP, and RTCP where that has a port of its own
     * (RFC 5764 4.2). Each belongs to the endpoint of its number modulo the number of endpoints.
     */
    public static int associations(final int endpoints) {
        return 2 * streams(endpoints);
    }

    static int streams(final int endpoints) {
        return 2 * endpoints;
    }
}
