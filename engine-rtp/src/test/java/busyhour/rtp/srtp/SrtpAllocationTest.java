package busyhour.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets both ways, new SSRCs, replays, forgeries: no octet. */
class SrtpAllocationTest {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SrtpWorkspace work = new SrtpWorkspace(SrtpCrypto.JDK);
    private final SrtpSender sender = new SrtpSender(work);
    private final SrtpReceiver receiver = new SrtpReceiver(work);
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private final UnsafeBuffer into = new UnsafeBuffer(ByteBuffer.allocateDirect(2048));
    private final byte[] rtp = SrtpEnds.rtp(0);
    private final byte[] video = SrtpEnds.rtp(SrtpEnds.SSRC, 0, 1_188);
    private final byte[] report = SrtpEnds.rtcp(SrtpEnds.SSRC, 64);
    private int sequence;
    private int passed;
    private int refused;

    @Test
    void shouldAllocateNothingPerPacket() {
        for (final SrtpSuite suite : SrtpSuite.values()) {
            if (!SrtpCrypto.JDK.supports(suite)) {
                continue;
            }
            sender.key(suite, SrtpEnds.key(suite, 5));
            receiver.key(suite, SrtpEnds.key(suite, 5));
            threads.getCurrentThreadAllocatedBytes(); // its first call allocates
            run(50);
            passed = 0;
            refused = 0;
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(100);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(suite.name()).isZero();
            assertThat(passed).isEqualTo(300);
            assertThat(refused).isEqualTo(200);
        }
    }

    private void run(final int rounds) {
        for (int i = 0; i < rounds; i++) {
            sequence++;
            rtp(rtp);
            count(receiver.unprotectRtp(packet, 0, rtp.length + sender.suite().rtpOverhead(), into, 0)); // again
            sequence++;
            rtp(video);
            packet.putBytes(0, report);
            count(receiver.unprotectRtcp(packet, 0, sender.protectRtcp(packet, 0, report.length), into, 0));
            packet.putBytes(0, rtp);
            count(receiver.unprotectRtp(packet, 0, rtp.length, into, 0)); // not protected
        }
    }

    private void rtp(final byte[] octets) {
        packet.putBytes(0, octets);
        packet.putShort(2, (short) sequence, java.nio.ByteOrder.BIG_ENDIAN);
        packet.putInt(8, sequence / 64, java.nio.ByteOrder.BIG_ENDIAN); // now and then a new SSRC
        count(receiver.unprotectRtp(packet, 0, sender.protectRtp(packet, 0, octets.length), into, 0));
    }

    private void count(final int result) {
        if (result > 0) {
            passed++;
        } else {
            refused++;
        }
    }
}
