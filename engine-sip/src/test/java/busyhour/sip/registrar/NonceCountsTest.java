package busyhour.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NonceCountsTest {

    private static final long A = 0x1_0000_0000L;
    private static final long B = 0x2_0000_0000L;

    private final NonceCounts counts = new NonceCounts(4);

    @Test
    void shouldTakeEachCountOnceAndItsRepetitions() {
        for (long count = 1; count < 40; count++) {
            assertThat(counts.accept(1, false, 7, count, A)).isTrue();
            assertThat(counts.accept(1, false, 7, count, A)).as("the same request").isTrue();
            assertThat(counts.accept(1, false, 7, count, B)).as("another request").isFalse();
        }
        assertThat(counts.replays()).isEqualTo(39);
        assertThat(counts.accept(1, false, 7, 30, B)).isFalse();
        assertThat(counts.accept(1, false, 7, 2, A)).as("long ago").isFalse();
    }

    @Test
    void shouldTakeCountsOutOfOrder() {
        assertThat(counts.accept(0, true, 7, 1, A)).isTrue();
        assertThat(counts.accept(0, true, 7, 4, A)).isTrue();
        assertThat(counts.accept(0, true, 7, 2, A)).isTrue();
        assertThat(counts.accept(0, true, 7, 2, B)).isFalse();
        assertThat(counts.accept(0, true, 7, 1_000_000, B)).isTrue();
        assertThat(counts.accept(0, true, 7, 999_999, B)).isTrue();
        assertThat(counts.accept(0, true, 7, 4, A)).isFalse();
    }

    @Test
    void shouldKnowTheLastNoncesOfEachAccountAndScope() {
        for (long nonce = 1; nonce <= 8; nonce++) {
            assertThat(counts.accept(2, true, nonce, 1, A)).isTrue();
        }
        for (long nonce = 1; nonce <= 8; nonce++) {
            assertThat(counts.accept(2, true, nonce, 1, B)).isFalse();
            assertThat(counts.accept(2, true, nonce, 2, B)).isTrue();
        }
        assertThat(counts.accept(2, true, 9, 1, A)).isTrue();
        assertThat(counts.accept(2, true, 1, 3, A)).as("forgotten").isFalse();
        assertThat(counts.accept(2, false, 1, 1, A)).as("REGISTER").isTrue();
        assertThat(counts.accept(3, true, 1, 1, A)).as("another account").isTrue();
        assertThat(counts.accept(1, true, 9, 1, A)).as("another account").isTrue();
    }

    @Test
    void shouldNotJudgeCredentialsWithoutACount() {
        assertThat(counts.accept(0, false, 7, -1, A)).isTrue();
        assertThat(counts.accept(0, false, 7, -1, B)).isTrue();
        assertThat(counts.replays()).isZero();
    }
}
