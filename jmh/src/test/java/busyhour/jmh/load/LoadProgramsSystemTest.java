package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import busyhour.jmh.load.ShardLoadProgram.Contender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load programs run and their figures hold together; on a quiet machine they say how fast we are. */
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
        final double[] ratios = new SocketLoadProgram(ROOT.resolve("jmh"), out).run(1, 0.5, 100);
        assumeThat(ratios[0]).as(printed()).isNotNaN();
        assertThat(ratios[0]).as(printed()).isBetween(0.3, 2.0);
        assertThat(printed()).containsPattern("100 +[0-9]+ +[0-9]+ +[0-9.]+ +0\\.0");
    }

    @Test
    @Tag("load")
    @Timeout(300)
    void shouldReachMostOfWhatCReachesOverSockets() throws Exception {
        final double[] ratios = new SocketLoadProgram(ROOT.resolve("jmh"), out).run(3, 2, 5000);
        System.out.println(printed());
        assumeThat(ratios[0]).as(printed()).isNotNaN();
        assertThat(Arrays.stream(ratios).min().orElseThrow()).as(printed()).isGreaterThan(0.75);
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
        assertThat(new CallLoadProgram(ROOT, -1, -1, 1, 2, out).holds(200)).as(printed()).isTrue();
        assertThat(printed()).contains("held").contains("0 failed, 0 dropped");
    }

    @Test
    @Tag("load")
    @Timeout(1200)
    void shouldHoldMoreCallsThanSipp() throws Exception {
        final CallLoadProgram.Outcome outcome = new CallLoadProgram(ROOT, 0, 1, 8, 36, out).run(1.3);
        System.out.println(printed());
        assumeThat(outcome).as(printed()).isNotNull();
        assertThat(outcome.ratio()).as(printed()).isGreaterThanOrEqualTo(1.3 - 0.01);
    }

    @Test
    @Tag("load")
    @Timeout(600)
    void shouldCarryAThousandStreamsOnOneCore() throws Exception {
        final Map<Contender, Double> ratios = new ShardLoadProgram(ROOT, 1000, 8, 1, "backoff", out).run(3);
        System.out.println(printed());
        assumeThat(ratios).as(printed()).isNotEmpty();
        assertThat(ratios.get(Contender.JAVA)).as(printed()).isGreaterThan(0.4);
    }
}
