package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenTimeTest {
    private static final long TICK_NS = 10_000_000L;

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhatWasTakenFromEachCoreAndOnAverageFromThoseAllowed() throws IOException {
        final Path file = directory.resolve("stat");
        Files.writeString(file, """
                cpu  3506185 66261 312962 2887171 19049 0 43191 60 0 0
                cpu0 1745055 32661 150087 1471794 1729 0 17809 10 0 0
                cpu2 1761130 33599 162874 1415376 17319 0 25381 20 0 0
                cpu3 1761130 33599 162874 1415376 17319 0 25381 30 0 0
                intr 1 2 3
                """);
        final BitSet allowed = new BitSet();
        allowed.set(0, 3);
        final StolenTime stolen = new StolenTime(file, allowed);
        stolen.read();
        assertThat(stolen.stolenNs(0)).isEqualTo(10 * TICK_NS);
        assertThat(stolen.stolenNs(1)).as("a core that is off").isEqualTo(StolenTime.UNKNOWN);
        assertThat(stolen.stolenNs(3)).isEqualTo(30 * TICK_NS);
        assertThat(stolen.stolenNs(4)).isEqualTo(StolenTime.UNKNOWN);
        assertThat(stolen.stolenNs(-1)).isEqualTo(15 * TICK_NS);
    }

    @Test
    void shouldTellNothingWhereTheKernelDoesNot() throws IOException {
        final Path file = directory.resolve("stat");
        Files.writeString(file, "cpu  1 2 3 4\ncpu0 1 2 3 4\n"); // before Linux 2.6.11
        final StolenTime stolen = new StolenTime(file, new BitSet());
        stolen.read();
        assertThat(stolen.stolenNs(0)).isEqualTo(StolenTime.UNKNOWN);
        Files.delete(file);
        stolen.read();
        assertThat(stolen.stolenNs(-1)).isEqualTo(StolenTime.UNKNOWN);
    }

    @Test
    void shouldReadThisMachine() {
        final StolenTime stolen = new StolenTime();
        stolen.read();
        assertThat(stolen.stolenNs(-1)).isNotNegative();
    }
}
