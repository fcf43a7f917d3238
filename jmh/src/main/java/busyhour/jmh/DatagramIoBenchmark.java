package busyhour.jmh;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A datagram over loopback and the way into the kernel alone. The stack costs far more than the call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class DatagramIoBenchmark {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final int PACKET_BYTES = 172;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(PACKET_BYTES));
    private long received;
    private final DatagramHandler handler = (socket, source, buffer, offset, length, epochNs, tos) -> received++;
    private final TransportAddress peer = new TransportAddress();
    private EpollDatagramIo io;
    private int connected;
    private int unconnected;

    @Setup
    public void open() {
        io = new EpollDatagramIo(8);
        connected = io.open(peer.setIpv4(LOOPBACK, 0), DatagramOptions.media(), 0);
        unconnected = io.open(peer, DatagramOptions.media(), 0);
        final int receiver = io.open(peer, DatagramOptions.media(), 0);
        peer.setIpv4(LOOPBACK, io.localPort(receiver));
        if (io.connect(connected, peer) != 0) {
            throw new IllegalStateException("cannot connect on loopback");
        }
    }

    @TearDown
    public void close() {
        io.close();
        if (received == 0) {
            throw new IllegalStateException("nothing was received");
        }
    }

    @Benchmark
    public int sendConnectedAndReceive() {
        io.send(connected, packet, 0, PACKET_BYTES);
        return io.poll(handler, 8);
    }

    @Benchmark
    public int sendUnconnectedAndReceive() {
        io.sendTo(unconnected, peer, packet, 0, PACKET_BYTES);
        return io.poll(handler, 8);
    }

    /** What a spinning shard pays in each cycle when nothing came. */
    @Benchmark
    public int pollNothing() {
        received++;
        return io.poll(handler, 8);
    }
}
