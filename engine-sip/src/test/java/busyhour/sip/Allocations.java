package busyhour.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the octets that this thread allocates; run under the interpreter, so that none is optimised away. */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 200;

    private Allocations() {
    }

    /** Fails unless the steps allocate nothing at all once they have been run a few times. */
    public static void assertNone(final Runnable steps) {
        for (int i = 0; i < WARM_UP; i++) {
            steps.run();
        }
        assertThat(count(() -> { })).as("allocated by the count itself").isZero();
        assertThat(count(steps)).as("octets in %d rounds", ROUNDS).isZero();
        assertThat(count(() -> sink = new byte[1])).as("one octet for each round would be seen").isGreaterThanOrEqualTo(16L * ROUNDS);
    }

    /** @return processor time of this thread. */
    public static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    @SuppressWarnings("unused")
    private static byte[] sink;

    private static long count(final Runnable steps) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            steps.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
