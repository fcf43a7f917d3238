package busyhour.engine.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * All threads that this process has at a moment: compilers, collectors, the publisher and whatever else the JVM runs. Threads that they
 * start later inherit what they have. Set-up time.
 */
public final class ProcessThreads {

    private static final Path TASKS = Path.of("/proc/self/task");

    private ProcessThreads() {
    }

    /**
     * Lets them run on these cores only. A thread that is gone meanwhile, or that the kernel refuses, stays as it is.
     *
     * @return threads that were moved.
     */
    public static int confine(final BitSet cores) {
        int moved = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (final Path task : tasks) {
                moved += ThreadScheduling.affinity(Integer.parseInt(task.getFileName().toString()), cores) == 0 ? 1 : 0;
            }
        } catch (final IOException e) {
            return moved;
        }
        return moved;
    }
}
