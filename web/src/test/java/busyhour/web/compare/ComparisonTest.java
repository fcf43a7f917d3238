package busyhour.web.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static JsonNode result(double asr, double mos, double jitter, double setup, Integer lost) throws Exception {
        return new ObjectMapper().readTree("""
                {"calls": {"asr": %s, "failed": 0}, "metrics": {"mos": {"avg": %s, "p5": %s}, "jitter_ms": {"avg": %s, "p95": %s},
                 "call_setup_time_ms": {"avg": %s, "p95": %s}, "packets_lost": %s, "nack_sent": null}}"""
                .formatted(asr, mos, mos, jitter, jitter, setup, setup, lost == null ? "null" : "{\"sum\": " + lost + "}"));
    }

    private static Comparison.Row row(List<Comparison.Row> rows, String key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst().orElseThrow();
    }

    @Test
    void shouldTellChangeInPercentAndWhatGotWorse() throws Exception {
        List<Comparison.Row> rows = Comparison.rows(List.of(result(100, 4.4, 10, 100, 0), result(94, 4.0, 12, 90, 3), result(96, 4.38, 10.4, 104, null)), 5);
        Comparison.Row asr = row(rows, "calls.asr");
        assertThat(asr.better()).isEqualTo("more");
        assertThat(asr.values()).containsExactly(100.0, 94.0, 96.0);
        assertThat(asr.changes()).containsExactly(null, -6.0, -4.0);
        assertThat(asr.worse()).containsExactly(false, true, false);
        assertThat(row(rows, "mos.avg").worse()).containsExactly(false, true, false);
        assertThat(row(rows, "mos.avg").changes().get(1)).isEqualTo(-9.09);
        assertThat(row(rows, "jitter_ms.p95").worse()).containsExactly(false, true, false);
        assertThat(row(rows, "call_setup_time_ms.p95").worse()).as("10 % less, 4 % more").containsExactly(false, false, false);
        assertThat(row(rows, "packets_lost.sum").changes()).as("from 0 there is no percentage").containsExactly(null, null, null);
        assertThat(row(rows, "packets_lost.sum").worse()).containsExactly(false, true, false);
        assertThat(rows).extracting(Comparison.Row::key).doesNotContain("nack_sent.sum");
    }

    @Test
    void shouldNotCallARegressionWhatNobodyNotices() throws Exception {
        List<Comparison.Row> rows = Comparison.rows(List.of(result(100, 4.4, 0.04, 1.2, 0), result(99.95, 4.36, 0.9, 2.1, 0)), 0);
        assertThat(rows).noneMatch(Comparison.Row::regression);
        assertThat(row(rows, "jitter_ms.avg").changes().get(1)).isEqualTo(2_150.0);
    }
}
