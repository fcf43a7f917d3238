package busyhour.web.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a command that another process of ours started ({@code WORKER_CHILD=yes}) when that one is gone, however it ended: it held our
 * standard input open. What the command started ends too.
 */
final class ParentWatch {

    private static final String VARIABLE = "WORKER_CHILD";

    private ParentWatch() {
    }

    /**
     * Begins to watch where that is asked for.
     *
     * @param end called by another thread.
     * @return whether it is.
     */
    static boolean begin(String child, InputStream input, Runnable end) {
        boolean asked = "yes".equals(child);
        if (asked) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
                try {
                    while (input.read() >= 0) {
                        continue; // nobody says anything here
                    }
                } catch (IOException e) {
                    // gone, too
                }
                end.run();
            });
        }
        return asked;
    }

    /** Of this process. */
    static void begin(int exitCode) {
        begin(System.getenv(VARIABLE), System.in, () -> {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(exitCode);
        });
    }
}
