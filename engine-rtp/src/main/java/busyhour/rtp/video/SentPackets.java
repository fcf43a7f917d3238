package busyhour.rtp.video;

import java.util.Arrays;

/**
 * What left under the last sequence numbers: only numbers, since the payloads lie in the {@code EncodedVideo} and stay as they are.
 * Bounded: what is older than {@link #CAPACITY} packets is forgotten.
 */
final class SentPackets {

    /** More than a second at 8 Mbit/s. */
    static final int CAPACITY = 1024;
    static final int UNKNOWN = -1;

    private static final int MASK = CAPACITY - 1;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int PACKET_MASK = 0x7FFF_FFFF;
    private static final int MARKER = 0x8000_0000;

    private final int[] packet = new int[CAPACITY];
    private final int[] timestamp = new int[CAPACITY];
    private final int[] sequence = new int[CAPACITY];
    private final short[] pictureId = new short[CAPACITY];
    private final short[] transportSequence = new short[CAPACITY];
    private final long[] askedNs = new long[CAPACITY];

    void clear() {
        Arrays.fill(sequence, UNKNOWN);
    }

    void add(
            final int rtpSequence,
            final int storedPacket,
            final boolean marker,
            final int rtpTimestamp,
            final int vp8PictureId,
            final int transport) {
        final int slot = rtpSequence & MASK;
        sequence[slot] = rtpSequence;
        packet[slot] = storedPacket | (marker ? MARKER : 0);
        timestamp[slot] = rtpTimestamp;
        pictureId[slot] = (short) vp8PictureId;
        transportSequence[slot] = (short) transport;
        askedNs[slot] = NEVER;
    }

    boolean holds(final int rtpSequence) {
        return sequence[rtpSequence & MASK] == rtpSequence;
    }

    /** Number in the video's store. */
    int packet(final int rtpSequence) {
        return packet[rtpSequence & MASK] & PACKET_MASK;
    }

    boolean marker(final int rtpSequence) {
        return packet[rtpSequence & MASK] < 0;
    }

    int timestamp(final int rtpSequence) {
        return timestamp[rtpSequence & MASK];
    }

    int pictureId(final int rtpSequence) {
        return pictureId[rtpSequence & MASK];
    }

    int transportSequence(final int rtpSequence) {
        return transportSequence[rtpSequence & MASK] & 0xFFFF;
    }

    /** When it was asked for last, far in the past when never. */
    long askedNs(final int rtpSequence) {
        return askedNs[rtpSequence & MASK];
    }

    void onAskedFor(final int rtpSequence, final long nowNs) {
        askedNs[rtpSequence & MASK] = nowNs;
    }
}
