package busyhour.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExponentialGapsTest {

    private static final int COUNT = 1_000_000;

    private static double[] gaps(final long seed) {
        final ExponentialGaps gaps = new ExponentialGaps(seed);
        final double[] drawn = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            drawn[i] = (double) gaps.next() / RateCurve.ONE;
        }
        return drawn;
    }

    @Test
    void shouldHaveTheMomentsOfAnExponentialDistribution() {
        for (long seed = 0; seed < 5; seed++) {
            final double[] drawn = gaps(seed);
            final double mean = Arrays.stream(drawn).average().orElseThrow();
            final double variance = Arrays.stream(drawn).map(gap -> (gap - mean) * (gap - mean)).average().orElseThrow();
            final double third = Arrays.stream(drawn).map(gap -> gap * gap * gap).average().orElseThrow();
            assertThat(mean).as("seed %d", seed).isCloseTo(1, within(0.005)); // five standard errors of 1/1000
            assertThat(variance).isCloseTo(1, within(0.015));
            assertThat(third).isCloseTo(6, within(0.15));
        }
    }

    /** Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed once in a thousand samples. */
    @Test
    void shouldBeDistributedExponentially() {
        final double[] drawn = gaps(42);
        Arrays.sort(drawn);
        double largest = 0;
        for (int i = 0; i < COUNT; i++) {
            final double expected = -Math.expm1(-drawn[i]);
            largest = Math.max(largest, Math.max(Math.abs(expected - (double) i / COUNT), Math.abs(expected - (i + 1.0) / COUNT)));
        }
        assertThat(largest).isLessThan(1.95 / Math.sqrt(COUNT));
    }

    @Test
    void shouldGiveTheSameGapsForTheSameSeedForEver() {
        final ExponentialGaps gaps = new ExponentialGaps(7);
        final long[] first = new long[4];
        Arrays.setAll(first, i -> gaps.next());
        assertThat(first).containsExactly(5_767_503_349L, 5_572_213_199L, 782_909_139L, 9_376_142_714L);
        assertThat(new ExponentialGaps(8).next()).isNotEqualTo(first[0]);
    }

    @Test
    void shouldGoBackToAState() {
        final ExponentialGaps gaps = new ExponentialGaps(7);
        gaps.next();
        final long state = gaps.state();
        final long next = gaps.next();
        gaps.next();
        gaps.state(state);
        assertThat(gaps.next()).isEqualTo(next);
    }
}
