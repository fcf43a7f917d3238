package busyhour.web.probe;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.http.Answer;
import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What came of probes' executions, in the database. Any thread. */
final class Executions {

    private static final String COLUMNS = "id, probe_id, run_id, trigger, started_by, started_at, ended_at, health, state, previous_state, reason, measured";

    private final Jdbi jdbi;

    Executions(Database database) {
        this.jdbi = database.jdbi();
    }

    /** One value of a chart: what was measured in a stretch of time. */
    record Point(long atS, String metric, double avg, double min, double max) {
    }

    /** Adds one that goes on; empty when another one of the probe does. The probe is locked. */
    Optional<Execution> begin(Handle handle, Probe probe, String trigger, String by) {
        boolean goesOn = handle.createQuery("SELECT count(*) FROM probe_executions WHERE probe_id = :probe AND ended_at IS NULL").bind("probe", probe.id())
                .mapTo(Long.class).one() > 0;
        if (goesOn) {
            return Optional.empty();
        }
        return Optional.of(handle.createQuery("INSERT INTO probe_executions (id, probe_id, trigger, started_by) VALUES (:id, :probe, :trigger, :by) RETURNING " + COLUMNS)
                .bind("id", Secrets.newId()).bind("probe", probe.id()).bind("trigger", trigger).bind("by", by)
                .map((row, context) -> read(row)).one());
    }

    void run(long id, long runId) {
        jdbi.useHandle(handle -> handle.execute("UPDATE probe_executions SET run_id = ? WHERE id = ?", runId, id));
    }

    Execution end(Handle handle, Execution execution, Judgement judgement, Health before, Health state) {
        return handle.createQuery("UPDATE probe_executions SET ended_at = now(), health = :health, state = :state, previous_state = :before, reason = :reason,"
                        + " measured = :measured WHERE id = :id RETURNING " + COLUMNS)
                .bind("id", execution.id()).bind("health", judgement.health().name()).bind("state", state.name()).bind("before", before.name())
                .bind("reason", judgement.reason()).bind("measured", Answer.JSON.valueToTree(LimitsJson.measured(judgement.measured())).toString())
                .map((row, context) -> read(row)).one();
    }

    /** Of the ended ones that count, newest first. */
    List<Health> latest(Handle handle, Probe probe, int most) {
        return handle.createQuery("SELECT health FROM probe_executions WHERE probe_id = :probe AND ended_at IS NOT NULL AND started_at >= :from"
                        + " ORDER BY started_at DESC LIMIT :most")
                .bind("probe", probe.id()).bind("from", probe.judgedFrom()).bind("most", most).mapTo(String.class).map(Health::valueOf).list();
    }

    Optional<Execution> byId(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM probe_executions WHERE id = :id").bind("id", id).map((row, context) -> read(row)).findOne();
    }

    Optional<Execution> ofRun(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM probe_executions WHERE run_id = :run").bind("run", runId)
                .map((row, context) -> read(row)).findOne());
    }

    Optional<Execution> last(long probeId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM probe_executions WHERE probe_id = :probe ORDER BY started_at DESC LIMIT 1")
                .bind("probe", probeId).map((row, context) -> read(row)).findOne());
    }

    /** Those that go on, of all probes. */
    List<Execution> unfinished() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM probe_executions WHERE ended_at IS NULL")
                .map((row, context) -> read(row)).list());
    }

    /** Newest first. */
    Page<Execution> list(long probeId, Health health, int page, int perPage) {
        String where = " FROM probe_executions WHERE probe_id = :probe AND (:health::text IS NULL OR health = :health)";
        String word = health == null ? null : health.name();
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT " + COLUMNS + where + " ORDER BY started_at DESC, id LIMIT :limit OFFSET :offset")
                        .bind("probe", probeId).bind("health", word).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                        .map((row, context) -> read(row)).list(),
                page, perPage,
                handle.createQuery("SELECT count(*)" + where).bind("probe", probeId).bind("health", word).mapTo(Long.class).one()));
    }

    /** What a chart shows: values in stretches of equal length, so that a long time costs no more than a short one. */
    List<Point> series(long probeId, Instant from, int stretchS) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT floor(extract(epoch FROM e.started_at) / :stretch)::bigint * :stretch AS at, v->>'metric' AS metric,"
                        + " avg((v->>'value')::float8), min((v->>'value')::float8), max((v->>'value')::float8)"
                        + " FROM probe_executions e, jsonb_array_elements(e.measured::jsonb) v"
                        + " WHERE e.probe_id = :probe AND e.started_at >= :from AND e.ended_at IS NOT NULL AND v->>'value' IS NOT NULL"
                        + " GROUP BY 1, 2 ORDER BY 1, 2")
                .bind("probe", probeId).bind("from", from).bind("stretch", stretchS)
                .map((row, context) -> new Point(row.getLong(1), row.getString(2), row.getDouble(3), row.getDouble(4), row.getDouble(5))).list());
    }

    void forgetBefore(Instant time) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM probe_executions WHERE ended_at < ?", time));
    }

    private static Execution read(ResultSet row) throws SQLException {
        return new Execution(row.getLong(1), row.getLong(2), row.getObject(3, Long.class), row.getString(4), row.getString(5), row.getTimestamp(6).toInstant(),
                instant(row.getTimestamp(7)), health(row.getString(8)), health(row.getString(9)), health(row.getString(10)), row.getString(11),
                LimitsJson.parsedMeasured(row.getString(12)));
    }

    private static Instant instant(Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static Health health(String name) {
        return name == null ? null : Health.valueOf(name);
    }
}
