package busyhour.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineFaultsTest {

    private final EngineFaults faults = new EngineFaults();

    @Test
    void shouldEndARunOnlyForWhatComesAgainAndAgain() {
        for (int i = 0; i < 99; i++) {
            faults.onError(new IllegalStateException("number " + i));
            assertThat(faults.reason()).isNull();
        }
        faults.onError(new IllegalStateException("number 99"));
        assertThat(faults.reason()).contains("100 times").contains("number 0");
    }
}
