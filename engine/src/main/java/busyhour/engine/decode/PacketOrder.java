package busyhour.engine.decode;

import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Puts the packets of one stream into the order of playing: each waits for those before it, at most 200 ms. A packet that comes
 * later than that, or twice, is left out. One thread.
 */
final class PacketOrder {

    private static final long LONGEST_WAIT_NS = 200_000_000L;
    private static final int MOST_WAITING = 256;
    private static final int SEQUENCES = 1 << 16;

    /** @param codec as in {@link DecodeLink}. */
    record Packet(int codec, int timestamp, boolean marker, byte[] payload, long arrivalNs) {
    }

    /** Takes packets in their order. */
    interface Taker {
        /** Another source begins, with another clock. */
        void otherSource();

        /** @param lost whether packets before it are missing. */
        void take(Packet packet, boolean lost);
    }

    private final Taker taker;
    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final TreeMap<Long, Packet> waiting = new TreeMap<>();
    private long next = -1;
    private long highest = -1;
    private int ssrc;

    PacketOrder(final Taker taker) {
        this.taker = taker;
    }

    /** A packet came. */
    void onPacket(final int codec, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        if (header.wrap(rtp, offset, length) != RtpHeaderFlyweight.VALID) {
            return;
        }
        if (highest >= 0 && header.ssrc() != ssrc) {
            end();
            next = -1;
            highest = -1;
            taker.otherSource();
        }
        ssrc = header.ssrc();
        take(codec, header.sequence(), rtp, header.payloadOffset(), header.payloadLength(), arrivalNs);
    }

    /** A packet came once more, behind its sequence number and under another SSRC (RFC 4588 4). */
    void onRetransmission(final int codec, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        if (highest >= 0 && header.wrap(rtp, offset, length) == RtpHeaderFlyweight.VALID && header.payloadLength() > Short.BYTES) {
            final int original = rtp.getShort(header.payloadOffset(), ByteOrder.BIG_ENDIAN) & 0xFFFF;
            take(codec, original, rtp, header.payloadOffset() + Short.BYTES, header.payloadLength() - Short.BYTES, arrivalNs);
        }
    }

    private void take(final int codec, final int number, final DirectBuffer rtp, final int offset, final int length, final long arrivalNs) {
        final long sequence = highest < 0 ? SEQUENCES + number : highest + (short) (number - (int) highest);
        highest = Math.max(highest, sequence);
        if (sequence < next) {
            return;
        }
        final byte[] payload = new byte[length];
        rtp.getBytes(offset, payload);
        waiting.putIfAbsent(sequence, new Packet(codec, header.timestamp(), header.marker(), payload, arrivalNs));
        while (!waiting.isEmpty() && isDue(arrivalNs)) {
            takeFirst();
        }
    }

    private boolean isDue(final long nowNs) {
        return next < 0 || waiting.firstKey() == next || waiting.size() > MOST_WAITING
                || nowNs - waiting.firstEntry().getValue().arrivalNs > LONGEST_WAIT_NS;
    }

    private void takeFirst() {
        final Map.Entry<Long, Packet> first = waiting.pollFirstEntry();
        final boolean lost = next >= 0 && first.getKey() > next;
        next = first.getKey() + 1;
        taker.take(first.getValue(), lost);
    }

    /** Nothing more comes: all that waits is taken. */
    void end() {
        while (!waiting.isEmpty()) {
            takeFirst();
        }
    }
}
