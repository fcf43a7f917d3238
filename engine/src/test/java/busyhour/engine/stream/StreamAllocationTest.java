package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.engine.io.ThreadAllocation;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The shard's side of a running connection makes no objects. */
class StreamAllocationTest implements StreamHandler {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 5_000;
    private static final long LIMIT_NS = 60_000_000_000L;

    private int messages;
    private long octets;

    @Override
    public void onMessage(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        messages++;
        octets += length;
    }

    @Test
    void shouldSendAndPollWithoutAllocation() throws Exception {
        final Thread shard = Thread.currentThread();
        try (StreamTransports transports = StreamTransports.create(null)) {
            final StreamSockets sockets = transports.forShard(0, () -> LockSupport.unpark(shard));
            final TransportAddress loopback = new TransportAddress().setIpv4(0x7F000001, 0);
            final int listening = sockets.open(TransportKind.TCP, loopback, StreamOptions.listening());
            final int calling = sockets.open(TransportKind.TCP, loopback, StreamOptions.client());
            final TransportAddress to = sockets.localAddress(listening);
            final byte[] bytes = StreamEnd.options("allocation", "b".repeat(500)).getBytes(StandardCharsets.US_ASCII);
            final UnsafeBuffer message = new UnsafeBuffer(bytes);
            exchange(sockets, calling, to, message, WARM_UP);
            final long before = ThreadAllocation.currentThreadBytes();
            exchange(sockets, calling, to, message, WARM_UP + MEASURED);
            final long allocated = ThreadAllocation.currentThreadBytes() - before;
            assertThat(allocated).isZero();
            assertThat(octets).isEqualTo((long) bytes.length * (WARM_UP + MEASURED));
        }
    }

    /** One message on its way at a time, so that the shard often waits and is woken. */
    private void exchange(final StreamSockets sockets, final int calling, final TransportAddress to, final UnsafeBuffer message, final int until) {
        final long startNs = System.nanoTime();
        while (messages < until && System.nanoTime() - startNs < LIMIT_NS) {
            final int expected = messages + 1;
            sockets.send(calling, to, message, 0, message.capacity());
            while (messages < expected && System.nanoTime() - startNs < LIMIT_NS) {
                if (sockets.poll(this, 16) == 0 && sockets.mayIdle()) {
                    LockSupport.parkNanos(1_000_000L);
                }
            }
        }
    }
}
