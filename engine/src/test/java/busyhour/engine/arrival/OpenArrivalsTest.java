package busyhour.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenArrivalsTest {

    private static final long HOUR_MS = 3_600_000;

    private static ArrivalSpec rate(final Stage... stages) {
        return new ArrivalSpec(ArrivalSpec.Kind.RATE, List.of(stages), List.of(), false, 0, 1_000);
    }

    private static Stage steady(final long calls, final long perMs, final long overMs) {
        return new Stage(calls, calls, perMs, overMs);
    }

    private static List<Long> times(final OpenArrivals arrivals) {
        final List<Long> times = new ArrayList<>();
        for (; arrivals.nextUs() != OpenArrivals.NEVER; arrivals.advance()) {
            times.add(arrivals.nextUs());
        }
        return times;
    }

    private static List<Long> times(final ArrivalSpec spec) {
        return times(new OpenArrivals(spec));
    }

    @Test
    void shouldComeAtExactTimesForHours() {
        final OpenArrivals arrivals = new OpenArrivals(rate(steady(7, 3_000, 12 * HOUR_MS)));
        for (long k = 0; k < 7 * 4 * HOUR_MS / 1_000; k++) { // 12 h / 3 s = 4 h / 1 s
            assertThat(arrivals.number()).isEqualTo(k);
            if (arrivals.nextUs() != k * 3_000_000 / 7) {
                throw new AssertionError("arrival " + k + " at " + arrivals.nextUs());
            }
            arrivals.advance();
        }
        assertThat(arrivals.nextUs()).isEqualTo(OpenArrivals.NEVER);
        assertThat(arrivals.endUs()).isEqualTo(12 * HOUR_MS * 1_000);
    }

    @Test
    void shouldComeSoOftenAsTheRateSays() {
        assertThat(times(rate(steady(100, 1_000, 60_000)))).hasSize(6_000).startsWith(0L, 10_000L, 20_000L).endsWith(59_990_000L);
        assertThat(times(rate(steady(600, 60_000, 60_000)))).hasSize(600);
        assertThat(times(rate(steady(3, 1_000, 1_000)))).containsExactly(0L, 333_333L, 666_666L);
        assertThat(times(rate(steady(0, 1_000, 60_000)))).isEmpty();
        assertThat(times(rate(steady(1_000_000, 1_000, 1_000)))).hasSize(1_000_000).endsWith(999_999L);
    }

    @Test
    void shouldGrowWithARamp() {
        final List<Long> times = times(rate(new Stage(0, 100, 1_000, 60_000)));
        assertThat(times).hasSize(3_000).isSorted();
        for (int k = 0; k < times.size(); k++) { // k calls after t: 100 t t / (2 x 60)
            assertThat(times.get(k)).as("arrival %d", k).isCloseTo(Math.round(Math.sqrt(1.2 * k) * 1e6), within(1L));
        }
        final List<Long> down = times(rate(new Stage(100, 0, 1_000, 60_000)));
        assertThat(down).hasSize(3_000).isSorted();
        assertThat(down.get(1)).isBetween(10_000L, 10_010L);
    }

    @Test
    void shouldGoOnFromStepToStepWithoutAGapOrAJump() {
        final List<Long> times = times(rate(steady(10, 1_000, 30_000), steady(20, 1_000, 30_000), steady(0, 1_000, 5_000),
                new Stage(40, 0, 1_000, 10_000), steady(1, 3_000, 9_000)));
        assertThat(times).hasSize(300 + 600 + 200 + 3);
        assertThat(times.subList(299, 302)).containsExactly(29_900_000L, 30_000_000L, 30_050_000L);
        assertThat(times.get(899)).isEqualTo(59_950_000L);
        assertThat(times.get(900)).as("after the pause").isEqualTo(65_000_000L);
        assertThat(times.subList(1_100, 1_103)).containsExactly(75_000_000L, 78_000_000L, 81_000_000L);
    }

    @Test
    void shouldCarryTheRestOfACallIntoTheNextStep() {
        // 2.5 calls in the first second: the third is due at 1 s and half a call's time at 1 call/s
        assertThat(times(rate(steady(5, 2_000, 1_000), steady(1, 1_000, 2_000)))).containsExactly(0L, 400_000L, 800_000L, 1_500_000L, 2_500_000L);
    }

    @Test
    void shouldWaitForTheFirstCallWhileTheRateIsNone() {
        assertThat(times(rate(steady(0, 1_000, 10_000), steady(2, 1_000, 1_000)))).containsExactly(10_000_000L, 10_500_000L);
    }

    @Test
    void shouldHaveTheMeanAndVarianceOfAPoissonProcess() {
        for (long seed = 1; seed <= 5; seed++) {
            final ArrivalSpec spec = rate(steady(100, 1_000, 2 * HOUR_MS)).withPoisson(seed);
            final int[] perSecond = new int[7_200];
            times(spec).forEach(us -> perSecond[(int) (us / 1_000_000)]++);
            final double mean = Arrays.stream(perSecond).average().orElseThrow();
            final double variance = Arrays.stream(perSecond).mapToDouble(n -> (n - mean) * (n - mean)).average().orElseThrow();
            assertThat(mean).as("seed %d", seed).isCloseTo(100, within(0.6)); // five standard errors
            assertThat(variance / mean).isCloseTo(1, within(0.085));
            assertThat(times(spec)).isEqualTo(times(spec)).isNotEqualTo(times(spec.withPoisson(seed + 10)));
        }
    }

    @Test
    void shouldFollowARampByAPoissonProcess() {
        final int[] minutes = new int[60];
        times(rate(new Stage(0, 100, 1_000, HOUR_MS)).withPoisson(3)).forEach(us -> minutes[(int) (us / 60_000_000)]++);
        for (int minute = 0; minute < 60; minute++) {
            final double expected = 100.0 * (minute + 0.5);
            assertThat((double) minutes[minute]).as("minute %d", minute).isCloseTo(expected, within(4.5 * Math.sqrt(expected)));
        }
    }

    @Test
    void shouldFollowATrace() {
        final List<Long> trace = List.of(0L, 0L, 1_500L, 2_000_000L);
        final OpenArrivals arrivals = new OpenArrivals(new ArrivalSpec(ArrivalSpec.Kind.TRACE, List.of(), trace, false, 0, 0));
        assertThat(arrivals.endUs()).isEqualTo(2_000_001L);
        assertThat(times(arrivals)).isEqualTo(trace);
    }

    @Test
    void shouldChangeItsRateWithoutLosingOrRepeatingACall() {
        final OpenArrivals arrivals = new OpenArrivals(rate(steady(10, 1_000, 60_000)));
        final List<Long> times = new ArrayList<>();
        for (int k = 0; k < 100; k++) {
            times.add(arrivals.nextUs());
            arrivals.advance();
            arrivals.pass();
        }
        arrivals.change(Load.rate(50, 1_000), 20_000_000L);
        times.addAll(times(arrivals));
        assertThat(times).hasSize(200 + 2_000).startsWith(0L, 100_000L).endsWith(59_980_000L);
        assertThat(times.subList(199, 202)).containsExactly(19_900_000L, 20_000_000L, 20_020_000L);
    }

    @Test
    void shouldLookAgainAtWhatItLookedAtAhead() {
        for (final ArrivalSpec spec : List.of(rate(steady(3, 1_000, 60_000)), rate(steady(3, 1_000, 60_000)).withPoisson(5))) {
            final OpenArrivals near = new OpenArrivals(spec);
            final OpenArrivals far = new OpenArrivals(spec);
            for (int i = 0; i < 20; i++) {
                far.advance(); // another shard's, far ahead
            }
            near.change(Load.rate(20, 1_000), 1_000_000L);
            far.change(Load.rate(20, 1_000), 1_000_000L);
            assertThat(far.number()).isZero();
            assertThat(times(far)).isEqualTo(times(near));
        }
    }

    @Test
    void shouldChangeManyTimes() {
        final OpenArrivals arrivals = new OpenArrivals(rate(steady(0, 1_000, HOUR_MS)));
        int calls = 0;
        for (int step = 0; step < 100; step++) {
            arrivals.change(Load.rate(step, 1_000), step * 10_000_000L);
            for (; arrivals.nextUs() < (step + 1) * 10_000_000L; calls++) {
                assertThat(arrivals.nextUs()).isGreaterThanOrEqualTo(step * 10_000_000L);
                arrivals.advance();
                arrivals.pass();
            }
        }
        assertThat(calls).isEqualTo(10 * 99 * 100 / 2);
        arrivals.change(Load.rate(0, 1_000), 1_000_000_000L);
        assertThat(arrivals.nextUs()).isEqualTo(OpenArrivals.NEVER);
        arrivals.change(Load.rate(1, 1_000), HOUR_MS * 1_000);
        assertThat(arrivals.nextUs()).as("it is over by then").isEqualTo(OpenArrivals.NEVER);
    }

    @Test
    void shouldLetTheLastOfManyChangesAtOnceCount() {
        final OpenArrivals arrivals = new OpenArrivals(rate(steady(1, 1_000, 60_000)));
        for (int i = 1; i <= 40; i++) {
            arrivals.change(Load.rate(i, 1_000), 10_000_000L + i);
        }
        final List<Long> times = times(arrivals);
        assertThat(times).hasSizeBetween(10 + 50 * 40 - 1, 10 + 50 * 40 + 1).isSorted().startsWith(0L, 1_000_000L);
    }
}
