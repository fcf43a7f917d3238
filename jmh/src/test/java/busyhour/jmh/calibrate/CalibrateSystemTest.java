package busyhour.jmh.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, and what it promises: a run at the capacity passes, one at 1.6 times that does not count. */
@Tag("load")
class CalibrateSystemTest {

    private static final Path HOME = Path.of(System.getProperty("busyhour.root", "..")).toAbsolutePath().normalize();
    private static final int PASSED = 0;
    private static final int OVERLOADED = 4;
    private static final int CALL_S = 30;
    private static final int RAMP_S = 5;

    @TempDir
    private Path directory;

    @BeforeEach
    void needLauncher() {
        assumeThat(HOME.resolve("target/dist/build.properties")).as("a build that the launcher starts").exists();
    }

    private int run(int timeoutS, String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(HOME.resolve("busyhour").toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(timeoutS, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AssertionError("not over after " + timeoutS + " s: " + command);
        }
        return process.exitValue();
    }

    private int exitCode(int endpoints) throws IOException, InterruptedException {
        final Path plan = Files.writeString(directory.resolve("plan.yaml"), MediaKind.AUDIO.plan(endpoints, CALL_S, RAMP_S));
        return run(120, "run", plan.toString(), "--no-web", "--quiet", "--data", directory.resolve("data").toString());
    }

    @Test
    @Timeout(600)
    void shouldNameACapacityThatARunKeepsAndOnePointSixTimesThatOneDoesNot() throws Exception {
        run(120, "run", "--help"); // builds what is stale
        final long startNs = System.nanoTime();
        assertThat(run(200, "calibrate", "--data", directory.toString())).isEqualTo(PASSED);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs)).isLessThan(180);
        final JsonNode document = new ObjectMapper().readTree(directory.resolve("capacity.json").toFile());
        assertThat(document.at("/endpoints").size()).isEqualTo(MediaKind.values().length);
        final int capacity = document.at("/endpoints/audio").asInt();
        assertThat(capacity).isPositive();

        final int first = exitCode(capacity);
        assertThat(first == OVERLOADED ? exitCode(capacity) : first).as("%d endpoints", capacity).isEqualTo(PASSED);
        if (document.at("/kinds/audio/bindsFirst").asText().equals("cpu")) {
            assertThat(exitCode((int) (1.6 * capacity))).as("1.6 times %d endpoints", capacity).isEqualTo(OVERLOADED);
        }
    }
}
