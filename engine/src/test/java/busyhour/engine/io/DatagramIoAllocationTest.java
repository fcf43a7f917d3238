package busyhour.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exactly 0 bytes for each packet, failure and socket, in the interpreter. */
class DatagramIoAllocationTest implements DatagramHandler {

    /** Few: {@link CallWarmUp} has made the calls ready, this only loads classes. */
    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 500;
    private static final long ALL_ROUNDS = WARM_UP_ROUNDS + ROUNDS;

    private interface Round {
        void run();
    }

    private final EpollDatagramIo io = openIo();
    private final KernelClock clock = new KernelClock();
    private final KernelTime time = new KernelTime();
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private final UnsafeBuffer heap = new UnsafeBuffer(new byte[172]);
    private final TransportAddress loopback = new TransportAddress().setIpv4(0x7F00_0001, 0);
    private final TransportAddress peer = new TransportAddress();
    private final PortRange range = new PortRange(29_900, 29_999);
    private final SocketPair pair = new SocketPair();
    private final DatagramOptions options = DatagramOptions.media();
    private int from;
    private int to;
    private long received;
    private long sumNs;

    /** With the readiness that is to be tested. */
    EpollDatagramIo openIo() {
        return new EpollDatagramIo(32);
    }

    @BeforeEach
    void open() {
        from = io.open(loopback, options, 0);
        to = io.open(loopback, options, 0);
        peer.setIpv4(0x7F00_0001, io.localPort(to));
        assertThat(io.connect(from, peer)).isZero();
    }

    @AfterEach
    void close() {
        io.close();
    }

    @Override
    public void onDatagram(
            int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long epochNs, int tos) {
        received++;
        sumNs += clock.toMonotonicNs(epochNs, System.nanoTime());
    }

    private static void assertAllocatesNothing(Round round) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round.run();
        }
        final long before = ThreadAllocation.currentThreadBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        assertThat(ThreadAllocation.currentThreadBytes() - before).isZero();
    }

    @Test
    void shouldAllocateNothingWhenSendingAndReceivingConnected() {
        assertAllocatesNothing(() -> {
            io.send(from, out, 0, 172);
            io.send(from, heap, 0, 172);
            io.poll(this, 64);
        });
        assertThat(received).isEqualTo(2 * ALL_ROUNDS);
        assertThat(sumNs).isPositive();
    }

    @Test
    void shouldAllocateNothingWhenSendingUnconnected() {
        io.disconnect(from);
        assertAllocatesNothing(() -> {
            io.sendTo(from, peer, out, 0, 172);
            io.poll(this, 64);
        });
        assertThat(received).isEqualTo(ALL_ROUNDS);
    }

    @Test
    void shouldAllocateNothingWhenSendingBatches() {
        final SendBatch batch = new SendBatch(4);
        io.disconnect(from);
        assertAllocatesNothing(() -> {
            batch.clear();
            batch.add(peer, out, 0, 12, out, 100, 160);
            io.sendBatch(from, batch);
            batch.add(peer, out, 0, 172);
            io.sendBatch(from, batch);
            io.poll(this, 64);
        });
        assertThat(received).isEqualTo(3 * ALL_ROUNDS);
    }

    @Test
    void shouldAllocateNothingWhenIdle() {
        assertAllocatesNothing(() -> {
            io.poll(this, 64);
            io.awaitReadable(1_000);
            io.wakeUp();
            io.awaitReadable(1_000);
            clock.refresh(System.nanoTime());
            sumNs += time.threadCpuNs() + time.processCpuNs() + ThreadScheduling.currentCore();
        });
    }

    @Test
    void shouldAllocateNothingWhenThePeerIsUnreachable() {
        io.close(to);
        assertAllocatesNothing(() -> {
            io.send(from, out, 0, 172);
            io.poll(this, 64);
        });
        assertThat(io.icmpErrors(from)).isEqualTo(ALL_ROUNDS);
    }

    @Test
    void shouldAllocateNothingWhenTheReceiverOverflows() {
        assertAllocatesNothing(() -> {
            io.send(from, out, 0, 2048);
            io.refreshSocketDrops(to);
        });
        assertThat(io.socketDrops(to)).isPositive();
    }

    @Test
    void shouldAllocateNothingWhenOpeningConnectingAndClosing() {
        assertAllocatesNothing(() -> {
            io.openPair(loopback, range, options, 1, 2, pair);
            io.connect(pair.rtpSocket(), peer);
            io.connect(pair.rtpSocket(), peer);
            io.disconnect(pair.rtpSocket());
            io.close(pair.rtpSocket());
            io.close(pair.rtcpSocket());
            io.open(peer, options, 0); // in use
        });
        assertThat(io.openSockets()).isEqualTo(2);
    }
}
