package busyhour.jmh;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711;
import busyhour.codec.G711Energy;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.receive.JitterEstimator;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
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

/** What a 20 ms packet costs in coding, in measuring its level, and in jitter. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class G711Benchmark {

    private static final int FRAME = 160;

    private final G711Energy energy = new G711Energy();
    private final JitterEstimator jitter = new JitterEstimator();
    private final short[] pcm = SpeechSignal.samples();
    private final DirectBuffer coded = TrackEncoder.encode(pcm, AudioCodec.PCMA, 20).buffer();
    private final byte[] frame = new byte[FRAME];
    private final short[] samples = new short[FRAME];
    private int at;
    private int packets;

    @Setup
    public void start() {
        jitter.reset(8_000);
    }

    private int next() {
        at = at + FRAME == pcm.length ? 0 : at + FRAME;
        return at;
    }

    @Benchmark
    public byte[] encodeFrame() {
        final int from = next();
        for (int i = 0; i < FRAME; i++) {
            frame[i] = G711.encodeALaw(pcm[from + i]);
        }
        return frame;
    }

    @Benchmark
    public short[] decodeFrame() {
        final int from = next();
        for (int i = 0; i < FRAME; i++) {
            samples[i] = G711.decodeALaw(coded.getByte(from + i));
        }
        return samples;
    }

    @Benchmark
    public long energyOfFrame() {
        energy.measure(AudioCodec.PCMA, coded, next(), FRAME);
        return energy.sumOfSquares();
    }

    @Benchmark
    public int jitterOfPacket() {
        packets++;
        jitter.onPacket(packets * 20_000_000L + (packets & 0xFFFFF), packets * 160);
        return jitter.timestampUnits();
    }
}
