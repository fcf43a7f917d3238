package busyhour.ipc.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class MetricCatalogueTest {
    private final MetricCatalogue catalogue = MetricCatalogue.instance();

    @Test
    void shouldHoldTheFactsOfTheSharedCatalogue() throws Exception {
        final Path shared = Path.of(System.getProperty("busyhour.root", "."), "..", "shared", "metrics.csv");
        assumeTrue(Files.exists(shared), "the shared catalogue is not beside the project");
        final List<String> lines = Files.readAllLines(shared);
        assertThat(catalogue.metrics()).hasSize(lines.size() - 1).hasSize(166);
        for (final Metric metric : catalogue.metrics()) {
            final String head = String.join(",", metric.key(), metric.unit(), metric.category(), metric.direction().word(),
                    metric.media().word(), metric.kind().word());
            final String line = lines.get(metric.index() + 1);
            final String quoted = '"' + metric.definition().replace("\"", "\"\"") + '"';
            assertThat(line).isIn(head + "," + metric.definition(), head + "," + quoted);
        }
    }

    @Test
    void shouldNameSlotsByWhatTheMetricHas() {
        assertThat(keys("mos")).containsExactly("mos");
        assertThat(keys("jitter_ms")).containsExactly("jitter_ms", "video.jitter_ms");
        assertThat(keys("rtt_ms")).containsExactly("rtt_ms", "rtt_ms.send", "video.rtt_ms", "video.rtt_ms.send");
        assertThat(keys("packets_sent")).containsExactly("packets_sent", "video.packets_sent");
        assertThat(keys("frames_received")).containsExactly("frames_received");
        assertThat(keys("video_bitrate_bps")).containsExactly("video_bitrate_bps", "video_bitrate_bps.send");
        assertThat(keys("call_setup_time_ms")).containsExactly("call_setup_time_ms");
    }

    @Test
    void shouldFindSlotsByKeyPlaceAndSide() {
        for (final Slot slot : catalogue.slots()) {
            assertThat(catalogue.slot(slot.index())).isSameAs(slot);
            assertThat(catalogue.slot(slot.resultKey())).isSameAs(slot);
            assertThat(catalogue.slot(slot.qualifiedKey())).isSameAs(slot);
            assertThat(catalogue.require(slot.metric().key(), slot.media(), slot.direction())).isSameAs(slot);
        }
        assertThat(catalogue.slot("packets_sent.send")).isSameAs(catalogue.slot("packets_sent"));
        assertThat(catalogue.slot("nonsense")).isNull();
        assertThat(catalogue.slot(-1)).isNull();
        assertThat(catalogue.slot(catalogue.slotCount())).isNull();
        assertThat(catalogue.slot("mos", Media.VIDEO, Direction.RECV)).isNull();
        assertThat(catalogue.slot("mos", Media.AUDIO, Direction.SEND)).isNull();
        assertThatThrownBy(() -> catalogue.require("mos", Media.AUDIO, Direction.SEND))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("mos");
    }

    /** Slots go over the wire by place: a change here breaks journals and peers of other versions. Add metrics at the end. */
    @Test
    void shouldKeepTheOrderOfSlots() {
        final CRC32 order = new CRC32();
        catalogue.slots().forEach(slot -> order.update((slot.qualifiedKey() + "\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(catalogue.slotCount()).isEqualTo(249);
        assertThat(Long.toHexString(order.getValue())).isEqualTo("a25fc511");
    }

    @Test
    void shouldFitNegativeValuesIntoHistograms() {
        for (final Metric metric : catalogue.metrics()) {
            if (metric.isText()) {
                assertThat(metric.scale()).isNaN();
            } else {
                assertThat(metric.scale()).as(metric.key()).isPositive();
                assertThat(metric.offset()).as(metric.key()).isNotNegative();
                for (final double value : new double[] {-metric.offset(), 0, 1, 4.4, 99}) {
                    assertThat(metric.value(metric.recorded(value))).as(metric.key())
                            .isCloseTo(value, org.assertj.core.data.Offset.offset(0.5 / metric.scale() + 1e-9));
                }
            }
        }
        final Metric level = catalogue.metric("audio_level_rms_dbov");
        assertThat(level.value(level.recorded(-26.3))).isEqualTo(-26.3, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(level.recorded(-1000)).isZero();
        assertThat(catalogue.metric("av_sync_ms").recorded(-1500)).isPositive();
    }

    private List<String> keys(final String metric) {
        return catalogue.slots().stream().filter(slot -> slot.metric().key().equals(metric)).map(Slot::resultKey).toList();
    }
}
