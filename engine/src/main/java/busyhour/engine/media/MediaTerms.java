package busyhour.engine.media;

import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.NegotiatedMedia;
import java.util.SplittableRandom;

/**
 * What offer and answer agreed on that is alike for all streams: where packets go, and whether any do.
 *
 * <p>One thread. Allocates nothing.
 */
final class MediaTerms {

    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int EARLY_SEQUENCES = 0x7FFF;

    private final MediaReports reports;
    private final SplittableRandom random;

    MediaTerms(final MediaReports reports, final SplittableRandom random) {
        this.reports = reports;
        this.random = random;
    }

    /** SSRCs, sequence numbers, timestamps. */
    int random() {
        return random.nextInt();
    }

    /** First sequence number: one that does not wrap soon where a peer may miss the beginning (RFC 3711 3.3.1). */
    int sequence(final MediaStream stream) {
        return stream.security.isWanted() ? random.nextInt() & EARLY_SEQUENCES : random.nextInt();
    }

    long seed() {
        return random.nextLong();
    }

    static int ipHeaderBytes(final boolean ipv4) {
        return ipv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
    }

    /** Packets flow from now on. */
    void begin(final MediaStream stream, final long nowNs) {
        stream.running = true;
        stream.hasRun = true;
        reports.start(stream, random.nextLong(), nowNs);
        if (stream.firstPacketNs != Long.MIN_VALUE) {
            stream.onFirstPacket(nowNs); // before the answer came
        }
    }

    /** Whether the peer is to send. */
    static boolean receives(final NegotiatedMedia terms) {
        return Direction.receives(terms.direction()) && !terms.isClosed();
    }

    static void apply(final MediaStream stream, final NegotiatedMedia terms) {
        stream.security.agree(terms);
        stream.muxed = terms.rtcpMux();
        stream.rtp.peer(terms.remoteRtp());
        stream.rtcp.peer(terms.remoteRtcp());
        stream.maySend = Direction.sends(terms.direction()) && !terms.isClosed() && stream.rtp.hasPeer();
    }
}
