package busyhour.web.planner;

import java.util.Arrays;

/** Calls by start and length, in any order; 16 bytes each. One thread. */
public final class CallHistory {

    private static final long MINUTE_MS = 60_000;
    private static final long MAX_SPAN_MINUTES = 5L * 366 * 24 * 60;
    private static final int FIRST_ROOM = 1_024;

    private long[] starts = new long[FIRST_ROOM];
    private long[] ends = new long[FIRST_ROOM];
    private int size;
    private double seconds;

    /** Adds a call that was up for that long; one without length, that nobody answered, counts for nothing. */
    public void add(long startMs, long durationMs) {
        if (durationMs < 0) {
            throw new IllegalArgumentException("a call of " + durationMs + " ms");
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        starts[size] = startMs;
        ends[size] = startMs + durationMs;
        size++;
        seconds += durationMs / 1e3;
    }

    public int size() {
        return size;
    }

    /**
     * Sums up the last weeks.
     *
     * @throws IllegalArgumentException without a call, or over more than five years.
     */
    public History summary(String name, int weeks) {
        if (size == 0) {
            throw new IllegalArgumentException("the history has no call");
        }
        return concurrency().summary(name, weeks, (long) size, seconds / size);
    }

    /** The whole time from the first call's minute to the last one's. */
    Concurrency concurrency() {
        long[] up = Arrays.copyOf(starts, size);
        long[] down = Arrays.copyOf(ends, size);
        Arrays.sort(up);
        Arrays.sort(down);
        long first = Math.floorDiv(up[0], MINUTE_MS);
        long minutes = Math.floorDiv(Math.max(down[size - 1] - 1, up[size - 1]), MINUTE_MS) - first + 1;
        if (minutes > MAX_SPAN_MINUTES) {
            throw new IllegalArgumentException("the history covers " + minutes / 1_440 + " days, expected at most five years");
        }
        int[] most = new int[(int) minutes];
        double[] mean = new double[(int) minutes];
        int calls = 0;
        long nowMs = up[0];
        for (int i = 0, j = 0; j < size;) {
            boolean begins = i < size && up[i] < down[j];
            long atMs = begins ? up[i] : down[j];
            hold(most, mean, first, nowMs, atMs, calls);
            nowMs = Math.max(nowMs, atMs);
            if (begins) {
                i++;
                calls++;
            } else if (i > j) {
                j++;
                calls--;
            } else { // a call without length ends where it begins
                i++;
                j++;
            }
        }
        return new Concurrency(first, most, mean);
    }

    private static void hold(int[] most, double[] mean, long firstMinute, long fromMs, long toMs, int calls) {
        for (long at = fromMs; at < toMs && calls > 0;) {
            int minute = (int) (Math.floorDiv(at, MINUTE_MS) - firstMinute);
            long until = Math.min(toMs, (firstMinute + minute + 1) * MINUTE_MS);
            most[minute] = Math.max(most[minute], calls);
            mean[minute] += calls * (double) (until - at) / MINUTE_MS;
            at = until;
        }
    }
}
