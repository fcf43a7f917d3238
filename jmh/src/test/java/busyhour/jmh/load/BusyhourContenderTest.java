package busyhour.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BusyhourContenderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** 1,000 endpoints for 17 s: 850,000 packets by plan. */
    private static Figures figures(long sent, long lost, long drops) throws IOException {
        final JsonNode result = JSON.readTree("""
                {"engine": {"shardBusyRatio": 0.125, "packetsSent": %d, "kernelDrops": %d, "overloaded": false,
                            "sendLatenessUs": {"p99": 60.5, "p999": 900}},
                 "calls": {}, "run": {"exitCode": 0}, "metrics": {"packets_lost": {"sum": %d}}}""".formatted(sent, drops, lost));
        return BusyhourContender.figures(result, 1_000, 17, 0.25, 0.13, null);
    }

    @Test
    void shouldDivideThePacketsOfASecondByTheBusyShareOfIt() throws Exception {
        final Figures figures = figures(850_007, 0, 0);
        assertThat(figures.packetsPerSecond()).isEqualTo(50_000);
        assertThat(figures.packetsPerBusySecond()).isEqualTo(400_000);
        assertThat(figures.cpuUsPerPacket()).isEqualTo(5, within(1e-9));
        assertThat(figures.within1ms()).as("nobody watched").isNaN();
        assertThat(figures.lost()).isZero();
    }

    @Test
    void shouldNotCountPacketsThatWereNeverSent() throws Exception {
        assertThat(figures(425_000, 0, 0).packetsPerSecond()).isEqualTo(25_000);
    }

    @Test
    void shouldCountAsLostWhatEitherAccountSays() throws Exception {
        assertThat(figures(850_000, 7, 0).lost()).isEqualTo(7);
        assertThat(figures(850_000, 7, 9).lost()).isEqualTo(9);
    }

    @Test
    void shouldPrintARowWithoutGapsThatNobodyWatched() throws Exception {
        assertThat(figures(850_000, 0, 0).row()).matches("Busyhour +1000 +50000 +12\\.5 +13\\.0 +400,000 +5\\.00 +61 +900 +- +- +- +-\\R");
    }
}
