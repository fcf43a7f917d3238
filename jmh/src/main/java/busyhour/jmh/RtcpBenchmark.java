package busyhour.jmh;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.rtcp.RtcpInterval;
import busyhour.rtp.rtcp.RtcpSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/** A sender report with one block and CNAME: written and sent, or received and taken over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class RtcpBenchmark {

    private static final long STEP_NS = 5_000_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(RtcpSession.MAX_LENGTH));
    private final UnsafeBuffer received = new UnsafeBuffer(ByteBuffer.allocateDirect(RtcpSession.MAX_LENGTH));
    private final RtcpSession session = new RtcpSession();
    private final Figures figures = new Figures();
    private int receivedLength;
    private long nowNs;

    private static final class Figures implements SenderReportSource, ReceptionReportSource {
        private long packets;

        @Override
        public int ssrc() {
            return 1;
        }

        @Override
        public long reportPacketCount() {
            return packets;
        }

        @Override
        public long reportOctetCount() {
            return packets * 160;
        }

        @Override
        public int rtpTimestampAt(final long atNs) {
            return (int) (atNs / 125_000);
        }

        @Override
        public boolean hasSource() {
            return true;
        }

        @Override
        public int sourceSsrc() {
            return 1;
        }

        @Override
        public int extendedHighestSequence() {
            return (int) packets;
        }

        @Override
        public long packetsExpected() {
            return packets;
        }

        @Override
        public long packetsReceived() {
            return packets;
        }

        @Override
        public int jitterTimestampUnits() {
            return 3;
        }
    }

    @Setup
    public void exchangeOnce() {
        session.start(figures, figures, 8_000, 8_000, "busyhour@127.0.0.1".getBytes(StandardCharsets.US_ASCII),
                RtcpInterval.MIN_INTERVAL_NS, 1_700_000_000_000_000_000L, 1, 0);
        for (int report = 0; report < 2; report++) {
            write();
            session.onCompound(buffer, 0, receivedLength, nowNs); // an echo: the second names the first as LSR
        }
        received.putBytes(0, buffer, 0, receivedLength);
    }

    @Benchmark
    public int write() {
        nowNs += STEP_NS;
        figures.packets += 250;
        receivedLength = session.writeReport(buffer, 0, nowNs);
        session.onSent(nowNs);
        return receivedLength;
    }

    @Benchmark
    public int read() {
        nowNs += STEP_NS;
        return session.onCompound(received, 0, receivedLength, nowNs);
    }

    @Benchmark
    public double figures() {
        return session.rttMs() + session.remoteJitterMs() + session.clockDriftEstimate();
    }
}
