package busyhour.ipc.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics and their slots. Immutable, any thread; lookups allocate nothing.
 */
public final class MetricCatalogue {
    private static final String RESOURCE = "metrics.csv";

    private final List<Metric> metrics;
    private final List<Slot> slots;
    private final Slot[] slotsByIndex;
    private final Map<String, Metric> metricsByKey = new HashMap<>();
    private final Map<String, Slot> slotsByKey = new HashMap<>();
    private final Slot[] slotsBySide;

    private MetricCatalogue(final List<Metric> metrics) {
        this.metrics = Collections.unmodifiableList(metrics);
        this.slotsBySide = new Slot[metrics.size() * SlotLayout.SIDES];
        final List<Slot> all = new ArrayList<>();
        for (final Metric metric : metrics) {
            if (metricsByKey.put(metric.key(), metric) != null) {
                throw new IllegalArgumentException("metric " + metric.key() + " stands twice in " + RESOURCE);
            }
            for (final Slot slot : SlotLayout.slots(metric, all.size())) {
                all.add(slot);
                slotsByKey.put(slot.resultKey(), slot);
                slotsByKey.put(slot.qualifiedKey(), slot);
                slotsBySide[SlotLayout.side(metric.index(), slot.media(), slot.direction())] = slot;
            }
        }
        this.slots = Collections.unmodifiableList(all);
        this.slotsByIndex = all.toArray(new Slot[0]);
    }

    /** The catalogue of this build. */
    public static MetricCatalogue instance() {
        return Holder.INSTANCE;
    }

    static MetricCatalogue parse(final String csv) {
        final List<Metric> metrics = new ArrayList<>();
        csv.lines().skip(1).forEach(line -> metrics.add(MetricLine.parse(metrics.size(), line)));
        return new MetricCatalogue(metrics);
    }

    /** In file order. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** By index. */
    public List<Slot> slots() {
        return slots;
    }

    /** How many slots a sample can have. */
    public int slotCount() {
        return slotsByIndex.length;
    }

    /** @return null when there is none. */
    public Metric metric(final String key) {
        return metricsByKey.get(key);
    }

    /** By {@link Slot#resultKey()} or {@link Slot#qualifiedKey()}. @return null when there is none. */
    public Slot slot(final String resultKey) {
        return slotsByKey.get(resultKey);
    }

    /** By place. @return null for a place that this catalogue does not have: a newer peer's metric. */
    public Slot slot(final int index) {
        return index >= 0 && index < slotsByIndex.length ? slotsByIndex[index] : null;
    }

    /**
     * By what it is about.
     *
     * @param media any value for a call's metric.
     * @return null when the metric has no such slot or does not exist.
     */
    public Slot slot(final String key, final Media media, final Direction direction) {
        final Metric metric = metricsByKey.get(key);
        return metric == null ? null : slotsBySide[SlotLayout.side(metric.index(), media, direction)];
    }

    /**
     * A slot that must exist, for set-up code that names it literally.
     *
     * @throws IllegalArgumentException when it does not.
     */
    public Slot require(final String key, final Media media, final Direction direction) {
        final Slot slot = slot(key, media, direction);
        if (slot == null) {
            throw new IllegalArgumentException("the catalogue has no " + key + " for " + media + " " + direction);
        }
        return slot;
    }

    private static final class Holder {
        private static final MetricCatalogue INSTANCE = load();

        private static MetricCatalogue load() {
            try (InputStream in = MetricCatalogue.class.getResourceAsStream(RESOURCE)) {
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
