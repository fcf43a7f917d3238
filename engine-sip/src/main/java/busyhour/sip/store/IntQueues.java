package busyhour.sip.store;

import java.util.Arrays;

/** Queues of numbers 0..capacity-1, each number in one queue at most; in and out of anywhere in O(1). One thread. */
public final class IntQueues {

    /** No number. */
    public static final int NONE = -1;

    private static final int OUTSIDE = -2;

    private final int[] next;
    private final int[] previous;
    private final int[] heads;
    private final int[] tails;

    /**
     * @param queues   how many queues.
     * @param capacity how many numbers.
     */
    public IntQueues(final int queues, final int capacity) {
        next = new int[capacity];
        previous = new int[capacity];
        heads = new int[queues];
        tails = new int[queues];
        Arrays.fill(next, OUTSIDE);
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    /** The number that is longest in the queue, or {@link #NONE}. */
    public int first(final int queue) {
        return heads[queue];
    }

    /** The number behind this one, which is in a queue, or {@link #NONE}. */
    public int next(final int number) {
        return next[number];
    }

    /** Puts a number at the queue's end; nothing happens when it is in it already. */
    public void add(final int queue, final int number) {
        if (next[number] != OUTSIDE) {
            return;
        }
        final int tail = tails[queue];
        previous[number] = tail;
        next[number] = NONE;
        if (tail == NONE) {
            heads[queue] = number;
        } else {
            next[tail] = number;
        }
        tails[queue] = number;
    }

    /** Takes a number out of its queue; nothing happens when it is in none. */
    public void remove(final int queue, final int number) {
        if (next[number] == OUTSIDE) {
            return;
        }
        final int before = previous[number];
        final int after = next[number];
        if (before == NONE) {
            heads[queue] = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            tails[queue] = before;
        } else {
            previous[after] = before;
        }
        next[number] = OUTSIDE;
    }
}
