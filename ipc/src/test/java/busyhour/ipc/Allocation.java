package busyhour.ipc;

import java.lang.management.ManagementFactory;

/** Counts what a step allocates once it is warm. */
public final class Allocation {
    private static final int WARM_UP = 200;
    private static final int STEPS = 1_000;

    private Allocation() {
    }

    /** Bytes that many runs of the step allocated in this thread. */
    public static long bytes(final Runnable step) {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
            step.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
