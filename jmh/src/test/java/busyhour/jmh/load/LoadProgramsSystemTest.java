package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The load programs that need no launcher run and their figures hold together; how fast we are, {@code ./check --all} asks. */
class LoadProgramsSystemTest {

    private static final Path ROOT = Path.of(System.getProperty("busyhour.root", ".."));

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

    private String printed() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Timeout(120)
    void shouldCompareSocketsWithC() throws Exception {
        final double[] ratios = new SocketLoadProgram(ROOT, out).run(1, 0.5, 100);
        assumeThat(ratios[0]).as(printed()).isNotNaN();
        assertThat(ratios[0]).as(printed()).isBetween(0.3, 2.0);
        assertThat(printed()).containsPattern("100 +[0-9]+ +[0-9]+ +[0-9.]+ +0\\.0");
    }

    @Test
    @Timeout(120)
    void shouldPaceOverOtherInterfacesOfTheKernelAndLoseNothing() {
        final int code = new CommandLine(new AlternativesLoadProgram(out)).execute(ROOT.toString(), "--variants",
                "turn+one,depth1,shared", "--endpoints", "40", "--rounds", "1", "--seconds", "0.5", "--core", "-1");
        assumeThat(code).as(printed()).isNotEqualTo(LoadPrograms.NOT_MEASURED);
        assertThat(code).as(printed()).isEqualTo(LoadPrograms.HELD);
        for (String variant : new String[] {"pacer", "turn\\+one", "depth1", "shared"}) {
            assertThat(printed()).containsPattern("\n" + variant + " +40 .* (1\\.0|0\\.9)[0-9]+ +[0-9.]+\n");
        }
    }

    @Test
    @Timeout(120)
    void shouldCompareStreamsWithABareLoop() throws Exception {
        assertThat(new StreamLoadProgram(ROOT, out).compare(50, 4, 300)).as(printed()).isGreaterThan(0.05);
        assertThat(printed()).contains("shard allocated 0 bytes");
    }

    @Test
    @Timeout(120)
    void shouldMakeCallsBetweenTwoProcesses() throws Exception {
        assertThat(new CallLoadProgram(ROOT, 1, 2, out).holds(200)).as(printed()).isTrue();
        assertThat(printed()).contains("held").contains("0 failed, 0 dropped");
    }
}
