package busyhour.sip.store;

/**
 * Free numbers 0..capacity-1, the longest free first, so that a number named by a late message is rarely in use again.
 * One thread.
 */
public final class IntPool {

    /** Answer of {@link #take()} when nothing is free. */
    public static final int EMPTY = -1;

    private final int[] free;
    private int head;
    private int available;

    /** @param capacity how many numbers. */
    public IntPool(final int capacity) {
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = i;
        }
        available = capacity;
    }

    /** A number that is in nobody's use, or {@link #EMPTY}. */
    public int take() {
        if (available == 0) {
            return EMPTY;
        }
        final int number = free[head];
        head = head + 1 == free.length ? 0 : head + 1;
        available--;
        return number;
    }

    /** Gives a taken number back. */
    public void giveBack(final int number) {
        if (available == free.length) {
            throw new IllegalStateException("number " + number + " given back to a full pool of " + free.length);
        }
        int tail = head + available;
        if (tail >= free.length) {
            tail -= free.length;
        }
        free[tail] = number;
        available++;
    }

    /** Numbers that are free. */
    public int available() {
        return available;
    }

    /** Numbers in all. */
    public int capacity() {
        return free.length;
    }
}
