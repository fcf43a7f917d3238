package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/** Waiting by libc, epoll, eventfd and sleep: arguments as in their manual pages, pointers as {@code long}s, -1 on failure. */
final class EpollCalls {

    private static final MethodHandle EPOLL_CREATE1 = NativeCalls.bind("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            NativeCalls.bind("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            NativeCalls.bind("epoll_wait", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    /** Nanosecond timeouts: glibc 2.35, Linux 5.11. */
    private static final MethodHandle EPOLL_PWAIT2 = NativeCalls.bindIfPresent(
            "epoll_pwait2", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EVENTFD = NativeCalls.bind("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = NativeCalls.bind("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = NativeCalls.bind("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle NANOSLEEP = NativeCalls.bind("nanosleep", JAVA_INT, JAVA_LONG, JAVA_LONG);

    private EpollCalls() {
    }

    static boolean hasNanosecondWait() {
        return EPOLL_PWAIT2 != null;
    }

    static int epollCreate1(int flags) {
        try {
            return (int) EPOLL_CREATE1.invokeExact(flags);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int epollCtl(int epollFd, int operation, int fd, long event) {
        try {
            return (int) EPOLL_CTL.invokeExact(epollFd, operation, fd, event);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int epollWait(int epollFd, long events, int maxEvents, int timeoutMs) {
        try {
            return (int) EPOLL_WAIT.invokeExact(epollFd, events, maxEvents, timeoutMs);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int epollPwait2(int epollFd, long events, int maxEvents, long timespec) {
        try {
            return (int) EPOLL_PWAIT2.invokeExact(epollFd, events, maxEvents, timespec, 0L);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    /** A signal ends it early. */
    static int nanosleep(long timespec) {
        try {
            return (int) NANOSLEEP.invokeExact(timespec, 0L);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int eventfd(int initial, int flags) {
        try {
            return (int) EVENTFD.invokeExact(initial, flags);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static long read(int fd, long data, long length) {
        try {
            return (long) READ.invokeExact(fd, data, length);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static long write(int fd, long data, long length) {
        try {
            return (long) WRITE.invokeExact(fd, data, length);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }
}
