package busyhour.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;

class DriverDirectoryTest {
    @Test
    void shouldDeleteWhatADeadProcessLeftAndNothingElse() throws Exception {
        final Path parent = DriverDirectory.create().getParent();
        final Process process = new ProcessBuilder("true").start();
        process.waitFor();
        final Path dead = Files.createDirectories(parent.resolve("busyhour-aeron-" + process.pid() + "-0"));
        final Path alive = Files.createDirectories(parent.resolve("busyhour-aeron-" + ProcessHandle.current().pid() + "-999"));
        final Path other = Files.createDirectories(parent.resolve("busyhour-aeron-x" + process.pid()));
        try {
            final Path created = DriverDirectory.create();
            assertThat(created).doesNotExist().hasParentRaw(parent);
            assertThat(DriverDirectory.create()).isNotEqualTo(created);
            assertThat(dead).doesNotExist();
            assertThat(alive).exists();
            assertThat(other).exists();
        } finally {
            IoUtil.delete(alive.toFile(), true);
            IoUtil.delete(other.toFile(), true);
        }
    }
}
