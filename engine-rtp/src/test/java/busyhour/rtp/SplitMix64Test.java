package busyhour.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void shouldDrawAsTheJdkDoes() {
        for (long seed = -50; seed < 50; seed++) {
            final SplittableRandom oracle = new SplittableRandom(seed);
            long state = seed;
            for (int n = 0; n < 100; n++) {
                state += SplitMix64.GAMMA;
                assertThat(SplitMix64.mix(state)).isEqualTo(oracle.nextLong());
            }
        }
    }

    @Test
    void shouldStayWithinItsBounds() {
        assertThat(SplitMix64.below(-1, 500)).isEqualTo(499);
        assertThat(SplitMix64.below(0, 500)).isZero();
        assertThat(SplitMix64.below(Long.MIN_VALUE, 500)).isEqualTo(250);
        assertThat(SplitMix64.unit(-1)).isLessThan(1.0).isGreaterThan(0.999_999);
        assertThat(SplitMix64.unit(0)).isZero();
    }
}
