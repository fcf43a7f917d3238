package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private LoadReport report;
    private Verdicts verdicts;

    @BeforeEach
    void begin() throws IOException {
        report = new LoadReport(directory, "test");
        verdicts = new Verdicts(new PrintStream(text, true, StandardCharsets.UTF_8), report);
    }

    @Test
    void shouldHoldAtTheLimitItself() throws Exception {
        assertThat(verdicts.atLeast("ratio", 0.75, 0.75, "")).isTrue();
        assertThat(verdicts.atMost("pause", 1, 1, " ms")).isTrue();
        assertThat(text.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                held      ratio: 0.75, wanted >= 0.75
                held      pause: 1 ms, wanted <= 1 ms
                """);
        assertThat(verdicts.exitCode()).isEqualTo(LoadPrograms.HELD);
    }

    @Test
    void shouldNotHoldWhenOneClaimDoesNot() throws Exception {
        verdicts.atLeast("ratio", 0.7499, 0.75, "");
        verdicts.that("overloaded", true, "busy 90 %");
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("NOT HELD  ratio: 0.7499, wanted >= 0.75", "held      overloaded: busy 90 %");
        assertThat(verdicts.exitCode()).isEqualTo(LoadPrograms.NOT_HELD);
    }

    @Test
    void shouldNotHoldWhatWasNotMeasured() throws Exception {
        assertThat(verdicts.atLeast("ratio", Double.NaN, 0.75, "")).isFalse();
        assertThat(verdicts.atMost("bytes", Double.NaN, 0, "")).isFalse();
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("ratio: not measured, wanted >= 0.75");
    }

    @Test
    void shouldKeepWhatWasNotMeasuredAsNull() throws Exception {
        final Figures figures = new Figures("made", 2, 100, 0.5, 0, 1, Double.NaN, Double.NaN, 0, false, null,
                LoadReport.object().put("inner", Double.NaN).put("two", 2.5));
        report.append(figures.json());
        assertThat(Files.readString(report.file())).contains("\"latenessP99Us\":null", "\"inner\":null", "\"two\":2.5",
                "\"packetsPerBusySecond\":200.0").doesNotContain("NaN");
    }

    @Test
    void shouldSayThatNothingWasJudged() {
        assertThat(verdicts.exitCode()).isEqualTo(LoadPrograms.NOT_MEASURED);
    }

    @Test
    void shouldKeepEachVerdictRawWithTheMachine() throws Exception {
        verdicts.atMost("bytes", 12_345.6, 0, "");
        assertThat(Files.readString(report.file())).contains("\"claim\":\"bytes\"", "\"held\":false", "12,346, wanted <= 0", "\"cpuModel\"", "\"kernel\"");
    }
}
