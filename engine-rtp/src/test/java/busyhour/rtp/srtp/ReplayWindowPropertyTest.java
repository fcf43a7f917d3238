package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a set of all indices ever seen. */
class ReplayWindowPropertyTest {

    private static final int SIZE = 128;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldKnowWhatASetKnows(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final ReplayWindow window = new ReplayWindow(SIZE);
        final Set<Long> seen = new HashSet<>();
        long highest = random.nextLong(1L << 40);
        for (int i = 0; i < 20_000; i++) {
            final long index = Math.max(0, highest + random.nextInt(-SIZE - 20, random.nextInt(50) == 0 ? 500 : 20));
            final boolean replay = seen.contains(index) || !seen.isEmpty() && index <= window.highest() - SIZE;
            assertThat(window.isReplay(index)).as("seed %d step %d index %d", seed, i, index).isEqualTo(replay);
            if (!replay) {
                window.accept(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
            if (random.nextInt(5_000) == 0) {
                window.clear();
                seen.clear();
                assertThat(window.highest()).isEqualTo(ReplayWindow.NONE);
            }
        }
    }
}
