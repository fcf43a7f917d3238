package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Reports both ways, refusals, BYE, the next call, feedback and malformed datagrams. */
class RtcpAllocationTest {

    private static final long SECOND = 1_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestSources ours = new TestSources();
    private final TestSources theirs = new TestSources();
    private final RtcpSession session = new RtcpSession();
    private final RtcpSession peer = new RtcpSession();
    private final TestVoice voice = new TestVoice();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RtcpSession.MAX_LENGTH]);
    private final UnsafeBuffer feedback = new UnsafeBuffer(HexFormat.of().parseHex(
            "80c900010000000781cd00030000000700000001ffff000080cf000100000007"));
    private final UnsafeBuffer malformed = new UnsafeBuffer(HexFormat.of().parseHex("81c9000100000001"));
    private double figures;
    private long sent;

    @Test
    void shouldAllocateNothing() {
        ours.ssrc = 1;
        theirs.ssrc = 2;
        ours.hasSource = true;
        ours.sourceSsrc = 2;
        theirs.hasSource = true;
        theirs.sourceSsrc = 1;
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        run(0, 200);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(1_000 * SECOND, 500);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(sent).isGreaterThan(200);
        assertThat(session.rttMs()).isNotNaN();
        assertThat(session.clockDriftEstimate()).isNotNaN();
        assertThat(figures).isNotZero();
    }

    private void run(final long startNs, final int seconds) {
        ours.start(session, 3, startNs);
        theirs.start(peer, 4, startNs);
        session.extendedReports(voice, true, true);
        peer.extendedReports(voice, false, false);
        for (int second = 1; second <= seconds; second++) {
            final long nowNs = startNs + second * SECOND;
            ours.packets += 50;
            theirs.packets += second % 100 < 50 ? 0 : 50; // at times it only receives
            ours.expected += 50;
            ours.received += 49;
            theirs.expected += 50;
            theirs.received += 50;
            exchange(session, peer, nowNs, second % 7 == 0);
            exchange(peer, session, nowNs, false);
            session.onCompound(feedback, 0, feedback.capacity(), nowNs);
            session.onCompound(malformed, 0, malformed.capacity(), nowNs);
            if (second % 150 == 149) {
                session.writeBye(buffer, 0, nowNs);
                session.onSent(nowNs);
                session.resume(nowNs);
            }
        }
        figures = session.remoteMosLq() + (session.takeCollision() ? 1 : 0) + session.rttMs() + session.remoteJitterMs() + session.remoteFractionLost()
                + session.clockDriftEstimate() + session.sentReportIntervalMs();
    }

    private void exchange(final RtcpSession from, final RtcpSession to, final long nowNs, final boolean refuse) {
        if (!from.isDue(nowNs)) {
            return;
        }
        final int length = from.writeReport(buffer, 0, nowNs);
        if (refuse) {
            from.onRefused();
        } else {
            from.onSent(nowNs);
            to.onCompound(buffer, 0, length, nowNs);
            sent++;
        }
    }
}
