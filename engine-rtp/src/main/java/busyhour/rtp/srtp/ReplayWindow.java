package busyhour.rtp.srtp;

import java.util.Arrays;

/**
 * Which of the last packets were seen (RFC 3711 3.3.2), and the highest index among them. A ring of bits: bit {@code index}
 * modulo the window's size stands for that index as long as it is not older than the window.
 */
final class ReplayWindow {

    static final long NONE = -1;

    private static final int WORD_BITS = 6;

    private final long[] seen;
    private final int mask;
    private long highest = NONE;

    /** @param size a power of two, at least 64. */
    ReplayWindow(final int size) {
        seen = new long[size >>> WORD_BITS];
        mask = size - 1;
    }

    void clear() {
        highest = NONE;
        Arrays.fill(seen, 0);
    }

    /** The highest index that was authenticated, {@link #NONE} before. */
    long highest() {
        return highest;
    }

    /** Whether the packet was seen, or is too old to know. */
    boolean isReplay(final long index) {
        return index <= highest
                && (highest - index > mask || (seen[(int) (index & mask) >>> WORD_BITS] & 1L << index) != 0);
    }

    /** The packet is authentic. */
    void accept(final long index) {
        if (index > highest) {
            if (highest == NONE || index - highest > mask) {
                Arrays.fill(seen, 0);
            } else {
                for (long i = highest + 1; i < index; i++) {
                    seen[(int) (i & mask) >>> WORD_BITS] &= ~(1L << i);
                }
            }
            highest = index;
        }
        seen[(int) (index & mask) >>> WORD_BITS] |= 1L << index;
    }
}
