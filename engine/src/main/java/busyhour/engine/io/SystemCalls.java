package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.MSG_DONTWAIT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * The calls that a packet needs, straight to the kernel by libc's {@code syscall}: arguments as in their manual pages,
 * pointers as {@code long}s, -1 on failure with errno set.
 *
 * <p>libc's own wrappers of these are points of cancellation, which in a process of several threads costs two more calls and two
 * atomic operations each (7 % of a shard's time). And as none of these ever blocks, the thread need not tell the JVM that it
 * leaves Java: a garbage collection waits for the few microseconds that such a call lasts. So every socket here must be
 * non-blocking or the call carry {@code MSG_DONTWAIT}.
 */
final class SystemCalls {

    static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
    private static final long SENDTO = ARM ? 206 : 44;
    private static final long SENDMSG = ARM ? 211 : 46;
    private static final long SENDMMSG = ARM ? 269 : 307;
    private static final long RECVFROM = ARM ? 207 : 45;
    private static final long RECVMSG = ARM ? 212 : 47;
    private static final long RECVMMSG = ARM ? 243 : 299;
    private static final long EPOLL_PWAIT = ARM ? 22 : 281;

    private static final MethodHandle SYSCALL = NativeCalls.bindVariadicCritical("syscall", 1, FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private SystemCalls() {
    }

    static long send(int fd, long data, long length, int flags) {
        return call(SENDTO, fd, data, length, flags | MSG_DONTWAIT, 0, 0);
    }

    static long sendto(int fd, long data, long length, int flags, long address, int addressLength) {
        return call(SENDTO, fd, data, length, flags | MSG_DONTWAIT, address, addressLength);
    }

    static long sendmsg(int fd, long msghdr, int flags) {
        return call(SENDMSG, fd, msghdr, flags | MSG_DONTWAIT, 0, 0, 0);
    }

    static int sendmmsg(int fd, long mmsghdrs, int count, int flags) {
        return (int) call(SENDMMSG, fd, mmsghdrs, count, flags | MSG_DONTWAIT, 0, 0);
    }

    /** Without the source. */
    static int recv(int fd, long data, long length, int flags) {
        return (int) call(RECVFROM, fd, data, length, flags | MSG_DONTWAIT, 0, 0);
    }

    static int recvmsg(int fd, long msghdr, int flags) {
        return (int) call(RECVMSG, fd, msghdr, flags | MSG_DONTWAIT, 0, 0, 0);
    }

    static int recvmmsg(int fd, long mmsghdrs, int count, int flags) {
        return (int) call(RECVMMSG, fd, mmsghdrs, count, flags | MSG_DONTWAIT, 0, 0);
    }

    /** What is ready now. */
    static int epollPoll(int epollFd, long events, int maxEvents) {
        return (int) call(EPOLL_PWAIT, epollFd, events, maxEvents, 0, 0, 0);
    }

    private static long call(long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) SYSCALL.invokeExact(number, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }
}
