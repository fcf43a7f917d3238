package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JIT compiler's threads of this JVM. They use whole cores for the first seconds; where there are few cores, that is time which
 * a shard's packets wait for.
 */
public final class CompilerThreads {

    private static final MethodHandle SETPRIORITY = NativeCalls.bind("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Path THREADS = Path.of("/proc/self/task");
    /** "C1 CompilerThread0", "C2 CompilerThread1", cut off by the kernel. */
    private static final String NAME = "C[12] Compiler.*";
    /** Linux: of one thread. */
    private static final int PRIO_PROCESS = 0;

    private CompilerThreads() {
    }

    /**
     * Lets them give way to other threads, and those that they start. Nobody needs a right for that.
     *
     * @param nice as of nice(1), 1 to 19.
     * @return how many do.
     */
    public static int giveWay(final int nice) {
        int count = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (final Path thread : threads) {
                if (isCompiler(thread) && (int) SETPRIORITY.invokeExact(PRIO_PROCESS, Integer.parseInt(thread.getFileName().toString()), nice) == 0) {
                    count++;
                }
            }
        } catch (final IOException e) {
            return count; // no /proc: they stay as they are
        } catch (final Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        return count;
    }

    private static boolean isCompiler(final Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().matches(NAME);
        } catch (final IOException e) {
            return false; // it has ended
        }
    }
}
