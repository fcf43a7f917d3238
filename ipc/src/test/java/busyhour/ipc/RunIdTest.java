package busyhour.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunIdTest {
    @Test
    void shouldWriteAndReadThirteenCharactersThatSortAsTheNumbers() {
        final Random random = new Random(3);
        long before = 0;
        for (long epochMs = 1_790_000_000_000L; epochMs < 1_790_000_001_000L; epochMs++) {
            final long id = RunId.create(epochMs, random.nextLong());
            assertThat(id).isPositive().isGreaterThan(before);
            assertThat(RunId.text(id)).hasSize(13).matches("[0-9a-hjkmnp-tv-z]+");
            assertThat(RunId.parse(RunId.text(id))).isEqualTo(id);
            assertThat(RunId.text(id)).isGreaterThan(RunId.text(before));
            before = id;
        }
    }

    @Test
    void shouldReadWhatPeopleTypeAndRefuseTheRest() {
        assertThat(RunId.parse("0000000000O1L")).isEqualTo(RunId.parse("0000000000011"));
        assertThat(RunId.text(Long.MAX_VALUE)).isEqualTo("7zzzzzzzzzzzz");
        for (final String wrong : new String[] {"", "123", "000000000000u", "8000000000000", "00000000000000"}) {
            assertThatThrownBy(() -> RunId.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
