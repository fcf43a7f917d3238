package busyhour.jmh;

import busyhour.codec.AudioCodec;
import busyhour.codec.DtmfDetector;
import busyhour.codec.EncodedTrack;
import busyhour.codec.SpeechSignal;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.AudioEvents;
import busyhour.rtp.receive.RtpReceiveStream;
import java.nio.ByteBuffer;
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

/** What it costs to listen: tones alone, and a received packet of speech with and without them. Nanoseconds for 20 ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class DigitBenchmark {

    private static final int PTIME_NS = 20_000_000;
    private static final int LENGTH = RtpHeaderFlyweight.HEADER_LENGTH + 160;

    @Param({"false", "true"})
    private boolean tones;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private final EncodedTrack track = TrackEncoder.encode(SpeechSignal.samples(), AudioCodec.PCMU, 20);
    private final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE, AudioEvents.NONE);
    private final DtmfDetector detector = new DtmfDetector((event, durationMs) -> {
        throw new IllegalStateException("speech taken for digit " + event);
    });
    private int sequence;

    @Setup
    public void begin() {
        stream.reset(AudioCodec.PCMU, 0, 20, 20, 0);
        stream.detectTones(tones);
    }

    /** A packet through everything that is measured about it: levels, speech activity, digits. */
    @Benchmark
    public int receive() {
        sequence++;
        packet.putBytes(RtpHeaderFlyweight.HEADER_LENGTH, track.buffer(), track.frameOffset(sequence % track.frameCount()), 160);
        RtpHeaderFlyweight.write(packet, 0, false, 0, sequence, 160 * sequence, 7);
        final long nowNs = (long) sequence * PTIME_NS;
        if (sequence % 50 == 0) {
            stream.onSecond(nowNs);
        }
        stream.onTime(nowNs);
        return stream.onPacket(packet, 0, LENGTH, nowNs);
    }

    /** The tone detector alone. */
    @Benchmark
    public int detect() {
        sequence++;
        detector.onPayload(AudioCodec.PCMU, track.buffer(), track.frameOffset(sequence % track.frameCount()), 160);
        return sequence;
    }
}
