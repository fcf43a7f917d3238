package busyhour.web.result;

import busyhour.ipc.metric.Metric;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Values of one metric: count, sum and extremes exactly, percentiles to three digits of what the catalogue's scale and
 * offset make of them. Single-threaded.
 */
final class SlotHistogram {
    private static final int DIGITS = 3;
    private static final long MAX_RECORDED = 1L << 52;

    private final Metric metric;
    private final Histogram histogram = new Histogram(DIGITS);
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    SlotHistogram(Metric metric) {
        this.metric = metric;
    }

    void record(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return;
        }
        histogram.recordValue(Math.min(metric.recorded(value), MAX_RECORDED));
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    long count() {
        return histogram.getTotalCount();
    }

    double average() {
        return count() == 0 ? Double.NaN : sum / count();
    }

    /** The value that {@code percentile} % of all do not exceed; NaN without any. */
    double percentile(double percentile) {
        if (count() == 0) {
            return Double.NaN;
        }
        long recorded = histogram.medianEquivalentValue(histogram.getValueAtPercentile(percentile));
        return Math.clamp(metric.value(recorded), min, max);
    }

    /** @param withSum for counters: their sum says something. */
    Statistics statistics(boolean withSum) {
        return new Statistics(metric.unit(), count(), count() == 0 ? Double.NaN : min, average(), percentile(1), percentile(5),
                percentile(50), percentile(90), percentile(95), percentile(99), percentile(99.9),
                count() == 0 ? Double.NaN : max, withSum ? sum : Double.NaN, null);
    }

    /** Counts in even steps from the smallest to the largest value; null without any. */
    Distribution distribution(String key, int steps) {
        if (count() == 0) {
            return null;
        }
        double width = (max - min) / steps;
        if (width == 0) {
            return new Distribution(key, metric.unit(), min, 0, new long[] {count()});
        }
        long[] counts = new long[steps];
        histogram.recordedValues().forEach(bucket -> {
            double value = Math.clamp(metric.value(histogram.medianEquivalentValue(bucket.getValueIteratedTo())), min, max);
            counts[Math.min(steps - 1, (int) ((value - min) / width))] += bucket.getCountAtValueIteratedTo();
        });
        return new Distribution(key, metric.unit(), min, width, counts);
    }

    /** Statistics of text: how often each value was seen. */
    static Statistics text(String unit, Map<String, Long> values) {
        long count = values.values().stream().mapToLong(Long::longValue).sum();
        double nan = Double.NaN;
        return new Statistics(unit, count, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, values);
    }
}
