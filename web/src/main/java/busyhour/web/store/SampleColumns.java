package busyhour.web.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import org.jdbi.v3.core.Handle;

/**
 * How slots lie in the table of samples: one row for each side, one column for each metric. Derived from the catalogue, immutable.
 */
final class SampleColumns {

    static final String TABLE = "samples";
    static final List<String> KEY_COLUMNS = List.of("day", "run_id", "endpoint", "second", "call", "side");

    private final List<List<Slot>> slotsBySide = new ArrayList<>();

    SampleColumns(MetricCatalogue catalogue) {
        for (Side side : Side.values()) {
            slotsBySide.add(catalogue.slots().stream()
                    .filter(slot -> !slot.metric().isText() && Side.of(slot) == side)
                    .toList());
        }
    }

    /** What a row is about. The order is the number in the table and never changes. */
    enum Side {
        CALL, AUDIO_RECV, AUDIO_SEND, VIDEO_RECV, VIDEO_SEND;

        static Side of(Slot slot) {
            if (slot.direction() == Direction.CALL) {
                return CALL;
            }
            boolean send = slot.direction() == Direction.SEND;
            return slot.media() == Media.VIDEO ? send ? VIDEO_SEND : VIDEO_RECV : send ? AUDIO_SEND : AUDIO_RECV;
        }
    }

    /** Numeric slots of a side, in the order of its COPY columns. */
    List<Slot> slots(Side side) {
        return slotsBySide.get(side.ordinal());
    }

    /** Column of a metric. Keys of the catalogue are lower case words with underscores; quoted all the same. */
    static String column(String key) {
        if (!key.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("a metric's key cannot be a column: " + key);
        }
        return '"' + key + '"';
    }

    /** The statement that takes a side's rows. */
    String copyStatement(Side side) {
        return "COPY " + TABLE + " (" + String.join(", ", KEY_COLUMNS) + slots(side).stream()
                .map(slot -> ", " + column(slot.metric().key())).collect(Collectors.joining()) + ") FROM STDIN (FORMAT binary)";
    }

    /** Adds the columns that the catalogue has and the table has not. */
    void addMissing(Handle handle) {
        Set<String> wanted = new LinkedHashSet<>();
        slotsBySide.forEach(slots -> slots.forEach(slot -> wanted.add(slot.metric().key())));
        wanted.removeAll(handle.createQuery("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = current_schema() AND table_name = :table")
                .bind("table", TABLE).mapTo(String.class).set());
        if (!wanted.isEmpty()) {
            handle.execute("ALTER TABLE " + TABLE + wanted.stream()
                    .map(key -> " ADD COLUMN IF NOT EXISTS " + column(key) + " float8").collect(Collectors.joining(",")));
        }
    }
}
