package busyhour.engine.arrival;

/** The product of three factors in 192 bits, to be compared. One thread. */
final class WideProduct {

    private long high;
    private long middle;
    private long low;

    /** All factors are 0 or more. */
    WideProduct set(final long first, final long second, final long third) {
        final long productLow = first * second;
        final long productHigh = Math.multiplyHigh(first, second);
        low = productLow * third;
        final long carried = Math.unsignedMultiplyHigh(productLow, third);
        final long upper = productHigh * third;
        middle = carried + upper;
        high = Math.unsignedMultiplyHigh(productHigh, third) + (Long.compareUnsigned(middle, upper) < 0 ? 1 : 0);
        return this;
    }

    boolean isAtMost(final WideProduct other) {
        if (high != other.high) {
            return Long.compareUnsigned(high, other.high) < 0;
        }
        if (middle != other.middle) {
            return Long.compareUnsigned(middle, other.middle) < 0;
        }
        return Long.compareUnsigned(low, other.low) <= 0;
    }
}
