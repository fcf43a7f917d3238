package busyhour.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpArithmeticPropertyTest {

    private final Random random = new Random(3);

    @Test
    void shouldFollowALongCounterThroughAllWraps() {
        long sequence = 5;
        long timestamp = -7;
        for (int i = 0; i < 200_000; i++) {
            final int step = random.nextInt(65_535) - 32_767;
            final int units = random.nextInt();
            assertThat(RtpArithmetic.extendSequence(sequence, (int) (sequence + step) & 0xFFFF)).isEqualTo(sequence + step);
            assertThat(RtpArithmetic.extendTimestamp(timestamp, (int) (timestamp + units))).isEqualTo(timestamp + units);
            assertThat(RtpArithmetic.sequenceDistance((int) sequence & 0xFFFF, (int) (sequence + step) & 0xFFFF)).isEqualTo(step);
            assertThat(RtpArithmetic.timestampDistance((int) timestamp, (int) (timestamp + units))).isEqualTo(units);
            sequence += random.nextInt(30_000);
            timestamp += random.nextInt(Integer.MAX_VALUE);
        }
    }

    @Test
    void shouldBeAntisymmetric() {
        for (int i = 0; i < 10_000; i++) {
            final int a = random.nextInt(65_536);
            final int b = random.nextInt(65_536);
            if (RtpArithmetic.sequenceForward(a, b) != 32_768) {
                assertThat(RtpArithmetic.sequenceDistance(a, b)).isEqualTo(-RtpArithmetic.sequenceDistance(b, a));
            }
            assertThat((RtpArithmetic.sequenceForward(a, b) + RtpArithmetic.sequenceForward(b, a)) % 65_536).isZero();
            assertThat(RtpArithmetic.sequenceForward(a, RtpArithmetic.nextSequence(a))).isEqualTo(1);
        }
    }

    @Test
    void shouldTurnWallClockIntoNtpTime() {
        for (final JsonNode example : Vectors.json("05-quality-models/rtcp-math/rfc3550_examples.json").get("ntp")) {
            final long ntp = RtpArithmetic.ntpFromEpochNs(Math.round(example.get("unix").asDouble() * 1e9));
            assertThat(ntp >>> 32).isEqualTo(example.get("ntp_sec").asLong());
            if (example.has("ntp_frac")) {
                assertThat(ntp & 0xFFFFFFFFL).isEqualTo(Long.decode(example.get("ntp_frac").asText()));
                assertThat(RtpArithmetic.ntpMiddle(ntp)).isEqualTo((int) (long) Long.decode(example.get("middle32").asText()));
            }
        }
    }

    @Test
    void shouldMeasureBetweenNtpTimesAlsoAcrossTheEra() {
        final long eraEnd = (0xFFFF_FFFFL - RtpArithmetic.NTP_TO_UNIX_SECONDS) * 1_000_000_000L;
        for (int i = 0; i < 10_000; i++) {
            final long from = eraEnd + random.nextLong(-5_000_000_000L, 5_000_000_000L);
            final long distance = random.nextLong(-5_000_000_000L, 5_000_000_000L);
            assertThat(RtpArithmetic.ntpDistanceNs(RtpArithmetic.ntpFromEpochNs(from), RtpArithmetic.ntpFromEpochNs(from + distance)))
                    .isBetween(distance - 2, distance + 2);
        }
    }
}
