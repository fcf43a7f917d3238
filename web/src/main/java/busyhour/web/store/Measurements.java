package busyhour.web.store;

import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.web.store.SampleColumns.Side;
import busyhour.web.trace.TracedMessage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What was measured of one endpoint, second by second, and the messages that it exchanged. Any thread. */
public final class Measurements {

    /** More seconds than this are not given at once. */
    public static final int MAX_SECONDS = 20_000;
    /** More messages than this are not given at once. */
    public static final int MAX_MESSAGES = 5_000;

    private final Jdbi jdbi;

    public Measurements(Database database) {
        this.jdbi = database.jdbi();
    }

    /** A value in a second: a number, or a text of a text metric. */
    public record Point(int second, Object value) {
    }

    /**
     * How many messages of an endpoint are kept.
     *
     * @param leftOut messages between the first and the last ones that are not.
     */
    public record Extent(long kept, long leftOut) {
    }

    /** What became of a step of a scenario action; {@code action} and {@code step} count from 0 in the order of the plan. */
    public record ActionStep(int call, long timeNs, int action, int step, String kind, boolean ok, int statusCode, String reason) {
    }

    /** A step in the life of a call. */
    public record Step(int call, long timeNs, long intendedNs, String kind, boolean caller, String result, int statusCode) {
    }

    /** Points by slot, only those that were measured; in the order of the slots asked for. */
    public Map<Slot, List<Point>> series(LocalDate day, long runId, int endpoint, Collection<Slot> slots, int from, int to) {
        Map<Slot, List<Point>> series = new LinkedHashMap<>();
        slots.forEach(slot -> series.put(slot, new ArrayList<>()));
        jdbi.useHandle(handle -> {
            for (Side side : Side.values()) {
                List<Slot> ofSide = slots.stream().filter(slot -> !slot.metric().isText() && Side.of(slot) == side).toList();
                if (!ofSide.isEmpty()) {
                    readNumbers(handle, day, runId, endpoint, side, ofSide, from, to, series);
                }
            }
            if (slots.stream().anyMatch(slot -> slot.metric().isText())) {
                readTexts(handle, day, runId, endpoint, from, to, series);
            }
        });
        series.values().removeIf(List::isEmpty);
        return series;
    }

    private static void readNumbers(Handle handle, LocalDate day, long runId, int endpoint, Side side, List<Slot> slots, int from, int to,
            Map<Slot, List<Point>> series) {
        StringBuilder columns = new StringBuilder("second");
        slots.forEach(slot -> columns.append(", ").append(SampleColumns.column(slot.metric().key())));
        handle.createQuery("SELECT " + columns + " FROM samples WHERE day = :day AND run_id = :run AND endpoint = :endpoint"
                        + " AND side = :side AND second BETWEEN :from AND :to ORDER BY second, call LIMIT " + MAX_SECONDS)
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint).bind("side", side.ordinal()).bind("from", from).bind("to", to)
                .scanResultSet((result, context) -> {
                    try (ResultSet row = result.get()) {
                        while (row.next()) {
                            for (int i = 0; i < slots.size(); i++) {
                                double value = row.getDouble(i + 2);
                                if (!row.wasNull()) {
                                    add(series.get(slots.get(i)), slots.get(i), new Point(row.getInt(1), value));
                                }
                            }
                        }
                    }
                    return null;
                });
    }

    /** One-shots are observations, each counts; of anything else the last value of a second stands. */
    private static void add(List<Point> points, Slot slot, Point point) {
        boolean again = !points.isEmpty() && points.getLast().second() == point.second();
        if (again && slot.metric().kind() != Kind.ONE_SHOT) {
            points.removeLast();
        }
        points.add(point);
    }

    private static void readTexts(Handle handle, LocalDate day, long runId, int endpoint, int from, int to, Map<Slot, List<Point>> series) {
        handle.createQuery("SELECT second, key, value FROM text_values WHERE day = :day AND run_id = :run AND endpoint = :endpoint"
                        + " AND second BETWEEN :from AND :to ORDER BY second LIMIT " + MAX_SECONDS)
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint).bind("from", from).bind("to", to)
                .map((row, context) -> {
                    List<Point> points = series.get(MetricCatalogue.instance().slot(row.getString(2)));
                    if (points != null) {
                        points.add(new Point(row.getInt(1), row.getString(3)));
                    }
                    return row;
                }).list();
    }

    /** In the order in which they went over the wire. */
    public List<TracedMessage> messages(LocalDate day, long runId, int endpoint, long offset, int limit) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT call, number, time_ns, epoch_ns, flags, transport, local, peer, full_length, message FROM sip_messages"
                        + " WHERE day = :day AND run_id = :run AND endpoint = :endpoint ORDER BY time_ns, number, sequence"
                        + " LIMIT :limit OFFSET :offset")
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint).bind("offset", offset)
                .bind("limit", Math.min(limit, MAX_MESSAGES))
                .map((row, context) -> new TracedMessage(endpoint, row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getInt(5),
                        row.getString(6), row.getString(7), row.getString(8), row.getInt(9), row.getBytes(10)))
                .list());
    }

    public Extent extent(LocalDate day, long runId, int endpoint) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT count(*), coalesce(max(number) + 1, 0) FROM sip_messages"
                        + " WHERE day = :day AND run_id = :run AND endpoint = :endpoint")
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint)
                .map((row, context) -> new Extent(row.getLong(1), Math.max(0, row.getLong(2) - row.getLong(1)))).one());
    }

    /** In the order in which they came to their end. */
    public List<ActionStep> actions(LocalDate day, long runId, int endpoint) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT call, time_ns, action, step, kind, ok, status_code, reason FROM action_results"
                        + " WHERE day = :day AND run_id = :run AND endpoint = :endpoint ORDER BY time_ns, sequence LIMIT " + MAX_MESSAGES)
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint)
                .map((row, context) -> new ActionStep(row.getInt(1), row.getLong(2), row.getInt(3), row.getInt(4), row.getString(5),
                        row.getBoolean(6), row.getInt(7), row.getString(8)))
                .list());
    }

    /** In the order in which they happened. */
    public List<Step> steps(LocalDate day, long runId, int endpoint) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT call, time_ns, intended_ns, kind, caller, result, status_code FROM call_events"
                        + " WHERE day = :day AND run_id = :run AND endpoint = :endpoint ORDER BY time_ns, sequence LIMIT " + MAX_MESSAGES)
                .bind("day", day).bind("run", runId).bind("endpoint", endpoint)
                .map((row, context) -> new Step(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4), row.getBoolean(5),
                        row.getString(6), row.getInt(7)))
                .list());
    }
}
