package busyhour.web.result;

import java.util.Map;

/**
 * The statistics of one metric over one run or group.
 *
 * @param unit   as in the catalogue.
 * @param count  samples: endpoint-seconds of a gauge, calls of a one-shot, endpoints of a counter.
 * @param sum    of a counter's final values; NaN for other kinds.
 * @param values of a string metric with how often each was seen; null for numeric ones.
 */
public record Statistics(
        String unit, long count, double min, double avg,
        double p1, double p5, double p50, double p90, double p95, double p99, double p999, double max,
        double sum, Map<String, Long> values) {
}
