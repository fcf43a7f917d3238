package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KernelClockTest {

    private static final long MS = 1_000_000L;
    private static final long S = 1_000_000_000L;

    /** Both clocks move on by the same; the wall clock may be set. */
    private static final class Clocks implements KernelClock.Clocks {
        private long nowNs = 500 * S;
        private long offsetNs = 1_700_000_000L * S;
        private long costNs = 25;

        @Override
        public long epochNs() {
            nowNs += costNs;
            return nowNs + offsetNs;
        }

        @Override
        public long nowNs() {
            nowNs += costNs;
            return nowNs;
        }
    }

    private final Clocks clocks = new Clocks();
    private final KernelClock clock = new KernelClock(clocks);

    private long epochAt(long nowNs) {
        return nowNs + clocks.offsetNs;
    }

    private void advance(long ns) {
        clocks.nowNs += ns;
        clock.refresh(clocks.nowNs);
    }

    @Test
    void shouldMapWithinTheErrorOfMeasurement() {
        final long arrivalNs = clocks.nowNs - 3 * MS;
        assertThat(clock.toMonotonicNs(epochAt(arrivalNs), clocks.nowNs)).isBetween(arrivalNs - 100, arrivalNs + 100);
        assertThat(clock.toEpochNs(arrivalNs)).isBetween(epochAt(arrivalNs) - 100, epochAt(arrivalNs) + 100);
        assertThat(clock.implausibleTimestamps()).isZero();
    }

    @Test
    void shouldMapToALaterTimeWhenTheDatagramCameDuringTheCycle() {
        final long cycleNs = clocks.nowNs;
        clocks.nowNs += 2 * MS;
        final long arrivalNs = clocks.nowNs - MS;
        assertThat(clock.toMonotonicNs(epochAt(arrivalNs), cycleNs)).isBetween(arrivalNs - 100, arrivalNs + 100);
        assertThat(clock.implausibleTimestamps()).isZero();
    }

    @Test
    void shouldUseTheFormerDistanceForWhatWasStampedBeforeAStep() {
        final long arrivalNs = clocks.nowNs;
        final long stampedBefore = epochAt(arrivalNs);
        clocks.offsetNs -= 3600 * S;
        advance(20 * MS);
        assertThat(clock.steps()).isEqualTo(1);
        assertThat(clock.toMonotonicNs(stampedBefore, clocks.nowNs)).isBetween(arrivalNs - 100, arrivalNs + 100);
        final long laterNs = clocks.nowNs - MS;
        assertThat(clock.toMonotonicNs(epochAt(laterNs), clocks.nowNs)).isBetween(laterNs - 100, laterNs + 100);
        assertThat(clock.implausibleTimestamps()).isZero();
    }

    @Test
    void shouldTakeTheTimeOfReadingAndMeasureAnewWhenNoDistanceFits() {
        clocks.offsetNs += 3600 * S; // set, and not yet noticed
        final long nowNs = clocks.nowNs;
        assertThat(clock.toMonotonicNs(epochAt(nowNs - MS), nowNs)).isEqualTo(nowNs);
        assertThat(clock.implausibleTimestamps()).isEqualTo(1);
        clock.refresh(nowNs);
        assertThat(clock.toMonotonicNs(epochAt(nowNs - MS), nowNs)).isBetween(nowNs - MS - 100, nowNs - MS + 100);
    }

    @Test
    void shouldForgetTheFormerDistanceWhenAllStampedByItHasBeenRead() {
        clocks.offsetNs -= 2 * S;
        advance(20 * MS);
        advance(KernelClock.MAX_AGE_NS + S);
        final long ahead = epochAt(clocks.nowNs + 2 * S); // the former distance would make it "now"
        final long nowNs = clocks.nowNs;
        assertThat(clock.toMonotonicNs(ahead, nowNs)).isEqualTo(nowNs);
        assertThat(clock.implausibleTimestamps()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeAnInterruptedMeasurementForAStep() {
        clocks.costNs = 5 * MS;
        advance(20 * MS);
        clocks.costNs = 25;
        assertThat(clock.steps()).isZero();
        final long arrivalNs = clocks.nowNs;
        assertThat(clock.toMonotonicNs(epochAt(arrivalNs), clocks.nowNs)).isBetween(arrivalNs - 100, arrivalNs + 100);
    }

    @Test
    void shouldGiveTheTimeOfReadingWithoutATimestamp() {
        assertThat(clock.toMonotonicNs(DatagramIo.NO_TIMESTAMP, 42)).isEqualTo(42);
    }

    @Test
    void shouldFollowTheClocksOfThisMachine() {
        final KernelClock real = new KernelClock();
        final long nowNs = System.nanoTime();
        final long distanceMs = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(real.toEpochNs(nowNs));
        assertThat(Math.abs(distanceMs)).isLessThan(1000);
    }
}
