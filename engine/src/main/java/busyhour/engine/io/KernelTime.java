package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.CLOCK_PROCESS_CPUTIME_ID;
import static busyhour.engine.io.LinuxConstants.CLOCK_REALTIME;
import static busyhour.engine.io.LinuxConstants.CLOCK_THREAD_CPUTIME_ID;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Clocks of the kernel in nanoseconds. An object of one thread: it holds the memory that the kernel writes to. */
public final class KernelTime {

    private static final MethodHandle CLOCK_GETTIME =
            NativeCalls.bindCritical("clock_gettime", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final long NS_PER_S = 1_000_000_000L;

    private final UnsafeBuffer timespec = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
    private final long address = timespec.addressOffset();

    /** Wall clock, ns since 1970 (UTC without leap seconds). */
    public long epochNs() {
        return read(CLOCK_REALTIME);
    }

    /** CPU time that the calling thread used, user and system. */
    public long threadCpuNs() {
        return read(CLOCK_THREAD_CPUTIME_ID);
    }

    /** CPU time that all threads of this process used, user and system. */
    public long processCpuNs() {
        return read(CLOCK_PROCESS_CPUTIME_ID);
    }

    private long read(int clock) {
        final int result;
        try {
            result = (int) CLOCK_GETTIME.invokeExact(clock, address);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        if (result < 0) {
            throw new IllegalStateException("clock_gettime(" + clock + ") failed");
        }
        return timespec.getLong(0) * NS_PER_S + timespec.getLong(Long.BYTES);
    }
}
