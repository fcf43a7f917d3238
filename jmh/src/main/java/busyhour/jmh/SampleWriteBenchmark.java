package busyhour.jmh;

import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.SampleScope;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One endpoint's second into the shard's ring, and out again so that the ring does not fill. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class SampleWriteBenchmark {

    /** Values set, of all slots of the catalogue. */
    @Param({"20", "90"})
    private int values;

    private final SampleWriter writer = new SampleWriter();
    private long drained;
    private final MessageHandler drain = (typeId, buffer, index, length) -> drained += length;
    private ShardRing ring;
    private int[] slots;
    private int second;

    @Setup
    public void open() {
        ring = ShardRing.offHeap(1 << 20);
        final int count = MetricCatalogue.instance().slotCount();
        slots = new int[values];
        for (int i = 0; i < values; i++) {
            slots[i] = (int) ((long) count * i / values);
        }
    }

    @TearDown
    public void close() {
        ring.close();
        if (drained == 0) {
            throw new IllegalStateException("nothing was written");
        }
    }

    @Benchmark
    public int writeAndDrain() {
        writer.begin(7, second++, SampleScope.SECOND);
        for (int i = 0; i < slots.length; i++) {
            writer.set(slots[i], i * 0.5);
        }
        writer.tryWrite(ring);
        return ring.drain(drain, 1);
    }
}
