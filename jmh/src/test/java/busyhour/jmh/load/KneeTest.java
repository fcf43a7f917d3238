package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KneeTest {

    private final List<Integer> asked = new ArrayList<>();

    private Knee search(int first, int most, int limit) throws Exception {
        return Knee.search(first, 1.6, most, 0.1, endpoints -> {
            asked.add(endpoints);
            return endpoints <= limit;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 999, 1_000, 1_001, 1_600, 3_333, 8_123, 11_299})
    void shouldFindTheKneeWithinTheShareAsked(int limit) throws Exception {
        final Knee knee = search(1_000, 11_300, limit);
        assertThat(knee.held()).isLessThanOrEqualTo(limit).isEven();
        assertThat(knee.failed()).isGreaterThan(limit);
        assertThat(knee.failed() - knee.held()).isLessThanOrEqualTo(Math.max(2, knee.failed() / 10));
        assertThat(asked).hasSizeLessThan(30);
    }

    @Test
    void shouldStopAtTheMostThatMayBeAsked() throws Exception {
        assertThat(search(1_000, 5_000, 9_000)).isEqualTo(new Knee(5_000, 5_001));
        assertThat(asked).containsExactly(1_000, 1_600, 2_560, 4_096, 5_000);
    }

    @Test
    void shouldSayZeroWhenNotEvenTheSmallestHolds() throws Exception {
        final Knee knee = search(1_000, 5_000, 0);
        assertThat(knee.held()).isZero();
        assertThat(knee.failed()).isLessThanOrEqualTo(4);
    }

    @Test
    void shouldTryTwiceWhatFailedOnce() throws Exception {
        final List<Integer> failedOnce = new ArrayList<>();
        final Knee knee = Knee.search(1_000, 2, 4_000, 0.1, endpoints -> {
            if (failedOnce.contains(endpoints)) {
                return true;
            }
            failedOnce.add(endpoints);
            return false;
        });
        assertThat(knee).isEqualTo(new Knee(4_000, 4_001));
    }
}
