package busyhour.jmh;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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

/** A packet through everything that is measured about it, and a second's tick; 1 % loss and 10 ms of jitter. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class RtpReceiveBenchmark {

    private static final int JITTERS = 1 << 12;
    private static final int PTIME_NS = 20_000_000;
    private static final int LENGTH = RtpHeaderFlyweight.HEADER_LENGTH + 160;

    /** Received in turns, as a shard does: one stream would stay in the first cache. */
    @Param({"1", "1000", "10000"})
    private int streams;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private final int[] jitterNs = new int[JITTERS];
    private RtpReceiveStream[] receiving;
    private EncodedTrack track;
    private int turn;
    private int sequence;
    private int noise;

    @Setup
    public void startStreams() {
        final Random random = new Random(1);
        for (int i = 0; i < JITTERS; i++) {
            jitterNs[i] = random.nextInt(10_000_000);
        }
        track = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);
        receiving = new RtpReceiveStream[streams];
        for (int id = 0; id < streams; id++) {
            receiving[id] = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
            receiving[id].reset(AudioCodec.PCMU, 0, 20, 20, 0);
        }
        next();
    }

    /** One packet; each stream's second closes with its fiftieth. */
    @Benchmark
    public int packet() {
        next();
        final RtpReceiveStream stream = receiving[turn];
        noise = (noise + 1) & (JITTERS - 1);
        final long arrivalNs = (long) sequence * PTIME_NS + jitterNs[noise];
        if (sequence % 50 == turn % 50) {
            stream.onSecond((long) sequence * PTIME_NS);
        }
        return jitterNs[noise] < 100_000 ? 0 : stream.onPacket(packet, 0, LENGTH, arrivalNs);
    }

    private void next() {
        if (++turn >= streams) {
            turn = 0;
            sequence++;
            packet.putBytes(RtpHeaderFlyweight.HEADER_LENGTH, track.buffer(), track.frameOffset(sequence % track.frameCount()), 160);
            RtpHeaderFlyweight.write(packet, 0, false, 0, sequence, 160 * sequence, 7);
        }
    }
}
