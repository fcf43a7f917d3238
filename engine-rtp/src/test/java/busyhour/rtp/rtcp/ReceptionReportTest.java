package busyhour.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.rtp.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReceptionReportTest {

    private static final long SECOND = 1_000_000_000L;

    private final TestSources source = new TestSources();
    private final ReceptionReport report = new ReceptionReport();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final ReportBlockFlyweight block = new ReportBlockFlyweight();

    private ReportBlockFlyweight prepare(final long nowNs) {
        report.prepare(source, nowNs, new RtcpCompoundWriter().wrap(buffer, 0).receiverReport(1));
        return block.wrap(buffer, 8);
    }

    @Test
    void shouldComputeTheExamples() {
        final JsonNode examples = Vectors.json("05-quality-models/rtcp-math/rfc3550_examples.json");
        for (final JsonNode e : examples.get("fraction_lost")) {
            assertThat(ReceptionReport.fractionLost(
                    e.get("expected_interval").asLong(), e.get("received_interval").asLong()))
                    .isEqualTo(e.get("fraction").asInt());
        }
        for (final JsonNode e : examples.get("cumulative_lost")) {
            final int lost = ReceptionReport.cumulativeLost(e.get("expected").asLong(), e.get("received").asLong());
            assertThat(lost).isEqualTo(e.get("value").asInt());
            ReportBlockFlyweight.write(buffer, 0, 0, 0, lost, 0, 0, 0, 0);
            assertThat(HexFormat.of().formatHex(buffer.byteArray(), 5, 8)).isEqualTo(e.get("wire").asText());
            assertThat(block.wrap(buffer, 0).cumulativeLost()).isEqualTo(lost);
        }
        assertThat(ReceptionReport.cumulativeLost(0, 33_554_432)).isEqualTo(-0x80_0000);
    }

    @Test
    void shouldSayThatAllWasLostWithoutWrapping() {
        assertThat(ReceptionReport.fractionLost(50, 0)).isEqualTo(255);
        assertThat(ReceptionReport.fractionLost(256, 1)).isEqualTo(255);
    }

    @Test
    void shouldCloseTheIntervalOnlyWhenTheReportLeft() {
        source.hasSource = true;
        source.sourceSsrc = 9;
        source.expected = 100;
        source.received = 90;
        assertThat(prepare(0).fractionLost()).isEqualTo(25);
        source.expected = 200;
        source.received = 140;
        assertThat(prepare(0).fractionLost()).as("refused before: the interval is open").isEqualTo(76);
        report.onSent();
        source.expected = 300;
        source.received = 240;
        assertThat(prepare(0).fractionLost()).isZero();
        assertThat(block.cumulativeLost()).isEqualTo(60);
    }

    @Test
    void shouldBeginAnewWhenTheSourceChangesOrRestarts() {
        source.hasSource = true;
        source.sourceSsrc = 9;
        source.expected = 1_000;
        source.received = 1_000;
        prepare(0);
        report.onSent();
        source.expected = 10;
        source.received = 5;
        assertThat(prepare(0).fractionLost()).isEqualTo(128);
        source.sourceSsrc = 10;
        source.expected = 2_000;
        source.received = 1_500;
        assertThat(prepare(0).fractionLost()).isEqualTo(64);
        assertThat(block.ssrc()).isEqualTo(10);
    }

    @Test
    void shouldLeaveOutASourceThatWentSilent() {
        assertThat(report.isActive(source)).isFalse();
        source.hasSource = true;
        assertThat(report.isActive(source)).isTrue();
        source.received = 5;
        source.expected = 5;
        prepare(0);
        report.onSent();
        assertThat(report.isActive(source)).isFalse();
        source.received = 6;
        assertThat(report.isActive(source)).isTrue();
    }

    @Test
    void shouldNameTheSourcesOwnSenderReportOnly() {
        source.hasSource = true;
        source.sourceSsrc = 9;
        assertThat(prepare(SECOND).lastSenderReport()).isZero();
        assertThat(block.delaySinceLastSenderReport()).isZero();
        report.onSenderReport(8, 0x1234_5678, 0);
        assertThat(prepare(SECOND).lastSenderReport()).isZero();
        report.onSenderReport(9, 0xB705_2000, 0);
        assertThat(prepare(5_250_000_000L).lastSenderReport()).isEqualTo(0xB705_2000);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(0x0005_4000);
    }

    @Test
    void shouldSaturateTheDelay() {
        assertThat(ReceptionReport.delayUnits(-5)).isZero();
        assertThat(ReceptionReport.delayUnits(Long.MAX_VALUE) & 0xFFFF_FFFFL).isEqualTo(65_535L << 16);
    }
}
