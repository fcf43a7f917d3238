package busyhour.jmh;

import busyhour.engine.crypto.LibcryptoSrtp;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.srtp.SrtpReceiver;
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

/** An RTP packet protected, protected and unprotected again, and the keys of a new call, by libcrypto. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class SrtpBenchmark {

    /** Octets of the packet before: G.711 of 20 ms, and video. */
    @Param({"172", "1200"})
    private int octets;

    @Param({"AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32", "AES_256_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM", "AEAD_AES_256_GCM"})
    private SrtpSuite suite;

    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private final UnsafeBuffer into = new UnsafeBuffer(ByteBuffer.allocateDirect(2_048));
    private final byte[] key = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private int sequence;

    @Setup
    public void keys() {
        final SrtpWorkspace work = new SrtpWorkspace(LibcryptoSrtp.crypto());
        sender = new SrtpSender(work);
        receiver = new SrtpReceiver(work);
        sender.key(suite, key);
        receiver.key(suite, key);
    }

    @Benchmark
    public int protect() {
        RtpHeaderFlyweight.write(packet, 0, false, 0, ++sequence & 0xFFFF, sequence, 1);
        return sender.protectRtp(packet, 0, octets);
    }

    @Benchmark
    public int protectAndUnprotect() {
        final int length = protect();
        final int opened = receiver.unprotectRtp(packet, 0, length, into, 0);
        if (opened != octets) {
            throw new IllegalStateException("refused: " + opened);
        }
        return opened;
    }

    @Benchmark
    public int keysOfACall() {
        key[0]++;
        sender.key(suite, key);
        receiver.key(suite, key);
        return key[0];
    }
}
