package busyhour.jmh.load;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.KernelTime;
import busyhour.engine.io.ThreadAllocation;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The loop of {@code burst.c} over our sockets: a datagram from each of N connected sockets, then read them all. */
final class SocketBurst implements DatagramHandler, AutoCloseable {

    private static final int PAYLOAD_BYTES = 172;
    private static final int BUDGET = 1024;
    private static final long RECEIVE_TIMEOUT_NS = 100_000_000L;
    private static final int LOOPBACK = 0x7F00_0001;

    /** What a run of the loop counted. */
    record Result(int pairs, long wallNs, long cpuNs, long sent, long received, long refused, long allocatedBytes) {

        double packetsPerCpuSecond() {
            return received * 1e9 / cpuNs;
        }
    }

    private final EpollDatagramIo io;
    private final int[] senders;
    private final KernelTime time = new KernelTime();
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(PAYLOAD_BYTES));
    private long received;
    private long checksum;

    SocketBurst(int pairs) {
        io = new EpollDatagramIo(2 * pairs);
        senders = new int[pairs];
        final TransportAddress local = new TransportAddress().setIpv4(LOOPBACK, 0);
        final TransportAddress peer = new TransportAddress();
        for (int i = 0; i < pairs; i++) {
            senders[i] = checked(io.open(local, DatagramOptions.media(), 0));
            final int receiver = checked(io.open(local, DatagramOptions.media(), 0));
            checked(io.connect(senders[i], peer.setIpv4(LOOPBACK, io.localPort(receiver))));
            checked(io.connect(receiver, peer.setIpv4(LOOPBACK, io.localPort(senders[i]))));
        }
        payload.putByte(0, (byte) 0x80);
    }

    private static int checked(int result) {
        if (result < 0) {
            throw new IllegalStateException(Errno.text(result));
        }
        return result;
    }

    Result run(long durationNs) {
        received = 0;
        long sent = 0;
        long refused = 0;
        final long startBytes = ThreadAllocation.currentThreadBytes();
        final long startNs = System.nanoTime();
        final long startCpuNs = time.threadCpuNs();
        long endNs;
        while ((endNs = System.nanoTime()) - startNs < durationNs) {
            long expected = received;
            for (int sender : senders) {
                if (io.send(sender, payload, 0, PAYLOAD_BYTES) == PAYLOAD_BYTES) {
                    expected++;
                    sent++;
                } else {
                    refused++;
                }
            }
            while (received < expected && io.awaitReadable(RECEIVE_TIMEOUT_NS)) {
                while (received < expected && io.poll(this, BUDGET) > 0) {
                    // all that waits; what is missing is waited for
                }
            }
        }
        final long cpuNs = time.threadCpuNs() - startCpuNs;
        final long bytes = ThreadAllocation.currentThreadBytes() - startBytes;
        return new Result(senders.length, endNs - startNs, cpuNs, sent, received, refused, bytes);
    }

    @Override
    public void onDatagram(
            int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
        received++;
        checksum += epochNs + tos + length + source.port();
    }

    /** Keeps the compiler from dropping what the handler reads. */
    long checksum() {
        return checksum;
    }

    @Override
    public void close() {
        io.close();
    }
}
