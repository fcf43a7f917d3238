package busyhour.jmh.alternatives;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.SendBatch;
import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 32 packets to 32 peers and their reception, for each packet: a connected socket for each stream (the one taken),
 * one unconnected socket, and one unconnected socket with {@code sendmmsg} and header and payload gathered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class BatchedSendBenchmark {

    private static final int LOOPBACK = 0x7F00_0001;
    private static final int STREAMS = 32;
    private static final int HEADER_BYTES = 12;
    private static final int PACKET_BYTES = 172;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(PACKET_BYTES));
    private final TransportAddress[] peers = new TransportAddress[STREAMS];
    private final int[] connected = new int[STREAMS];
    private final SendBatch batch = new SendBatch(STREAMS);
    private long received;
    private final DatagramHandler handler = (socket, source, buffer, offset, length, epochNs, tos) -> received++;
    private EpollDatagramIo io;
    private int unconnected;

    @Setup
    public void open() {
        io = new EpollDatagramIo(3 * STREAMS);
        final TransportAddress local = new TransportAddress().setIpv4(LOOPBACK, 0);
        unconnected = io.open(local, DatagramOptions.media(), 0);
        for (int i = 0; i < STREAMS; i++) {
            final int receiver = io.open(local, DatagramOptions.media(), 0);
            peers[i] = new TransportAddress().setIpv4(LOOPBACK, io.localPort(receiver));
            connected[i] = io.open(local, DatagramOptions.media(), 0);
            if (io.connect(connected[i], peers[i]) != 0) {
                throw new IllegalStateException("cannot connect on loopback");
            }
        }
    }

    @TearDown
    public void close() {
        io.close();
        if (received == 0) {
            throw new IllegalStateException("nothing was received");
        }
    }

    private long drain() {
        while (io.poll(handler, 2 * STREAMS) > 0) {
            // until nothing waits
        }
        return received;
    }

    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public long connectedSends() {
        for (int i = 0; i < STREAMS; i++) {
            io.send(connected[i], packet, 0, PACKET_BYTES);
        }
        return drain();
    }

    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public long unconnectedSends() {
        for (int i = 0; i < STREAMS; i++) {
            io.sendTo(unconnected, peers[i], packet, 0, PACKET_BYTES);
        }
        return drain();
    }

    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public long sendmmsg() {
        batch.clear();
        for (int i = 0; i < STREAMS; i++) {
            batch.add(peers[i], packet, 0, HEADER_BYTES, packet, HEADER_BYTES, PACKET_BYTES - HEADER_BYTES);
        }
        io.sendBatch(unconnected, batch);
        return drain();
    }
}
