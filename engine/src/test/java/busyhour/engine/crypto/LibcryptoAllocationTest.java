package busyhour.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.srtp.SrtpReceiver;
import busyhour.rtp.srtp.SrtpSender;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.rtp.srtp.SrtpWorkspace;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets of every suite both ways, and new keys for each of many calls: no octet. */
class LibcryptoAllocationTest {

    private static final int AUDIO = 172;
    private static final int VIDEO = 1_200;
    private static final int REPORT = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] key = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private final UnsafeBuffer into = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private int sequence;
    private int passed;

    @Test
    void shouldAllocateNothingPerPacketAndPerKey() {
        assumeTrue(LibcryptoSrtp.unavailable() == null, LibcryptoSrtp.unavailable());
        final SrtpWorkspace work = new SrtpWorkspace(LibcryptoSrtp.crypto());
        final SrtpSender sender = new SrtpSender(work);
        final SrtpReceiver receiver = new SrtpReceiver(work);
        calls(sender, receiver, 60);
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        calls(sender, receiver, 60);
        passed = 0;
        final long before = threads.getCurrentThreadAllocatedBytes();
        calls(sender, receiver, 120);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(passed).isEqualTo(120 * 30);
    }

    private void calls(final SrtpSender sender, final SrtpReceiver receiver, final int count) {
        for (int call = 0; call < count; call++) {
            final SrtpSuite suite = SrtpSuite.at(call % SrtpSuite.count());
            key[call % key.length]++;
            sender.key(suite, key);
            receiver.key(suite, key);
            for (int i = 0; i < 10; i++) {
                rtp(sender, receiver, AUDIO);
                rtp(sender, receiver, VIDEO);
                packet.putInt(0, 0x80C90001, ByteOrder.BIG_ENDIAN);
                packet.putInt(4, 1, ByteOrder.BIG_ENDIAN);
                count(receiver.unprotectRtcp(packet, 0, sender.protectRtcp(packet, 0, REPORT), into, 0), REPORT);
            }
        }
    }

    private void rtp(final SrtpSender sender, final SrtpReceiver receiver, final int length) {
        sequence = sequence + 1 & 0x7FFF;
        RtpHeaderFlyweight.write(packet, 0, false, 0, sequence, 0, 1);
        count(receiver.unprotectRtp(packet, 0, sender.protectRtp(packet, 0, length), into, 0), length);
    }

    private void count(final int result, final int length) {
        passed += result == length ? 1 : 0;
    }
}
