package busyhour.web.result;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The last value of each counter and text of each endpoint. Single-threaded. */
final class LastValues {
    private final int endpoints;
    private final double[][] numbers;
    private final String[][] texts;

    LastValues(int endpoints) {
        this.endpoints = endpoints;
        int slots = MetricCatalogue.instance().slotCount();
        numbers = new double[slots][];
        texts = new String[slots][];
    }

    void set(Slot slot, int endpoint, double value) {
        double[] values = numbers[slot.index()];
        if (values == null) {
            values = numbers[slot.index()] = new double[endpoints];
            Arrays.fill(values, Double.NaN);
        }
        values[endpoint] = value;
    }

    void set(Slot slot, int endpoint, String value) {
        String[] values = texts[slot.index()];
        if (values == null) {
            values = texts[slot.index()] = new String[endpoints];
        }
        values[endpoint] = value;
    }

    /** As they are now; texts are left out. */
    LastValues numbersNow() {
        LastValues copy = new LastValues(endpoints);
        for (int i = 0; i < numbers.length; i++) {
            copy.numbers[i] = numbers[i] == null ? null : numbers[i].clone();
        }
        return copy;
    }

    /** What counters have grown by; where there is no number now, there is none, and where there was none, it was 0. */
    LastValues since(LastValues before) {
        LastValues growth = new LastValues(endpoints);
        System.arraycopy(texts, 0, growth.texts, 0, texts.length);
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == null) {
                continue;
            }
            double[] values = growth.numbers[i] = numbers[i].clone();
            double[] base = before.numbers[i];
            for (int endpoint = 0; base != null && endpoint < endpoints; endpoint++) {
                values[endpoint] -= Double.isNaN(base[endpoint]) ? 0 : base[endpoint];
            }
        }
        return growth;
    }

    /** One for each endpoint, NaN where it has none; null when none has any. */
    double[] numbers(Slot slot) {
        return numbers[slot.index()];
    }

    /** NaN when there is none. */
    double number(Slot slot, int endpoint) {
        double[] values = numbers[slot.index()];
        return values == null ? Double.NaN : values[endpoint];
    }

    /** Empty when there is none. */
    String text(Slot slot, int endpoint) {
        String[] values = texts[slot.index()];
        return values == null || values[endpoint] == null ? "" : values[endpoint];
    }

    Map<String, Long> texts(Slot slot, int firstEndpoint, int endEndpoint) {
        Map<String, Long> counts = new TreeMap<>();
        String[] values = texts[slot.index()];
        for (int endpoint = firstEndpoint; values != null && endpoint < endEndpoint; endpoint++) {
            if (values[endpoint] != null) {
                counts.merge(values[endpoint], 1L, Long::sum);
            }
        }
        return counts;
    }
}
