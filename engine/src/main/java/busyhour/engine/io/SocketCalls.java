package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/**
 * Functions of libc that make, change and end sockets: arguments as in their manual pages, pointers as {@code long}s, -1 on failure.
 * For what sends and receives see {@link SystemCalls}.
 */
final class SocketCalls {

    private static final MethodHandle SOCKET = NativeCalls.bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = NativeCalls.bind("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT = NativeCalls.bind("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME =
            NativeCalls.bind("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            NativeCalls.bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            NativeCalls.bind("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle CLOSE = NativeCalls.bind("close", JAVA_INT, JAVA_INT);
    private SocketCalls() {
    }

    static int socket(int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(domain, type, protocol);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int bind(int fd, long address, int length) {
        try {
            return (int) BIND.invokeExact(fd, address, length);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int connect(int fd, long address, int length) {
        try {
            return (int) CONNECT.invokeExact(fd, address, length);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int getsockname(int fd, long address, long lengthAddress) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, address, lengthAddress);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int setsockopt(int fd, int level, int name, long value, int length) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, name, value, length);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int getsockopt(int fd, int level, int name, long value, long lengthAddress) {
        try {
            return (int) GETSOCKOPT.invokeExact(fd, level, name, value, lengthAddress);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }
}
