package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"run --bogus", "run a.yaml b.yaml", "frob", "run --cores x", "run --cores 4000", "run --idle sleep",
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
    void shouldReadCoresAsTasksetWritesThem() {
        assertThat(CoreList.parse("2-5,8")).isEqualTo(Set.of(2, 3, 4, 5, 8));
        assertThat(CoreList.parse("1")).isEqualTo(Set.of(1));
        assertThat(CoreList.parse("2-1")).isNull();
        assertThat(CoreList.parse("1,")).isNull();
        assertThat(CoreList.allowed()).isNotEmpty();
    }

    @Test
    void shouldKnowItsVersion() {
        assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
