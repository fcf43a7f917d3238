package busyhour.ipc.metric;

/**
 * One line of the catalogue. Immutable.
 *
 * @param index      place in the catalogue, from 0.
 * @param key        name in results, thresholds and columns.
 * @param unit       as people read it.
 * @param category   quality, network, feedback, jitter_buffer, audio, video or call_timing.
 * @param direction  sides that it is measured on.
 * @param media      streams that it is measured on.
 * @param kind       how its values are summed up.
 * @param offset     a histogram records {@code (value + offset) * scale}: the least value that still fits is {@code -offset}.
 * @param scale      histogram steps for one unit.
 * @param definition what it is, with its RFC or recommendation.
 */
public record Metric(
        int index,
        String key,
        String unit,
        String category,
        Direction direction,
        Media media,
        Kind kind,
        double offset,
        double scale,
        String definition) {

    /** Whether its values are text. */
    public boolean isText() {
        return kind == Kind.STRING;
    }

    /** What a histogram records for a value; values below {@code -offset} become 0. */
    public long recorded(final double value) {
        final double steps = (value + offset) * scale;
        return steps <= 0 ? 0 : Math.round(steps);
    }

    /** The value that a histogram's recorded number stands for. */
    public double value(final double recorded) {
        return recorded / scale - offset;
    }
}
