package busyhour.engine.io;

/**
 * Turns the wall-clock times that the kernel puts on datagrams into monotonic {@code nowNs}.
 *
 * <p>The kernel slews both clocks alike, so their distance changes only when somebody sets the wall clock. It is
 * measured anew every 10 ms; after a step the former distance is kept for datagrams stamped before it. A time that
 * fits neither distance is replaced by {@code nowNs}: the moment it was read.
 *
 * <p>Thread rule: one thread. Nothing allocates.
 */
public final class KernelClock {

    /** Least distance between two measurements. */
    public static final long REFRESH_INTERVAL_NS = 10_000_000L;

    /** A change of the distance above this is a step of the wall clock and not the error of measurement. */
    public static final long STEP_THRESHOLD_NS = 200_000L;

    /** A datagram waits no longer than this in a socket; older times are not believed. */
    public static final long MAX_AGE_NS = 5_000_000_000L;

    /** How far in the future a time may lie through the error of measurement. */
    private static final long TOLERANCE_NS = 50_000L;

    private static final int ATTEMPTS = 3;

    /** A measurement that took longer was interrupted and says nothing. */
    private static final long MAX_WIDTH_NS = 20_000L;

    /** Where the two clocks come from; tests give their own. */
    interface Clocks {
        long epochNs();

        long nowNs();
    }

    private final Clocks clocks;
    private long offsetNs;
    private long formerOffsetNs;
    private long nextRefreshNs;
    private long lastStepNs;
    /** How long the attempt took that {@link #measure} chose. */
    private long widthNs;
    private long steps;
    private long implausible;

    public KernelClock() {
        this(new SystemClocks());
    }

    KernelClock(Clocks clocks) {
        this.clocks = clocks;
        offsetNs = measure();
        formerOffsetNs = offsetNs;
        nextRefreshNs = clocks.nowNs() + REFRESH_INTERVAL_NS;
    }

    /** Measures anew when it is time; call it once in each duty cycle, before polling. */
    public void refresh(long nowNs) {
        if (nowNs - nextRefreshNs >= 0) {
            final long measured = measure();
            if (widthNs > MAX_WIDTH_NS) {
                return; // interrupted: measure again in the next cycle
            }
            if (Math.abs(measured - offsetNs) > STEP_THRESHOLD_NS) {
                formerOffsetNs = offsetNs;
                lastStepNs = nowNs;
                steps++;
            }
            offsetNs = measured;
            nextRefreshNs = nowNs + REFRESH_INTERVAL_NS;
        }
    }

    /**
     * Monotonic time of a kernel timestamp.
     *
     * @param epochNs as {@link DatagramHandler} got it, or {@link DatagramIo#NO_TIMESTAMP}.
     * @param nowNs   the duty cycle's time; a datagram that came during the cycle maps to a later one.
     */
    public long toMonotonicNs(long epochNs, long nowNs) {
        if (epochNs == DatagramIo.NO_TIMESTAMP) {
            return nowNs;
        }
        final long mapped = epochNs - offsetNs;
        return isPlausible(mapped, nowNs) ? mapped : onUnexpected(epochNs, mapped, nowNs);
    }

    private long onUnexpected(long epochNs, long mapped, long nowNs) {
        final long actualNs = clocks.nowNs();
        if (isPlausible(mapped, actualNs)) { // it came during the cycle, after nowNs was read
            return mapped;
        }
        final long formerlyMapped = epochNs - formerOffsetNs;
        if (steps > 0 && actualNs - lastStepNs <= MAX_AGE_NS && isPlausible(formerlyMapped, actualNs)) {
            return formerlyMapped;
        }
        implausible++;
        nextRefreshNs = nowNs; // the wall clock was set just now
        return nowNs;
    }

    /** Wall clock of a monotonic time, for people. */
    public long toEpochNs(long nowNs) {
        return nowNs + offsetNs;
    }

    /** Steps of the wall clock seen. */
    public long steps() {
        return steps;
    }

    /** Timestamps not believed. */
    public long implausibleTimestamps() {
        return implausible;
    }

    private static boolean isPlausible(long mappedNs, long nowNs) {
        final long ageNs = nowNs - mappedNs;
        return ageNs >= -TOLERANCE_NS && ageNs <= MAX_AGE_NS;
    }

    /** The distance of the clocks, by the attempt that took the shortest time. */
    private long measure() {
        long best = 0;
        widthNs = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            final long beforeNs = clocks.nowNs();
            final long epochNs = clocks.epochNs();
            final long tookNs = clocks.nowNs() - beforeNs;
            if (tookNs < widthNs) {
                widthNs = tookNs;
                best = epochNs - beforeNs - tookNs / 2;
            }
        }
        return best;
    }

    private static final class SystemClocks implements Clocks {
        private final KernelTime time = new KernelTime();

        @Override
        public long epochNs() {
            return time.epochNs();
        }

        @Override
        public long nowNs() {
            return System.nanoTime();
        }
    }
}
