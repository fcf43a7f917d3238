package busyhour.rtp.video;

import java.util.Arrays;

/**
 * The packets of frames in flight, by extended sequence number: what each said, when it came, or since when it is missed.
 * <pre>
 *   first (not looked at yet)      highest
 *     | missing | there | there | missing | there |        within CAPACITY
 * </pre>
 */
final class PacketRing {

    /** Half a second at 16 Mbit/s. */
    static final int CAPACITY = 1024;

    static final int THERE = 0x100;
    static final int MARKER = 0x200;
    /** Has no payload: probing. */
    static final int EMPTY = 0x400;

    private static final int MASK = CAPACITY - 1;

    private final short[] bits = new short[CAPACITY];
    private final int[] timestamp = new int[CAPACITY];
    private final int[] length = new int[CAPACITY];
    private final long[] timeNs = new long[CAPACITY];
    private long first;
    private long highest;

    /** Nothing is known; the packet with this number comes first. */
    void begin(final long sequence) {
        Arrays.fill(bits, (short) 0);
        first = sequence;
        highest = sequence - 1;
    }

    long first() {
        return first;
    }

    long highest() {
        return highest;
    }

    /** Whether it fits in behind the first. */
    boolean fits(final long sequence) {
        return sequence - first < CAPACITY;
    }

    /** @return whether it was not there before. */
    boolean put(final long sequence, final int packetBits, final int rtpTimestamp, final int octets, final long arrivalNs) {
        for (long missing = highest + 1; missing < sequence; missing++) {
            bits[(int) missing & MASK] = 0;
            timeNs[(int) missing & MASK] = arrivalNs;
        }
        final int slot = (int) sequence & MASK;
        if (sequence > highest) {
            highest = sequence;
        } else if ((bits[slot] & THERE) != 0) {
            return false;
        }
        bits[slot] = (short) (packetBits | THERE);
        timestamp[slot] = rtpTimestamp;
        length[slot] = octets;
        timeNs[slot] = arrivalNs;
        return true;
    }

    boolean isEmpty() {
        return first > highest;
    }

    boolean isFirstThere() {
        return (bits[(int) first & MASK] & THERE) != 0;
    }

    int bits() {
        return bits[(int) first & MASK];
    }

    int timestamp() {
        return timestamp[(int) first & MASK];
    }

    int length() {
        return length[(int) first & MASK];
    }

    /** When the first came, or was missed first. */
    long timeNs() {
        return timeNs[(int) first & MASK];
    }

    void removeFirst() {
        first++;
    }
}
