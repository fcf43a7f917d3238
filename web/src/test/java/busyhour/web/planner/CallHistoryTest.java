package busyhour.web.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;

import org.junit.jupiter.api.Test;

class CallHistoryTest {

    private static final long MONDAY_MS = Instant.parse("2026-10-05T00:00:00Z").toEpochMilli();
    private static final long MINUTE_MS = 60_000;

    @Test
    void shouldCountCallsThatOverlap() {
        CallHistory calls = new CallHistory();
        calls.add(MONDAY_MS + 90_000, 60_000); // 00:01:30 to 00:02:30
        calls.add(MONDAY_MS, 120_000);         // 00:00 to 00:02
        calls.add(MONDAY_MS + 120_000, 30_000); // begins as the other ends
        calls.add(MONDAY_MS + 100_000, 0);     // nobody answered
        Concurrency concurrency = calls.concurrency();
        assertThat(concurrency.most()).containsExactly(1, 2, 2);
        assertThat(concurrency.mean()).containsExactly(1, 1.5, 1);
    }

    @Test
    void shouldCountAsOneThatLooksAtEachSecond() {
        Random random = new Random(7);
        CallHistory calls = new CallHistory();
        int[] slow = new int[7_200];
        for (int i = 0; i < 3_000; i++) {
            int start = random.nextInt(6_000);
            int length = random.nextInt(900);
            calls.add(MONDAY_MS + start * 1_000L, length * 1_000L);
            for (int second = start; second < start + length; second++) {
                slow[second]++;
            }
        }
        Concurrency concurrency = calls.concurrency();
        for (int minute = 0; minute < concurrency.most().length; minute++) {
            int most = 0;
            double sum = 0;
            for (int second = minute * 60; second < minute * 60 + 60; second++) {
                most = Math.max(most, slow[second]);
                sum += slow[second];
            }
            assertThat(concurrency.most()[minute]).as("minute %d", minute).isEqualTo(most);
            assertThat(concurrency.mean()[minute]).isCloseTo(sum / 60, within(1e-6));
        }
    }

    @Test
    void shouldTakeTheNinetyNinthPercentileOfEachWeeksMinutes() {
        int minutes = 7 * 1_440;
        int[] most = new int[minutes];
        double[] mean = new double[minutes];
        java.util.Arrays.fill(most, 10);
        for (int i = 0; i < 100; i++) {
            most[5_000 + i] = 500; // fewer than 1 % of the week: a spike that the percentile leaves out
        }
        History spiky = new Concurrency(MONDAY_MS / MINUTE_MS, most, mean).summary("x", 13, null, null);
        assertThat(spiky.weeks()).containsExactly(new History.Week(LocalDate.parse("2026-10-05"), minutes, 10, 500, 0));
        most[1] = 500; // 101 of 10,080
        assertThat(new Concurrency(MONDAY_MS / MINUTE_MS, most, mean).summary("x", 13, null, null).busiest().p99()).isEqualTo(500);
    }

    @Test
    void shouldKeepTheLastWeeksAndFindTheBusyHour() {
        CallHistory calls = new CallHistory();
        for (int week = 0; week < 16; week++) {
            long start = MONDAY_MS + week * 7L * 86_400_000;
            for (int call = 0; call < (week == 14 ? 240 : 5); call++) {
                calls.add(start + 10 * 3_600_000L + call * 30_000L, 360_000); // one each 30 s from 10:00, six minutes long
            }
        }
        History history = calls.summary("calls.csv", 13);
        assertThat(history.weeks()).hasSize(13);
        assertThat(history.weeks().getFirst().monday()).isEqualTo("2026-10-26");
        assertThat(history.from()).isEqualTo("2026-10-26T00:00:00Z");
        assertThat(history.busiest().monday()).as("the week with 240 calls").isEqualTo("2027-01-11");
        assertThat(history.busiest().peak()).isEqualTo(12);
        assertThat(history.busiest().p99()).as("more than 1 % of the week").isEqualTo(12);
        assertThat(history.busyHour()).isEqualTo("2027-01-11T10:06:00Z");
        assertThat(history.busyErlang()).isEqualTo(12);
        assertThat(history.meanSeconds()).isEqualTo(360);
        assertThat(history.calls()).isEqualTo(15 * 5 + 240);
    }

    @Test
    void shouldSeeTheTrend() {
        assertThat(PlannerFixture.history(10, 12, 14, 16).trendPerWeek()).isCloseTo(2, within(1e-9));
        assertThat(PlannerFixture.history(10, 99).trendPerWeek()).as("two weeks are no trend").isZero();
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CallHistory().summary("x", 13)).withMessageContaining("no call");
        assertThatIllegalArgumentException().isThrownBy(() -> new CallHistory().add(0, -1));
        CallHistory decades = new CallHistory();
        decades.add(0, 1);
        decades.add(MONDAY_MS, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> decades.summary("x", 13)).withMessageContaining("five years");
    }
}
