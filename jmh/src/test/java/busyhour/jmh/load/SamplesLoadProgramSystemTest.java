package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Samples from rings to PostgreSQL and the live page, over the processes of a real run: none is lost. */
class SamplesLoadProgramSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("busyhour.root", ".."));

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

    @Test
    @Timeout(180)
    void shouldLoseNoSample() throws Exception {
        final int exitCode = new SamplesLoadProgram(ROOT, 500, 5, out).call();
        assumeThat(exitCode).as(text.toString(StandardCharsets.UTF_8)).isNotEqualTo(LoadPrograms.NOT_MEASURED);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .containsPattern("2500 samples of 2500 written, 0 refused by the rings; rows 2500 and 2500; sum (\\d+) of \\1; run COMPLETED");
    }
}
