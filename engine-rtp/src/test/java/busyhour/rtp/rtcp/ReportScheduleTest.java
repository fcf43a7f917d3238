package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReportScheduleTest {

    private static final long SECOND = 1_000_000_000L;
    private static final double COMPENSATION = 2.71828 - 1.5;
    private static final double WIDE = 500; // octets per second for RTCP: the minimum decides

    @Test
    void shouldDrawTheFirstReportFromHalfTheInterval() {
        double sum = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            final ReportSchedule schedule = new ReportSchedule(WIDE);
            schedule.start(RtcpInterval.MIN_INTERVAL_NS, seed, 0);
            assertThat(schedule.nextNs()).isBetween(
                    (long) (1.25 * SECOND / COMPENSATION), (long) (3.75 * SECOND / COMPENSATION));
            sum += schedule.nextNs();
        }
        assertThat(sum / 2_000).isCloseTo(2.5 * SECOND / COMPENSATION, within(0.05 * SECOND));
    }

    @Test
    void shouldReportEveryFiveSecondsInTheLongRun() {
        final ReportSchedule schedule = new ReportSchedule(WIDE);
        schedule.start(RtcpInterval.MIN_INTERVAL_NS, 42, 0);
        schedule.participants(true, true, true);
        long lastNs = 0;
        int reports = 0;
        long nowNs = 0;
        while (reports < 5_000) {
            nowNs = schedule.nextNs();
            assertThat(schedule.isDue(nowNs - 1)).isFalse();
            if (schedule.isDue(nowNs)) {
                schedule.onSent(100, nowNs);
                if (reports > 0) {
                    assertThat(nowNs - lastNs).isBetween((long) (2.05 * SECOND), (long) (6.2 * SECOND));
                }
                lastNs = nowNs;
                reports++;
            } else {
                assertThat(schedule.nextNs()).as("reconsideration only puts off").isGreaterThan(nowNs);
            }
        }
        // uniform draws over 0.5 to 1.5, each expiry reconsidered: 6.3.1 compensates to about the nominal interval
        assertThat((double) nowNs / reports / SECOND).isCloseTo(5.0, within(0.2));
    }

    @Test
    void shouldStayDueUntilSent() {
        final ReportSchedule schedule = new ReportSchedule(WIDE);
        schedule.start(RtcpInterval.MIN_INTERVAL_NS, 1, 0);
        final long lateNs = 60 * SECOND;
        assertThat(schedule.isDue(lateNs)).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(schedule.isDue(lateNs + i)).isTrue();
            assertThat(schedule.nextNs()).isLessThanOrEqualTo(lateNs);
        }
        schedule.onSent(100, lateNs + 20);
        assertThat(schedule.isDue(lateNs + 20)).isFalse();
        assertThat(schedule.nextNs()).isGreaterThan(lateNs + 2 * SECOND);
    }

    @Test
    void shouldRepeatForTheSameSeedAndSpreadForOthers() {
        final ReportSchedule first = new ReportSchedule(WIDE);
        final ReportSchedule second = new ReportSchedule(WIDE);
        first.start(RtcpInterval.MIN_INTERVAL_NS, 9, 0);
        second.start(RtcpInterval.MIN_INTERVAL_NS, 9, 0);
        assertThat(first.nextNs()).isEqualTo(second.nextNs());
        second.start(RtcpInterval.MIN_INTERVAL_NS, 10, 0);
        assertThat(first.nextNs()).isNotEqualTo(second.nextNs());
    }

    @Test
    void shouldNotRunBeforeStartNorAfterStop() {
        final ReportSchedule schedule = new ReportSchedule(WIDE);
        assertThat(schedule.nextNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(schedule.isDue(Long.MAX_VALUE)).isFalse();
        schedule.start(SECOND, 1, 0);
        assertThat(schedule.nextNs()).isLessThan(SECOND);
        schedule.stop();
        assertThat(schedule.isDue(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldFollowTheBandwidthWhereItIsNarrow() {
        // 6.3.1: one of two sends, we receive: the quarter rule does not apply with half the members sending
        assertThat(RtcpInterval.deterministicNs(2, 1, 10, false, 120, false, 5 * SECOND)).isEqualTo(24.0 * SECOND);
        // 100 members, 10 send: senders share a quarter, receivers the rest
        assertThat(RtcpInterval.deterministicNs(100, 10, 400, true, 100, false, 5 * SECOND)).isEqualTo(10.0 * SECOND);
        assertThat(RtcpInterval.deterministicNs(100, 10, 400, false, 100, false, 5 * SECOND)).isEqualTo(30.0 * SECOND);
        assertThat(RtcpInterval.deterministicNs(2, 2, 500, true, 128, false, 5 * SECOND)).isEqualTo(5.0 * SECOND);
        assertThat(RtcpInterval.deterministicNs(2, 2, 500, true, 128, true, 5 * SECOND)).isEqualTo(2.5 * SECOND);
        assertThat(RtcpInterval.randomisedNs(5.0 * SECOND, 0)).isEqualTo((long) (2.5 * SECOND / COMPENSATION));
        assertThat(RtcpInterval.randomisedNs(5.0 * SECOND, 1)).isEqualTo((long) (7.5 * SECOND / COMPENSATION));
    }
}
