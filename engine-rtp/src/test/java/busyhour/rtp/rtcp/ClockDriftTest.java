package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.RtpArithmetic;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockDriftTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH_NS = 1_700_000_000L * SECOND;

    private final ClockDrift drift = new ClockDrift();

    @BeforeEach
    void start() {
        drift.start(8_000);
    }

    private void report(final double seconds, final double ppm, final int firstTimestamp) {
        final long ntp = RtpArithmetic.ntpFromEpochNs(EPOCH_NS + (long) (seconds * SECOND));
        drift.onSenderReport(7, ntp, firstTimestamp + (int) (long) (seconds * 8_000 * (1 + ppm / 1e6)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "50, 0", "-120, 2147483000", "500, -100", "20, -1"})
    void shouldFindTheSlopeAcrossWraps(final double ppm, final int firstTimestamp) {
        final Random random = new Random(1);
        double seconds = 0;
        for (int n = 0; n < 60; n++) {
            report(seconds, ppm, firstTimestamp);
            seconds += 2.5 + random.nextDouble() * 5;
        }
        assertThat(drift.ppm()).isCloseTo(ppm, within(1.0)); // a timestamp rounds to 125 us of about 95 s
    }

    @Test
    void shouldFollowTheLastTwentyReports() {
        for (int n = 0; n < 20; n++) {
            report(n * 5, 300, 0);
        }
        assertThat(drift.ppm()).isCloseTo(300, within(2.0));
        final int offset = (int) (100 * 8_000 * 300 / 1e6);
        for (int n = 20; n < 40; n++) {
            report(n * 5, 0, offset);
        }
        assertThat(drift.ppm()).isCloseTo(0, within(2.0));
    }

    @Test
    void shouldMeasureNothingFromFewReportsOrWithoutAClock() {
        report(0, 0, 0);
        report(5, 0, 0);
        assertThat(drift.ppm()).isNaN();
        report(10, 0, 0);
        assertThat(drift.ppm()).isCloseTo(0, within(1e-6));
        drift.start(8_000);
        for (int n = 0; n < 10; n++) {
            drift.onSenderReport(7, 0, n * 40_000);
        }
        assertThat(drift.ppm()).isNaN();
    }

    @Test
    void shouldBeginTheLineAnewAfterAStep() {
        for (int n = 0; n < 10; n++) {
            report(n * 5, 100, 0);
        }
        report(50, 100, 1_000_000); // the timestamp jumps by two minutes
        assertThat(drift.ppm()).isNaN();
        report(55, 100, 1_000_000);
        report(60, 100, 1_000_000);
        assertThat(drift.ppm()).isCloseTo(100, within(30.0));
        drift.onSenderReport(8, RtpArithmetic.ntpFromEpochNs(EPOCH_NS + 65 * SECOND), 5);
        assertThat(drift.ppm()).isNaN();
    }

    @Test
    void shouldIgnoreARepeatedReport() {
        for (int n = 0; n < 5; n++) {
            report(n * 5, 100, 0);
            report(n * 5, 100, 0);
        }
        assertThat(drift.ppm()).isCloseTo(100, within(10.0));
    }
}
