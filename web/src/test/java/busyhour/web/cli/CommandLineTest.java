package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"run --bogus", "run a.yaml b.yaml", "frob", "run --cores x", "run --cores 4000", "run --cores auto:0", "run --cores 2-1", "run --cores 1,", "run --idle sleep",
            "run no-such-plan.yaml --no-web", "platform --port 99999", "metrics --yaml", ""})
    void shouldAnswerWrongArgumentsWithTwo(String arguments) {
        assertThat(Main.run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "run --help", "platform --help", "worker --help", "calibrate --help", "metrics"})
    void shouldAnswerQuestionsWithZero(String arguments) {
        assertThat(Main.run(arguments.split(" "))).isZero();
    }

    @Test
    void shouldKnowItsVersion() {
        assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
