package busyhour.web.result;

import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything about a whole run or one group: gauges over endpoint-seconds, one-shots over calls, counters and texts over
 * the last values of its endpoints. Single-threaded.
 */
final class ScopeAggregates {
    private final MetricCatalogue catalogue = MetricCatalogue.instance();
    private final SlotHistogram[] histograms = new SlotHistogram[catalogue.slotCount()];
    private final Map<Integer, Map<String, Long>> callTexts = new TreeMap<>();
    private final LastValues last;
    private final int firstEndpoint;
    private final int endEndpoint;

    /** @param last final values of all endpoints of the run; this scope looks at {@code first} to {@code end - 1}. */
    ScopeAggregates(LastValues last, int firstEndpoint, int endEndpoint) {
        this.last = last;
        this.firstEndpoint = firstEndpoint;
        this.endEndpoint = endEndpoint;
    }

    boolean contains(int endpoint) {
        return endpoint >= firstEndpoint && endpoint < endEndpoint;
    }

    /** A gauge of one second or a one-shot of one call. */
    void record(Slot slot, double value) {
        SlotHistogram histogram = histograms[slot.index()];
        if (histogram == null) {
            histogram = histograms[slot.index()] = new SlotHistogram(slot.metric());
        }
        histogram.record(value);
    }

    /** A text that is said once in each call. */
    void recordCallText(Slot slot, String value) {
        callTexts.computeIfAbsent(slot.index(), key -> new TreeMap<>()).merge(value, 1L, Long::sum);
    }

    /** Of a gauge or one-shot; null when it has no value yet. */
    SlotHistogram histogram(Slot slot) {
        return slot.metric().kind() == Kind.COUNTER ? counter(slot) : histograms[slot.index()];
    }

    /** The same gauges and one-shots beside other final values. */
    ScopeAggregates over(LastValues finalValues) {
        ScopeAggregates other = new ScopeAggregates(finalValues, firstEndpoint, endEndpoint);
        System.arraycopy(histograms, 0, other.histograms, 0, histograms.length);
        other.callTexts.putAll(callTexts);
        return other;
    }

    /** By result key in the catalogue's order; null where nothing was measured. */
    Map<String, Statistics> metrics() {
        Map<String, Statistics> metrics = new LinkedHashMap<>();
        for (Slot slot : catalogue.slots()) {
            metrics.put(slot.resultKey(), statistics(slot));
        }
        return metrics;
    }

    private Statistics statistics(Slot slot) {
        if (slot.metric().isText()) {
            Map<String, Long> values = callTexts.containsKey(slot.index())
                    ? callTexts.get(slot.index()) : last.texts(slot, firstEndpoint, endEndpoint);
            return values.isEmpty() ? null : SlotHistogram.text(slot.metric().unit(), new TreeMap<>(values));
        }
        SlotHistogram histogram = histogram(slot);
        return histogram == null || histogram.count() == 0 ? null
                : histogram.statistics(slot.metric().kind() == Kind.COUNTER);
    }

    private SlotHistogram counter(Slot slot) {
        double[] values = last.numbers(slot);
        if (values == null) {
            return null;
        }
        SlotHistogram histogram = new SlotHistogram(slot.metric());
        for (int endpoint = firstEndpoint; endpoint < endEndpoint; endpoint++) {
            histogram.record(values[endpoint]);
        }
        return histogram;
    }
}
