package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.MAP_SHARED;
import static busyhour.engine.io.LinuxConstants.PROT_READ;
import static busyhour.engine.io.LinuxConstants.PROT_WRITE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** bpf(2) and the memory that its maps share with us. Set-up only; -1 on failure with errno set. */
final class BpfCalls {

    static final int MAP_TYPE_ARRAY = 2;
    static final int MAP_TYPE_RINGBUF = 27;
    static final int F_MMAPABLE = 1 << 10;
    static final int PROG_TYPE_SOCKET_FILTER = 1;

    private static final int MAP_CREATE = 0;
    private static final int PROG_LOAD = 5;
    private static final int ATTRIBUTES_SIZE = 72;
    private static final long BPF = SystemCalls.ARM ? 280 : 321;
    private static final int FAILED = -1;

    /** Not {@link SystemCalls}' own: loading a program takes longer than a garbage collection should wait for. */
    private static final MethodHandle SYSCALL = NativeCalls.bindVariadic(
            "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MMAP = NativeCalls.bind(
            "mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = NativeCalls.bind("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PAGE_SIZE = NativeCalls.bind("getpagesize", JAVA_INT);

    private BpfCalls() {
    }

    /** @return a file descriptor. */
    static int createMap(int type, int keyBytes, int valueBytes, int entries, int flags) {
        final UnsafeBuffer attributes = attributes();
        attributes.putInt(0, type);
        attributes.putInt(4, keyBytes);
        attributes.putInt(8, valueBytes);
        attributes.putInt(12, entries);
        attributes.putInt(16, flags);
        return bpf(MAP_CREATE, attributes);
    }

    /**
     * @param instructions of eight bytes each, in native memory.
     * @param license      as the kernel wants it named, ended by a zero, in native memory.
     * @return a file descriptor.
     */
    static int loadProgram(int type, UnsafeBuffer instructions, int count, UnsafeBuffer license) {
        final UnsafeBuffer attributes = attributes();
        attributes.putInt(0, type);
        attributes.putInt(4, count);
        attributes.putLong(8, instructions.addressOffset());
        attributes.putLong(16, license.addressOffset());
        final int fd = bpf(PROG_LOAD, attributes);
        Reference.reachabilityFence(instructions);
        Reference.reachabilityFence(license);
        return fd;
    }

    private static UnsafeBuffer attributes() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(ATTRIBUTES_SIZE));
    }

    private static int bpf(int command, UnsafeBuffer attributes) {
        try {
            return (int) (long) SYSCALL.invokeExact(BPF, (long) command, attributes.addressOffset(), (long) ATTRIBUTES_SIZE);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }

    /** @return the address, or -1. */
    static long map(int fd, long offset, long bytes, boolean writable) {
        try {
            return (long) MMAP.invokeExact(0L, bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, offset);
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    /** Nothing happens for the -1 of a {@link #map} that failed. */
    static void unmap(long address, long bytes) {
        if (address == FAILED) {
            return;
        }
        try {
            final int result = (int) MUNMAP.invokeExact(address, bytes);
            assert result == 0 : "munmap";
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }

    static int pageSize() {
        try {
            return (int) PAGE_SIZE.invokeExact();
        } catch (Throwable t) {
            throw NativeCalls.unexpected(t);
        }
    }
}
