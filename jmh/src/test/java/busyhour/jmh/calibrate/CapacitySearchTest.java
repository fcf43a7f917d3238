package busyhour.jmh.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.jmh.calibrate.CapacitySearch.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The search against made-up hosts. */
class CapacitySearchTest {

    private static final int MANY = 1_000_000;

    private int longest;
    private final List<Integer> tried = new ArrayList<>();

    /** A host whose shard is busy in proportion to the load. */
    private static Load load(int endpoints, double busyAtThousand, double p99Us) {
        final double busy = Math.min(1, endpoints * busyAtThousand / 1000);
        final boolean over = busy > 0.8 || p99Us > 1000;
        return new Load(endpoints, 1, busy, p99Us, 0, over ? "over" : null);
    }

    private Found find(int guess, int most, int loads, IntFunction<Load> host) {
        try {
            return new CapacitySearch(new CapacitySearch.Loads() {
                @Override
                public Load load(int endpoints, boolean longer) {
                    longest += longer ? 1 : 0;
                    tried.add(endpoints);
                    return host.apply(endpoints);
                }

                @Override
                public boolean mayGoOn(boolean longer) {
                    return tried.size() < loads;
                }
            }, most).find(guess);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldFindTheLimitFromAnyGuess() {
        for (int guess : new int[] {2, 100, 1_000, 3_000, 4_000, 5_000, 8_000, 100_000}) {
            tried.clear();
            final Found found = find(guess, MANY, 20, endpoints -> load(endpoints, 0.2, 50)); // 4,000 are 80 %
            assertThat(found.proven()).isTrue();
            assertThat(found.limit()).as("from %d by %s", guess, tried).isBetween(3_700, 4_300);
            assertThat(tried.size()).as("from %d by %s", guess, tried).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void shouldNeedThreeLoadsFromAGuessThatIsHalfOrTwice() {
        for (int guess : new int[] {2_000, 3_000, 3_600, 4_400, 6_000}) {
            tried.clear();
            final Found found = find(guess, MANY, 3, endpoints -> load(endpoints, 0.2, 50));
            assertThat(found.proven()).as("from %d by %s", guess, tried).isTrue();
            assertThat(found.limit()).as("from %d by %s", guess, tried).isBetween(3_600, 4_400);
        }
    }

    /** What calibrate promises: a load of the capacity holds and one of 1.6 times that does not, however runs vary. */
    @Test
    void shouldNameACapacityThatHoldsAndBreaksAtOnePointSixTimes() {
        for (int seed = 0; seed < 500; seed++) {
            final Random random = new Random(seed);
            final double busyAtThousand = Math.exp(random.nextDouble() * 6 - 4);
            final int truth = (int) (800 / busyAtThousand);
            tried.clear();
            final Found found = find((int) (truth * (0.3 + 1.5 * random.nextDouble())), MANY, 4, endpoints ->
                    load(endpoints, busyAtThousand * (0.93 + 0.14 * random.nextDouble()), 100));
            assertThat((double) found.capacity() / truth).as("seed %d: %s", seed, tried).isBetween(0.6, 0.95);
            assertThat(1.6 * found.capacity() / truth).as("seed %d: %s", seed, tried).isGreaterThan(1.05);
        }
    }

    @Test
    void shouldFindWhereLatenessBreaksFirst() {
        final Found found = find(1_000, MANY, 10, endpoints -> load(endpoints, 0.1, endpoints < 3_000 ? 60 : 60 + (endpoints - 3_000) * 2.0));
        assertThat(found.proven()).isTrue();
        assertThat(found.limit()).as("by %s", tried).isBetween(2_900, 3_900); // 3,470 are 1 ms late
    }

    @Test
    void shouldTryAgainWhatSomethingElseBroke() {
        final Found found = find(2_000, MANY, 8, endpoints -> tried.size() == 1 ? load(endpoints, 0.2, 5_000) : load(endpoints, 0.2, 50));
        assertThat(tried).startsWith(2_000, 2_000);
        assertThat(longest).as("over a longer time").isEqualTo(1);
        assertThat(found.limit()).isBetween(3_700, 4_300);
    }

    @Test
    void shouldStopAtWhatFilesAndPortsAllow() {
        final Found found = find(4_000, 5_001, 8, endpoints -> load(endpoints, 0.05, 50));
        assertThat(tried).containsExactly(4_000, 5_000);
        assertThat(found.limit()).isEqualTo(5_000);
        assertThat(found.proven()).isFalse();
        assertThat(found.largest().endpoints()).isEqualTo(5_000);
    }

    @Test
    void shouldGiveUpBelowTheLeast() {
        final Found found = find(100, MANY, 20, endpoints -> load(endpoints, 1_000, 50));
        assertThat(found.limit()).isZero();
        assertThat(found.capacity()).isZero();
        assertThat(tried).last().isEqualTo(CapacitySearch.LEAST);
    }

    @Test
    void shouldSayWhatItCanWithoutTimeForMore() {
        final Found low = find(3_000, MANY, 1, endpoints -> load(endpoints, 0.2, 50));
        assertThat(low.proven()).isFalse();
        assertThat(low.limit()).isEqualTo(3_840); // not much more than what held
        tried.clear();
        final Found high = find(8_000, MANY, 1, endpoints -> load(endpoints, 0.2, 50));
        assertThat(high.proven()).isFalse();
        assertThat(high.limit()).isEqualTo(4_800);
    }

    @Test
    void shouldRoundDownToThreeDigitsAndEvenNumbers() {
        assertThat(CapacitySearch.rounded(7.9)).isEqualTo(6);
        assertThat(CapacitySearch.rounded(1_999)).isEqualTo(1_998);
        assertThat(CapacitySearch.rounded(4_321.9)).isEqualTo(4_320);
        assertThat(CapacitySearch.rounded(43_219)).isEqualTo(43_200);
        assertThat(CapacitySearch.rounded(0)).isZero();
    }
}
