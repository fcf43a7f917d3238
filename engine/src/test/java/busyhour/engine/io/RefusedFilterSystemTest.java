package busyhour.engine.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shard's thread without any capability: the kernel refuses the filter, epoll tells, and the report says so. */
@Timeout(20)
class RefusedFilterSystemTest {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final long CAPSET = SystemCalls.ARM ? 91 : 126;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

    @Test
    void shouldSayWhatWasRefusedAndHearByEpoll() throws Exception {
        withoutCapabilities(() -> {
            final EpollDatagramIo io = new EpollDatagramIo(4, true);
            assertThat(io.readiness().text()).startsWith("epoll (BPF_MAP_CREATE ").endsWith(")");
            assertThat(io.readiness().notice()).contains(": BPF_MAP_CREATE ").contains("CAP_BPF");
            final int from = io.open(new TransportAddress().setIpv4(LOOPBACK, 0), DatagramOptions.media(), 0);
            final int to = io.open(new TransportAddress().setIpv4(LOOPBACK, 0), DatagramOptions.media(), 0);
            io.sendTo(from, new TransportAddress().setIpv4(LOOPBACK, io.localPort(to)), new UnsafeBuffer(ByteBuffer.allocateDirect(20)), 0, 20);
            assertThat(io.awaitReadable(TimeUnit.SECONDS.toNanos(10))).isTrue();
            assertThat(io.poll((socket, source, buffer, offset, length, epochNs, tos) -> assertThat(socket).isEqualTo(to), 4)).isEqualTo(1);
            io.close();
            return null;
        });
    }

    @Test
    void shouldNotCallItRefusedWhereEpollWasAskedFor() {
        final EpollDatagramIo io = new EpollDatagramIo(4, false);
        assertThat(io.readiness()).isEqualTo(Readiness.ASKED);
        io.close();
    }

    /** On a thread of its own: capabilities belong to a thread, and do not come back. */
    private static void withoutCapabilities(final Callable<Void> work) throws Exception {
        final FutureTask<Void> task = new FutureTask<>(() -> {
            dropCapabilities();
            return work.call();
        });
        Thread.ofPlatform().start(task);
        task.get();
    }

    private static void dropCapabilities() throws Exception {
        final MethodHandle syscall = NativeCalls.bindVariadic("syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment header = arena.allocate(8, 4);
            header.set(JAVA_INT, 0, CAPABILITY_VERSION_3);
            final MemorySegment none = arena.allocate(24, 4);
            final long result = (long) syscall.invokeExact(CAPSET, header.address(), none.address());
            assertThat(result).isZero();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
