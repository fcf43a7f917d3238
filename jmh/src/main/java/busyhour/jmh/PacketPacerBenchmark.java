package busyhour.jmh;

import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a packet costs in the pacer, in virtual time: the cost must not grow with the number of streams. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class PacketPacerBenchmark {

    private static final long PTIME_NS = 20_000_000;

    @Param({"100", "1000", "10000"})
    private int streams;

    /** Largest random delay, milliseconds. */
    @Param({"0", "10"})
    private long jitterMs;

    private PacketPacer pacer;
    private Counting target;
    private int churned;

    /** Takes every packet. */
    public static class Counting implements PacingTarget {
        private long latenessNs;

        @Override
        public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
            latenessNs += nowNs - intendedNs;
            return true;
        }

        @Override
        public void onSkipped(final int streamId, final int packets, final long nowNs) {
            latenessNs += packets * PTIME_NS;
        }
    }

    @Setup
    public void addStreams() {
        pacer = new PacketPacer(streams, 0);
        target = new Counting();
        for (int id = 0; id < streams; id++) {
            pacer.add(id, 0, PTIME_NS, jitterMs * 1_000_000, id);
        }
    }

    /** Time goes to the next packet, which is sent: one poll and one packet. */
    @Benchmark
    public int pollOnePacket() {
        return pacer.poll(pacer.nextDueNs(), 1, target);
    }

    /** Nothing is due: what a spinning shard pays in each cycle. */
    @Benchmark
    public int pollNothing() {
        return pacer.poll(pacer.nextDueNs() - 1, 1, target);
    }

    /** A call ends and another begins. */
    @Benchmark
    public long removeAndAdd() {
        churned = churned + 1 == streams ? 0 : churned + 1;
        pacer.remove(churned);
        return pacer.add(churned, 0, PTIME_NS, jitterMs * 1_000_000, churned);
    }
}
