package busyhour.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts for one thread of this process: time on a core, and time ready to run while others had the core.
 * {@link #ofCallingThread} tells where; any thread may then {@link #read}, some microseconds for each.
 *
 * @param cpuNs  user and system.
 * @param waitNs in the queue of a core.
 */
public record ThreadTimes(long cpuNs, long waitNs) {

    private static final Path SELF = Path.of("/proc/thread-self");

    /** Where the calling thread's times stand, or null where the kernel does not tell. */
    public static Path ofCallingThread() {
        try {
            final Path schedStat = SELF.resolveSibling(Files.readSymbolicLink(SELF)).resolve("schedstat");
            return Files.isReadable(schedStat) ? schedStat : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** @return null when the thread has ended, or the kernel does not count. */
    public static ThreadTimes read(Path schedStat) {
        try {
            final String[] figures = Files.readString(schedStat).strip().split(" ");
            return figures.length < 2 ? null : new ThreadTimes(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }
}
