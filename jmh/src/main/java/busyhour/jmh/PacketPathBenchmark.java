package busyhour.jmh;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.EpollDatagramIo;
import busyhour.engine.io.ThreadScheduling;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A packet out of one socket and into another over loopback, many sockets in turn as in calls: what the kernel asks for a packet sent
 * and received, with its caches as cold as a shard finds them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class PacketPathBenchmark {

    private static final int LOOPBACK = 0x7F00_0001;
    /** As many as come due together when a shard sleeps a quarter of a millisecond. */
    private static final int TOGETHER = 16;

    @Param("400")
    private int pairs;

    /** Octets: G.711 of 20 ms. */
    @Param("172")
    private int octets;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private long received;
    private final DatagramHandler handler = (socket, source, buffer, offset, length, epochNs, tos) -> received++;
    private EpollDatagramIo io;
    private int[] senders;
    private int turn;

    @Setup
    public void open() {
        ThreadScheduling.openFilesLimit(); // two sockets each may be more than the soft limit
        io = new EpollDatagramIo(2 * pairs);
        senders = new int[pairs];
        final int[] receivers = new int[pairs];
        final TransportAddress address = new TransportAddress();
        for (int i = 0; i < pairs; i++) {
            senders[i] = io.open(address.setIpv4(LOOPBACK, 0), DatagramOptions.media(), 0);
            receivers[i] = io.open(address.setIpv4(LOOPBACK, 0), DatagramOptions.media(), 0);
        }
        for (int i = 0; i < pairs; i++) {
            if (io.connect(senders[i], address.setIpv4(LOOPBACK, io.localPort(receivers[i]))) != 0
                    || io.connect(receivers[i], address.setIpv4(LOOPBACK, io.localPort(senders[i]))) != 0) {
                throw new IllegalStateException("cannot connect on loopback");
            }
        }
    }

    @TearDown
    public void close() {
        io.close();
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public long sendAndReceive() {
        final long wanted = received + TOGETHER;
        for (int i = 0; i < TOGETHER; i++) {
            turn = turn + 1 == pairs ? 0 : turn + 1;
            if (io.send(senders[turn], packet, 0, octets) < 0) {
                throw new IllegalStateException("a send was refused");
            }
        }
        while (received < wanted) {
            io.poll(handler, TOGETHER);
        }
        return received;
    }
}
