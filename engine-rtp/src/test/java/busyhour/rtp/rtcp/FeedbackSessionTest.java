package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** When feedback leaves, and what is around it (RFC 4585 3.5, RFC 5506). */
class FeedbackSessionTest {

    private static final long MS = 1_000_000;
    private static final double BANDWIDTH_BPS = 1_000_000;

    private final TestSources sources = new TestSources();
    private final RtcpSession session = new RtcpSession();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final RtcpCompoundReader reader = new RtcpCompoundReader();
    private final Wish wish = new Wish();

    /** Asks for a key frame whenever it is told to. */
    private static final class Wish implements FeedbackSource {

        private final FeedbackWriter writer = new FeedbackWriter();
        long dueNs = Long.MAX_VALUE;
        int sent;

        @Override
        public long nextFeedbackNs() {
            return dueNs;
        }

        @Override
        public int writeFeedback(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
            return writer.wrap(buffer, offset, ssrc).pictureLoss(0x99).length();
        }

        @Override
        public void onFeedbackSent(final long nowNs) {
            sent++;
            dueNs = Long.MAX_VALUE;
        }
    }

    private void start(final boolean reducedSize) {
        sources.hasSource = true;
        sources.packets = 5;
        sources.start(session);
        session.feedback(FeedbackListener.NONE, wish, reducedSize, BANDWIDTH_BPS);
    }

    private List<Integer> write(final long nowNs) {
        final int length = session.writeReport(buffer, 0, nowNs);
        assertThat(length).isBetween(12, RtcpSession.MAX_LENGTH);
        assertThat(reader.wrap(buffer, 0, length)).isNotNegative();
        final List<Integer> types = new ArrayList<>();
        while (reader.next()) {
            types.add(reader.type());
        }
        return types;
    }

    @Test
    void shouldSendTheFirstFeedbackAtOnceAndAloneWhereItMay() {
        start(true);
        wish.dueNs = 100 * MS;
        assertThat(session.isDue(99 * MS)).isFalse();
        assertThat(session.nextReportNs()).isEqualTo(100 * MS);
        assertThat(session.isDue(100 * MS)).isTrue();
        assertThat(write(100 * MS)).containsExactly(RtcpHeaderFlyweight.PSFB);
        session.onSent(100 * MS);
        assertThat(wish.sent).isEqualTo(1);
        assertThat(session.rtcpPacketsSent()).isEqualTo(1);
        assertThat(session.sentReportIntervalMs()).isNaN();
        assertThat(session.isDue(101 * MS)).isFalse();
    }

    @Test
    void shouldSendFeedbackBehindAReportWhereReducedSizeWasNotNegotiated() {
        start(false);
        wish.dueNs = 100 * MS;
        assertThat(write(100 * MS)).containsExactly(
                RtcpHeaderFlyweight.SENDER_REPORT, RtcpHeaderFlyweight.SOURCE_DESCRIPTION, RtcpHeaderFlyweight.PSFB);
        final long regularNs = regular();
        session.onSent(100 * MS);
        assertThat(regular()).isEqualTo(regularNs); // an early packet is no report of the interval
    }

    private long regular() {
        final long before = wish.dueNs;
        wish.dueNs = Long.MAX_VALUE;
        final long nextNs = session.nextReportNs();
        wish.dueNs = before;
        return nextNs;
    }

    @Test
    void shouldTakeFeedbackAlongWithARegularReport() {
        start(true);
        long nowNs = session.nextReportNs();
        while (!session.isDue(nowNs)) {
            nowNs = session.nextReportNs();
        }
        wish.dueNs = nowNs;
        assertThat(write(nowNs)).containsExactly(
                RtcpHeaderFlyweight.SENDER_REPORT, RtcpHeaderFlyweight.SOURCE_DESCRIPTION, RtcpHeaderFlyweight.PSFB);
        session.onSent(nowNs);
        assertThat(wish.sent).isEqualTo(1);
        assertThat(session.nextReportNs()).isGreaterThan(nowNs + 1_000 * MS);
    }

    @Test
    void shouldLeaveRefusedFeedbackDue() {
        start(true);
        wish.dueNs = 100 * MS;
        write(100 * MS);
        session.onRefused();
        session.onSent(100 * MS); // of nothing
        assertThat(wish.sent).isZero();
        assertThat(session.isDue(100 * MS)).isTrue();
        assertThat(write(101 * MS)).containsExactly(RtcpHeaderFlyweight.PSFB);
        session.onSent(101 * MS);
        assertThat(wish.sent).isEqualTo(1);
    }

    @Test
    void shouldKeepWithinItsBandwidthWhateverIsWished() {
        start(true);
        long octets = 0;
        final long endNs = 20_000 * MS;
        for (long nowNs = 0; nowNs < endNs; nowNs += MS) {
            wish.dueNs = Math.min(wish.dueNs, nowNs);
            if (session.isDue(nowNs)) {
                octets += session.writeReport(buffer, 0, nowNs) + 28;
                session.onSent(nowNs);
            }
        }
        final double share = octets * 8 / 20.0 / (BANDWIDTH_BPS * 0.05);
        assertThat(share).isBetween(0.25, 0.75); // half of the two parties' 5 %, drawn intervals being a little shorter
    }

    @Test
    void shouldAllowOneEarlyPacketBeforeTheRegularTime() {
        final FeedbackSchedule schedule = new FeedbackSchedule();
        schedule.start(BANDWIDTH_BPS, 3);
        assertThat(schedule.allowedNs(1_000 * MS)).isEqualTo(1_000 * MS);
        schedule.onSent(12, 1_000 * MS);
        assertThat(schedule.allowedNs(1_001 * MS)).isEqualTo(1_001 * MS); // early
        schedule.onSent(12, 1_001 * MS);
        final long nextNs = schedule.allowedNs(1_002 * MS);
        assertThat(nextNs).isBetween(1_010 * MS, 1_100 * MS);
        schedule.onSent(12, nextNs); // in its time: early is allowed again
        assertThat(schedule.allowedNs(nextNs + 1)).isEqualTo(nextNs + 1);
    }
}
