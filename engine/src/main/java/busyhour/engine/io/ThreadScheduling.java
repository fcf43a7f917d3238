package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.CPU_SET_SIZE;
import static busyhour.engine.io.LinuxConstants.PR_SET_TIMERSLACK;
import static busyhour.engine.io.LinuxConstants.RLIMIT_NOFILE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;

/** Cores, timer slack and limits of the calling thread and its process. Set-up time: these calls may allocate. */
public final class ThreadScheduling {

    /** What {@link #openFilesLimit} means when nothing is limited. */
    public static final long UNLIMITED = -1L;

    private static final MethodHandle SCHED_SETAFFINITY =
            NativeCalls.bind("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_GETAFFINITY =
            NativeCalls.bind("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_GETCPU = NativeCalls.bindCritical("sched_getcpu", JAVA_INT);
    private static final MethodHandle GETRLIMIT = NativeCalls.bind("getrlimit", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SETRLIMIT = NativeCalls.bind("setrlimit", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle PRCTL = NativeCalls.bindVariadic(
            "prctl", 1, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SETPRIORITY = NativeCalls.bind("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private ThreadScheduling() {
    }

    /** Cores that the calling thread may run on: what the container, taskset or a pin allow. */
    public static BitSet affinity() {
        final UnsafeBuffer mask = new UnsafeBuffer(ByteBuffer.allocateDirect(CPU_SET_SIZE));
        final int result;
        try {
            result = (int) SCHED_GETAFFINITY.invokeExact(CALLING_THREAD, (long) CPU_SET_SIZE, mask.addressOffset());
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        final BitSet cores = new BitSet();
        for (int core = 0; result >= 0 && core < CPU_SET_SIZE * Byte.SIZE; core++) {
            if ((mask.getByte(core / Byte.SIZE) >> core % Byte.SIZE & 1) != 0) {
                cores.set(core);
            }
        }
        return cores;
    }

    /** @return 0 or -errno: -EINVAL for cores that do not exist or that the container does not allow. */
    public static int affinity(BitSet cores) {
        return affinity(CALLING_THREAD, cores);
    }

    /** Of any thread of this process. @param thread as the kernel numbers it. @return 0 or -errno. */
    static int affinity(int thread, BitSet cores) {
        if (cores.length() > CPU_SET_SIZE * Byte.SIZE) {
            return -Errno.EINVAL;
        }
        final UnsafeBuffer mask = new UnsafeBuffer(ByteBuffer.allocateDirect(CPU_SET_SIZE));
        final byte[] bits = cores.toByteArray();
        mask.putBytes(0, bits);
        final int result;
        try {
            result = (int) SCHED_SETAFFINITY.invokeExact(thread, (long) CPU_SET_SIZE, mask.addressOffset());
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        return result < 0 ? -new NativeCalls.ErrnoReader().lastErrno() : 0;
    }

    /**
     * Gives the calling thread a larger share of its core, or a smaller one (nice, which Linux keeps for each thread). Below the
     * present value that takes CAP_SYS_NICE, or RLIMIT_NICE.
     *
     * @param nice -20 to 19, 0 is usual.
     * @return 0 or -errno.
     */
    public static int nice(int nice) {
        final int result;
        try {
            result = (int) SETPRIORITY.invokeExact(PRIO_PROCESS, CALLING_THREAD, nice);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        return result < 0 ? -new NativeCalls.ErrnoReader().lastErrno() : 0;
    }

    /** Core that the calling thread is running on at this moment. */
    public static int currentCore() {
        try {
            return (int) SCHED_GETCPU.invokeExact();
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    /**
     * How late the kernel may wake the calling thread to save power; 50,000 ns unless set. A shard that idles in
     * {@link DatagramIo#awaitReadable} sets it to 1.
     *
     * @return 0 or -errno.
     */
    public static int timerSlackNs(long slackNs) {
        final int result;
        try {
            result = (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, slackNs, 0L, 0L, 0L);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        return result < 0 ? -new NativeCalls.ErrnoReader().lastErrno() : 0;
    }

    /**
     * Raises the soft limit of open files to the hard one and returns it: each media stream takes two.
     *
     * @return descriptors that this process may open, or {@link #UNLIMITED}.
     */
    public static long openFilesLimit() {
        final UnsafeBuffer limits = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
        final int read;
        try {
            read = (int) GETRLIMIT.invokeExact(RLIMIT_NOFILE, limits.addressOffset());
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        final long soft = limits.getLong(0);
        final long hard = limits.getLong(Long.BYTES);
        if (read < 0 || soft == hard) {
            return soft;
        }
        limits.putLong(0, hard);
        final int written;
        try {
            written = (int) SETRLIMIT.invokeExact(RLIMIT_NOFILE, limits.addressOffset());
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
        return written < 0 ? soft : hard;
    }
}
