package busyhour.jmh;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.G722Decoder;
import busyhour.codec.G722Encoder;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a 20 ms packet of G.722 costs: decoding it on the shard is what levels and voice activity of all streams need. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class G722Benchmark {

    private static final int SAMPLES = 320;

    private final short[] pcm = SpeechSignal.samples(16_000, 1);
    private final EncodedTrack track = TrackEncoder.encode(pcm, AudioCodec.G722, 20);
    private final G722Decoder decoder = new G722Decoder();
    private final G722Encoder encoder = new G722Encoder();
    private final short[] samples = new short[SAMPLES];
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[SAMPLES / 2]);
    private int at;

    private int next() {
        at = track.nextFrame(at);
        return at;
    }

    @Benchmark
    public short[] decodeFrame() {
        final int number = next();
        decoder.decodeRaw(track.buffer(), track.frameOffset(number), track.frameLength(number), samples, 0);
        return samples;
    }

    /** With what concealment remembers. */
    @Benchmark
    public short[] decodeFrameToPlay() {
        final int number = next();
        decoder.decode(track.buffer(), track.frameOffset(number), track.frameLength(number), samples, 0);
        return samples;
    }

    @Benchmark
    public UnsafeBuffer encodeFrame() {
        encoder.encode(pcm, next() * SAMPLES, SAMPLES / 2, frame, 0);
        return frame;
    }
}
