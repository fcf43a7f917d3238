package busyhour.engine.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The longest stop of this JVM for a garbage collection since it was last asked: from the wish to stop the threads until they go
 * on, in nanoseconds. To be polled about every millisecond: two collections between two polls count as one.
 *
 * <p>One thread.
 */
final class GarbagePauses {

    private static final int COLLECTORS = 8;

    /** Cumulative figures of the JVM. */
    interface Source {
        /** Collections so far. */
        long collections();

        /** Time that threads were stopped so far, for collections or, where that is known, for anything. */
        long stoppedNs();
    }

    private final Source source;
    private long collections;
    private long stoppedNs;
    private long longestNs;

    GarbagePauses() {
        this(source());
    }

    GarbagePauses(final Source source) {
        this.source = source;
        collections = source.collections();
        stoppedNs = source.stoppedNs();
    }

    /** Looks whether there was one. Allocates nothing. */
    void poll() {
        final long collectionsNow = source.collections();
        final long stoppedNowNs = source.stoppedNs();
        if (collectionsNow != collections) {
            collections = collectionsNow;
            longestNs = Math.max(longestNs, stoppedNowNs - stoppedNs);
        }
        stoppedNs = stoppedNowNs;
    }

    long takeLongestNs() {
        poll();
        final long longest = longestNs;
        longestNs = 0;
        return longest;
    }

    private static Source source() {
        final JvmCounters counters = JvmCounters.ofThisJvm();
        final Source exact = counters == null ? null : Exact.of(counters);
        return exact == null ? new Coarse(ManagementFactory.getGarbageCollectorMXBeans()) : exact;
    }

    /** HotSpot's counters. */
    private record Exact(JvmCounters counters, int[] invocations, int safepoints, int reachingSafepoints) implements Source {

        /** Null when this JVM has not all of them. */
        static Source of(final JvmCounters counters) {
            final int[] invocations = IntStream.range(0, COLLECTORS)
                    .map(i -> counters.counter("sun.gc.collector." + i + ".invocations")).filter(counter -> counter >= 0).toArray();
            final int safepoints = counters.counter("sun.rt.safepointTime");
            final int reaching = counters.counter("sun.rt.safepointSyncTime");
            final int ticks = counters.counter("sun.os.hrt.frequency");
            return invocations.length == 0 || safepoints < 0 || reaching < 0 || ticks < 0
                    || counters.value(ticks) != TimeUnit.SECONDS.toNanos(1) ? null
                    : new Exact(counters, invocations, safepoints, reaching);
        }

        @Override
        public long collections() {
            long sum = 0;
            for (final int each : invocations) {
                sum += counters.value(each);
            }
            return sum;
        }

        @Override
        public long stoppedNs() {
            return counters.value(safepoints) + counters.value(reachingSafepoints);
        }
    }

    /** The beans of any JVM, to a millisecond. */
    private record Coarse(List<GarbageCollectorMXBean> beans) implements Source {

        @Override
        public long collections() {
            long sum = 0;
            for (int i = 0; i < beans.size(); i++) {
                sum += beans.get(i).getCollectionCount();
            }
            return sum;
        }

        @Override
        public long stoppedNs() {
            long sumMs = 0;
            for (int i = 0; i < beans.size(); i++) {
                sumMs += beans.get(i).getCollectionTime();
            }
            return TimeUnit.MILLISECONDS.toNanos(sumMs);
        }
    }
}
