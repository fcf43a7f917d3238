package busyhour.engine.arrival;

import java.math.BigInteger;

/**
 * Gaps of a Poisson process, of mean 1, in integers: Knuth, The Art of Computer Programming 3.4.1, algorithm S, over SplitMix64. The
 * same seed gives the same gaps everywhere; a copy of {@link #state} goes back to where it was taken.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class ExponentialGaps {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** ln 2 x 2^63, and the sums of ln 2^k / k! that S3 compares with. */
    private static final long LN_2 = 0x58B90BFBE8E7BCD5L;
    private static final int FRACTION_BITS = 63;
    private static final int TERMS = 24;
    private static final long[] SUMS = sums();
    /** Inside, gaps have 56 bits behind the point, so that 64 times ln 2 fits. */
    private static final int INSIDE_SHIFT = FRACTION_BITS - 56;
    private static final int UNIT_SHIFT = 56 - 32;

    private long state;

    ExponentialGaps(final long seed) {
        state = mixed(seed + GOLDEN); // seeds 0, 1, 2, ... are no neighbours
    }

    private static long[] sums() {
        final BigInteger ln2 = BigInteger.valueOf(LN_2);
        final long[] sums = new long[TERMS];
        BigInteger term = BigInteger.ONE.shiftLeft(FRACTION_BITS);
        BigInteger sum = BigInteger.ZERO;
        for (int k = 1; k < TERMS; k++) {
            term = term.multiply(ln2).shiftRight(FRACTION_BITS).divide(BigInteger.valueOf(k));
            sum = sum.add(term);
            sums[k] = sum.longValueExact();
        }
        return sums;
    }

    long state() {
        return state;
    }

    void state(final long value) {
        state = value;
    }

    /** The next gap in units of 2^-32. */
    long next() {
        int doublings = 0;
        long bits = word();
        while (bits == -1L) { // S1: bits up to the first zero
            doublings += Long.SIZE;
            bits = word();
        }
        doublings += Long.numberOfLeadingZeros(~bits);
        final long whole = doublings * (LN_2 >>> INSIDE_SHIFT);
        final long fraction = fraction();
        if (fraction < LN_2) { // S2
            return whole + (fraction >>> INSIDE_SHIFT) >>> UNIT_SHIFT;
        }
        int k = 2; // S3
        while (k < TERMS - 1 && fraction >= SUMS[k]) {
            k++;
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < k; i++) {
            least = Math.min(least, fraction());
        }
        // S4: the product has 126 bits behind the point, its upper half 62
        return whole + (Math.multiplyHigh(least, LN_2) >>> INSIDE_SHIFT - 1) >>> UNIT_SHIFT;
    }

    private long fraction() {
        return word() >>> 1;
    }

    private long word() {
        state += GOLDEN;
        return mixed(state);
    }

    private static long mixed(final long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
