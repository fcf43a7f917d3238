package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Samples from rings to PostgreSQL and the live page, over the processes of a real run: whole always, in time where it is quiet. */
class SamplesLoadProgramSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("busyhour.root", ".."));

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

    private int run(int endpoints, int seconds) throws Exception {
        final int exitCode = new SamplesLoadProgram(ROOT, endpoints, seconds, out).call();
        System.out.println(text.toString(StandardCharsets.UTF_8));
        assumeThat(exitCode).isNotEqualTo(LoadPrograms.NOT_MEASURED);
        return exitCode;
    }

    @Test
    @Timeout(180)
    void shouldLoseNoSample() throws Exception {
        run(500, 5);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .containsPattern("2500 samples of 2500 written, 0 refused by the rings; rows 2500 and 2500; sum (\\d+) of \\1; run COMPLETED");
    }

    @Test
    @Tag("load")
    @Timeout(600)
    void shouldStoreAndShowTenThousandEndpointsInTime() throws Exception {
        assertThat(run(10_000, 300)).isEqualTo(LoadPrograms.HELD);
    }
}
