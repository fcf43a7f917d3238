package busyhour.jmh.alternatives;

import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.srtp.SrtpCrypto;
import busyhour.rtp.srtp.SrtpSender;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.rtp.srtp.SrtpWorkspace;
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

/**
 * An RTP packet protected by the JDK's AES in place of libcrypto's: what runs where libcrypto is missing. Its new keys make
 * garbage with each call, and it has no AES-GCM.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class JdkSrtpBenchmark {

    @Param({"172", "1200"})
    private int octets;

    @Param({"AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80"})
    private SrtpSuite suite;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private final SrtpSender sender = new SrtpSender(new SrtpWorkspace(SrtpCrypto.JDK));
    private int sequence;

    @Setup
    public void keys() {
        sender.key(suite, new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH]);
    }

    @Benchmark
    public int protect() {
        RtpHeaderFlyweight.write(packet, 0, false, 0, ++sequence & 0xFFFF, sequence, 1);
        return sender.protectRtp(packet, 0, octets);
    }
}
