package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverDirectoryTest {
    @Test
    void shouldNameADirectoryThatNobodyUses() {
        final Path created = DriverDirectory.create();
        assertThat(created).doesNotExist();
        assertThat(DriverDirectory.create()).isNotEqualTo(created);
    }

    @Test
    void shouldDeleteWhatADeadProcessLeftAndNothingElse(@TempDir final Path parent) throws Exception {
        final Process process = new ProcessBuilder("true").start();
        process.waitFor();
        final Path dead = Files.createDirectory(parent.resolve("busyhour-aeron-" + process.pid() + "-0"));
        final Path alive = Files.createDirectory(parent.resolve("busyhour-aeron-" + ProcessHandle.current().pid() + "-999"));
        final Path other = Files.createDirectory(parent.resolve("busyhour-aeron-x" + process.pid()));

        DriverDirectory.deleteStale(parent);

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(other).exists();
    }
}
