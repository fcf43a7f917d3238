package busyhour.sip.store;

/**
 * Free blocks 0..capacity-1, the one that was given back last first: it is in the processor's cache, and blocks that the load
 * never needs are never touched. One thread.
 */
final class FreeBlocks {

    private final int[] free;
    private int available;

    FreeBlocks(final int capacity) {
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = capacity - 1 - i;
        }
        available = capacity;
    }

    /** A block that is in nobody's use, or {@link IntPool#EMPTY}. */
    int take() {
        return available == 0 ? IntPool.EMPTY : free[--available];
    }

    /** Gives a taken block back. */
    void giveBack(final int block) {
        if (available == free.length) {
            throw new IllegalStateException("block " + block + " given back to a full pool of " + free.length);
        }
        free[available++] = block;
    }

    int available() {
        return available;
    }

    int capacity() {
        return free.length;
    }
}
