package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitterEstimatorTest {

    private final JitterEstimator jitter = new JitterEstimator();

    @Test
    void shouldFollowTheExamplesStepByStepInBothForms() {
        for (final JsonNode example : Vectors.json("05-quality-models/rtcp-math/jitter_sequences.json")) {
            assertFollows(example, 0, 0);
            assertFollows(example, 987_654_321_987L, -200); // the timestamps wrap on the way
        }
    }

    private void assertFollows(JsonNode example, long originNs, int firstTimestamp) {
        final int clockRateHz = example.get("clock_rate").asInt();
        jitter.reset(clockRateHz);
        for (int i = 0; i < example.get("rtp_timestamps").size(); i++) {
            jitter.onPacket(originNs + example.get("arrival_ts_units").get(i).asLong() * 1_000_000_000L / clockRateHz,
                    firstTimestamp + example.get("rtp_timestamps").get(i).asInt());
            assertThat(jitter.timestampUnits()).as("%s %d", example.get("name"), i)
                    .isEqualTo(example.get("jitter_a8_integer").get(i).asInt());
            if (i > 0) {
                assertThat(jitter.jitterMs() * clockRateHz / 1e3).as("%s %d", example.get("name"), i)
                        .isCloseTo(example.get("jitter_float").get(i).asDouble(), within(1e-4));
            }
        }
    }

    @Test
    void shouldKnowNothingBeforeTwoPackets() {
        jitter.reset(8_000);
        assertThat(jitter.jitterMs()).isNaN();
        jitter.onPacket(1, 1);
        assertThat(jitter.jitterMs()).isNaN();
        assertThat(jitter.largestInSecondMs()).isNaN();
    }

    @Test
    void shouldKeepTheLargestValueOfTheSecond() {
        jitter.reset(8_000);
        jitter.onPacket(0, 0);
        jitter.onPacket(36_000_000, 160); // 16 ms late
        jitter.onPacket(40_000_000, 320);
        assertThat(jitter.largestInSecondMs()).isCloseTo(1 + 15 / 16.0, within(1e-9));
        jitter.closeSecond();
        jitter.onPacket(60_000_000, 480);
        assertThat(jitter.largestInSecondMs()).isEqualTo(jitter.jitterMs());
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 44_100, 48_000, 90_000})
    void shouldSeeNoJitterInAnExactStreamAtAnyClockRateForHours(int clockRateHz) {
        jitter.reset(clockRateHz);
        final int units = clockRateHz / 50;
        for (long i = 0; i < 1_000_000; i++) { // 5.5 hours, several wraps of the timestamp at 90 kHz
            jitter.onPacket(i * 20_000_000, (int) (i * units));
        }
        assertThat(jitter.jitterMs()).isCloseTo(0, within(1e-6));
        assertThat(jitter.timestampUnits()).isZero();
    }
}
