package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How functions of libc are bound: pointers are {@code long}s, so that no segment object is made for a call.
 *
 * <p>Errno is not captured with each call (40 bytes a call until C2). glibc keeps it at a fixed address for each
 * thread; {@link ErrnoReader} finds that address once and reads it after a failure. The JVM may in theory
 * overwrite it between the call's return and the read (a safepoint that blocks just there): the cost is a
 * misnamed failure, so no caller's correctness hangs on which errno it was.
 */
@SuppressWarnings("restricted")
final class NativeCalls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();

    private NativeCalls() {
    }

    /** For calls that may block or that open and close: the garbage collector does not wait for them. */
    static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LIBC.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /** For calls that never block (vDSO): no thread state change. */
    static MethodHandle bindCritical(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name), FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    /** A function like {@code prctl}, whose arguments from {@code firstVariadic} on are {@code ...} in C. */
    static MethodHandle bindVariadic(String name, int firstVariadic, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name), descriptor, Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** As {@link #bindVariadic}, for calls that never block: no thread state change. */
    static MethodHandle bindVariadicCritical(String name, int firstVariadic, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LIBC.findOrThrow(name), descriptor, Linker.Option.firstVariadicArg(firstVariadic),
                Linker.Option.critical(false));
    }

    /** Null where this libc has no such function. */
    static MethodHandle bindIfPresent(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LIBC.find(name)
                .map(address -> LINKER.downcallHandle(address, FunctionDescriptor.of(result, arguments)))
                .orElse(null);
    }

    /** A downcall with primitive arguments throws nothing; what comes here is a wrong binding. */
    static AssertionError unexpected(Throwable throwable) {
        return new AssertionError("native call failed", throwable);
    }

    /** Reads errno of the calling thread; one for each {@link DatagramIo}, not shared. */
    static final class ErrnoReader {

        private static final MethodHandle ERRNO_LOCATION = LINKER.downcallHandle(
                LIBC.findOrThrow("__errno_location"), FunctionDescriptor.of(ADDRESS), Linker.Option.critical(false));

        private final UnsafeBuffer errno = new UnsafeBuffer(0, 0);
        private Thread owner;

        /** Errno of the last failed call of this thread; EAGAIN in the place of a 0 that the JVM left. */
        int lastErrno() {
            if (owner != Thread.currentThread()) {
                locate();
            }
            final int value = errno.getInt(0);
            return value == 0 ? Errno.EAGAIN : value;
        }

        private void locate() {
            final MemorySegment address;
            try {
                address = (MemorySegment) ERRNO_LOCATION.invokeExact();
            } catch (Throwable t) {
                throw unexpected(t);
            }
            errno.wrap(address.address(), (int) JAVA_INT.byteSize());
            owner = Thread.currentThread();
        }
    }
}
