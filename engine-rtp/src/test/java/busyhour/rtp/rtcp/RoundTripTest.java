package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    private final RoundTrip roundTrip = new RoundTrip();

    @BeforeEach
    void start() {
        roundTrip.start();
    }

    @Test
    void shouldComputeFigureTwo() {
        final JsonNode figure = Vectors.json("05-quality-models/rtcp-math/rfc3550_examples.json").get("figure2_rtt");
        final int arrival = Integer.parseUnsignedInt(figure.get("A").asText().substring(2), 16);
        final int lsr = Integer.parseUnsignedInt(figure.get("LSR").asText().substring(2), 16);
        final long dlsr = Long.parseLong(figure.get("DLSR").asText().substring(2), 16);
        assertThat(RoundTrip.units(arrival, lsr, dlsr))
                .isEqualTo(Long.parseLong(figure.get("result_hex").asText().substring(2), 16));
        roundTrip.onSenderReportSent(lsr);
        assertThat(roundTrip.onReportBlock(arrival, lsr, dlsr)).isTrue();
        assertThat(roundTrip.latestMs()).isEqualTo(figure.get("rtt_seconds").asDouble() * 1_000);
    }

    @Test
    void shouldConvertWallClockAsTheExamples() {
        for (final JsonNode e : Vectors.json("05-quality-models/rtcp-math/rfc3550_examples.json").get("ntp")) {
            final long ntp = RtpArithmetic.ntpFromEpochNs((long) (e.get("unix").asDouble() * 1e9));
            assertThat(ntp >>> 32).isEqualTo(e.get("ntp_sec").asLong());
            if (e.has("ntp_frac")) {
                assertThat(ntp & 0xFFFF_FFFFL).isEqualTo(Long.decode(e.get("ntp_frac").asText()));
                assertThat(RtpArithmetic.ntpMiddle(ntp)).isEqualTo(Long.decode(e.get("middle32").asText()).intValue());
            }
        }
    }

    @Test
    void shouldBeExactAcrossTheWrap() {
        final Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            final int lsr = i % 2 == 0 ? random.nextInt() : -random.nextInt(1 << 20); // close to the wrap, every other
            final int rtt = random.nextInt(1 << 20);
            final long dlsr = random.nextInt(1 << 24);
            final int arrival = (int) (lsr + dlsr + rtt);
            if (lsr == 0) {
                continue;
            }
            roundTrip.onSenderReportSent(lsr);
            assertThat(roundTrip.onReportBlock(arrival, lsr, dlsr)).isTrue();
            assertThat(roundTrip.latestMs()).isCloseTo(rtt * 1_000.0 / 65_536, within(1e-9));
        }
    }

    @Test
    void shouldMeasureNothingWithoutASenderReportOfOurs() {
        assertThat(roundTrip.onReportBlock(500, 0, 0)).isTrue();
        assertThat(roundTrip.latestMs()).isNaN();
        assertThat(roundTrip.onReportBlock(500, 400, 0)).isFalse();
        assertThat(roundTrip.latestMs()).isNaN();
    }

    @Test
    void shouldForgetOldSenderReports() {
        for (int ntp = 100; ntp <= 108; ntp++) {
            roundTrip.onSenderReportSent(ntp);
        }
        assertThat(roundTrip.onReportBlock(1_000, 100, 0)).isFalse();
        assertThat(roundTrip.onReportBlock(1_000, 101, 0)).isTrue();
    }

    @Test
    void shouldTakeRoundingForZeroAndRefuseMore() {
        roundTrip.onSenderReportSent(1_000);
        assertThat(roundTrip.onReportBlock(2_000, 1_000, 1_030)).isTrue();
        assertThat(roundTrip.latestMs()).isZero();
        assertThat(roundTrip.onReportBlock(2_000, 1_000, 1_100)).isFalse();
        assertThat(roundTrip.onReportBlock(2_000, 1_000, 0xFFFF_FFFFL)).isFalse();
        assertThat(roundTrip.latestMs()).isZero();
    }
}
