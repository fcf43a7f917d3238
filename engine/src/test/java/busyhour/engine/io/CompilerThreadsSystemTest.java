package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerThreadsSystemTest {

    private static final int NICE_FIELD = 16; // behind the name in parentheses, from 0: proc_pid_stat(5)

    private static List<Integer> niceOfCompilers() throws Exception {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> read(thread.resolve("stat"))).filter(stat -> stat.matches("(?s)\\d+ \\(C[12] Compiler.*"))
                    .map(stat -> Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE_FIELD])).toList();
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldLetCompilersGiveWay() throws Exception {
        final int count = CompilerThreads.giveWay(1);
        assertThat(count).isPositive();
        assertThat(niceOfCompilers()).isNotEmpty().allMatch(nice -> nice >= 1);
    }
}
