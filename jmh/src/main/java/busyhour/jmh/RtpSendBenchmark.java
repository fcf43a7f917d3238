package busyhour.jmh;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.rtp.send.RtpSendStream;
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

/** A packet's header, its frame out of a one-minute track, and the stream's state after it left. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class RtpSendBenchmark {

    private static final int MINUTE_SAMPLES = 60 * 8_000;

    /** Sent in turns, as a shard does: one stream would stay in the first cache. */
    @Param({"1", "1000", "10000"})
    private int streams;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private RtpSendStream[] sending;
    private int turn;
    private long nowNs;

    @Setup
    public void startStreams() {
        final short[] pcm = new short[MINUTE_SAMPLES];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (i * 7_919);
        }
        final EncodedTrack track = TrackEncoder.encode(pcm, AudioCodec.PCMU, 20);
        sending = new RtpSendStream[streams];
        for (int id = 0; id < streams; id++) {
            sending[id] = new RtpSendStream();
            sending[id].start(track, id * 37 % track.frameCount(), id, id, id, 0, false, 0);
        }
    }

    @Benchmark
    public int writeAndSent() {
        turn = turn + 1 == streams ? 0 : turn + 1;
        final RtpSendStream stream = sending[turn];
        final int length = stream.write(buffer, 0);
        stream.onSent(++nowNs, 1_000);
        return length;
    }

    @Benchmark
    public double second() {
        turn = turn + 1 == streams ? 0 : turn + 1;
        nowNs += 1_000_000_000L;
        sending[turn].onSent(nowNs, 1_000);
        sending[turn].onSecond(nowNs);
        return sending[turn].wireSentRateBps();
    }
}
