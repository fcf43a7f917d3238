package busyhour.engine.endpoint;

/** Intended times of calls that came and wait for a caller, in order. One shard's thread; allocates nothing after construction. */
final class WaitingArrivals {

    private static final int CAPACITY = 1 << 14;

    private final long[] ring = new long[CAPACITY];
    private long first;
    private long end;

    boolean isEmpty() {
        return first == end;
    }

    /** @return false when no more can wait. */
    boolean tryAdd(final long intendedNs) {
        if (end - first == CAPACITY) {
            return false;
        }
        ring[(int) (end++ & CAPACITY - 1)] = intendedNs;
        return true;
    }

    /** The one that waits longest. */
    long first() {
        return ring[(int) (first & CAPACITY - 1)];
    }

    long remove() {
        return ring[(int) (first++ & CAPACITY - 1)];
    }
}
