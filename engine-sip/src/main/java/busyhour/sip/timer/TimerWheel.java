package busyhour.sip.timer;

import java.util.Arrays;

/**
 * Hashed timer wheel over fixed owners: schedule and cancel in O(1), nothing allocated after construction.
 *
 * <p>One deadline for each owner 0..capacity-1; scheduling again moves it. Deadlines beyond one round stay in their
 * bucket and are passed over once a round. A stall of any length is caught up in one poll, because empty buckets are
 * skipped by a bitmap and no bucket is visited twice in a poll. One thread.
 */
public final class TimerWheel {

    /** 2^20 ns: 1.05 ms. */
    private static final int TICK_SHIFT = 20;
    private static final int BUCKETS = 1 << 16;
    private static final int MASK = BUCKETS - 1;
    private static final int NONE = -1;

    private final int[] heads = new int[BUCKETS];
    private final long[] occupied = new long[BUCKETS / Long.SIZE];
    private final int[] next;
    private final int[] previous;
    /** Bucket of a scheduled owner, {@link #NONE} of an idle one. */
    private final int[] buckets;
    private final long[] deadlinesNs;

    private int size;
    /** Tick that the next poll begins with: everything before it has been fired. */
    private long currentTick;
    /** Nothing is placed before this tick: the current one, or the tick of the poll that is running. */
    private long floorTick;
    /** Not later than the earliest deadline. */
    private long earliestNs = Long.MAX_VALUE;
    /** Entry that the running poll looks at next; moves on when that entry is unlinked meanwhile. */
    private int cursor = NONE;
    private boolean polling;

    /** @param capacity number of owners. */
    public TimerWheel(final int capacity) {
        next = new int[capacity];
        previous = new int[capacity];
        buckets = new int[capacity];
        deadlinesNs = new long[capacity];
        Arrays.fill(heads, NONE);
        Arrays.fill(buckets, NONE);
    }

    /** Owners that have a deadline. */
    public int size() {
        return size;
    }

    /** Whether the owner has a deadline. */
    public boolean isScheduled(final int owner) {
        return buckets[owner] != NONE;
    }

    /** The owner's deadline, meaningless while it has none. */
    public long deadlineNs(final int owner) {
        return deadlinesNs[owner];
    }

    /**
     * Sets the owner's deadline, in place of an earlier one.
     *
     * @param deadlineNs when to fire; in the past = at the next poll.
     * @param nowNs      monotonic time, which places the wheel after it stood empty.
     */
    public void schedule(final int owner, final long deadlineNs, final long nowNs) {
        if (buckets[owner] != NONE) {
            if (deadlinesNs[owner] == deadlineNs) {
                return;
            }
            unlink(owner);
        } else if (size == 0 && !polling) {
            currentTick = nowNs >> TICK_SHIFT;
            floorTick = currentTick;
            earliestNs = Long.MAX_VALUE;
        }
        deadlinesNs[owner] = deadlineNs;
        link(owner, (int) (Math.max(deadlineNs >> TICK_SHIFT, floorTick) & MASK));
        earliestNs = Math.min(earliestNs, deadlineNs);
    }

    /** Takes the owner's deadline away; nothing happens when it has none. */
    public void cancel(final int owner) {
        if (buckets[owner] != NONE) {
            unlink(owner);
        }
    }

    /**
     * A time not later than the earliest deadline, {@link Long#MAX_VALUE} without one. Polling at it fires something or
     * moves it on.
     */
    public long nextDeadlineNs() {
        return size == 0 ? Long.MAX_VALUE : earliestNs;
    }

    /**
     * Fires deadlines up to {@code nowNs}.
     *
     * @param limit at most so many; the rest waits for the next poll.
     * @return how many fired.
     */
    public int poll(final long nowNs, final int limit, final TimerHandler handler) {
        if (size == 0 || nowNs < earliestNs) {
            return 0;
        }
        final long nowTick = nowNs >> TICK_SHIFT;
        if (nowTick < currentTick) {
            return 0;
        }
        polling = true;
        floorTick = nowTick;
        int fired = 0;
        long tick = nextOccupied(Math.max(currentTick, nowTick - MASK), nowTick);
        while (tick <= nowTick) {
            fired += pollBucket((int) (tick & MASK), nowNs, limit - fired, handler);
            if (fired >= limit || tick == nowTick) {
                break;
            }
            tick = nextOccupied(tick + 1, nowTick);
        }
        currentTick = Math.min(tick, nowTick);
        floorTick = currentTick;
        if (fired < limit) {
            earliestNs = findEarliest();
        }
        polling = false;
        return fired;
    }

    private int pollBucket(final int bucket, final long nowNs, final int limit, final TimerHandler handler) {
        int fired = 0;
        int owner = heads[bucket];
        while (owner != NONE && fired < limit) {
            cursor = next[owner];
            if (deadlinesNs[owner] <= nowNs) {
                unlink(owner);
                fired++;
                handler.onTimer(owner, nowNs);
            }
            owner = cursor;
        }
        cursor = NONE;
        return fired;
    }

    /** First tick of an occupied bucket in {@code from..to}, or {@code to + 1}. At most one round apart. */
    private long nextOccupied(final long from, final long to) {
        long tick = from;
        while (tick <= to) {
            final int bucket = (int) (tick & MASK);
            final long word = occupied[bucket >> 6] >>> (bucket & 63);
            if (word != 0) {
                return Math.min(tick + Long.numberOfTrailingZeros(word), to + 1);
            }
            tick += 64 - (bucket & 63);
        }
        return to + 1;
    }

    private long findEarliest() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        // What is left in the current bucket is due later within this tick, or whole rounds later.
        final long here = earliestIn((int) (currentTick & MASK));
        if (here < currentTick + 1 << TICK_SHIFT) {
            return here;
        }
        final long tick = nextOccupied(currentTick + 1, currentTick + MASK);
        if (tick > currentTick + MASK) {
            return here;
        }
        return Math.min(Math.min(here, earliestIn((int) (tick & MASK))), tick + 1 << TICK_SHIFT);
    }

    private long earliestIn(final int bucket) {
        long earliest = Long.MAX_VALUE;
        for (int owner = heads[bucket]; owner != NONE; owner = next[owner]) {
            earliest = Math.min(earliest, deadlinesNs[owner]);
        }
        return earliest;
    }

    private void link(final int owner, final int bucket) {
        final int head = heads[bucket];
        next[owner] = head;
        previous[owner] = NONE;
        if (head != NONE) {
            previous[head] = owner;
        }
        heads[bucket] = owner;
        buckets[owner] = bucket;
        occupied[bucket >> 6] |= 1L << bucket;
        size++;
    }

    private void unlink(final int owner) {
        final int bucket = buckets[owner];
        final int after = next[owner];
        final int before = previous[owner];
        if (cursor == owner) {
            cursor = after;
        }
        if (before == NONE) {
            heads[bucket] = after;
            if (after == NONE) {
                occupied[bucket >> 6] &= ~(1L << bucket);
            }
        } else {
            next[before] = after;
        }
        if (after != NONE) {
            previous[after] = before;
        }
        buckets[owner] = NONE;
        size--;
    }
}
