package busyhour.rtp;

/**
 * A random sequence whose whole state is one {@code long}, so that thousands of streams keep theirs in an array
 * (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
 * <pre>
 *   state += GAMMA;
 *   value = mix(state);
 * </pre>
 */
public final class SplitMix64 {

    /** Odd, near the golden section of 2^64: what the state grows by. */
    public static final long GAMMA = 0x9E3779B97F4A7C15L;

    private static final double UNIT = 0x1.0p-53;

    private SplitMix64() {
    }

    /** The value of a state, even over all 64 bits. */
    public static long mix(final long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Even over 0 to bound - 1. */
    public static long below(final long value, final long bound) {
        return Math.unsignedMultiplyHigh(value, bound);
    }

    /** Even in [0, 1). */
    public static double unit(final long value) {
        return (value >>> 11) * UNIT;
    }
}
