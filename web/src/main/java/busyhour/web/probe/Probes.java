package busyhour.web.probe;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Probes in the database, and how long each was in which state. Any thread. */
public final class Probes {

    private static final String COLUMNS = "id, project_id, test_id, name, description, interval_minutes, limits, damping_need, damping_of, paused, state,"
            + " state_since, reason, judged_from, created_at";

    private final Jdbi jdbi;

    public Probes(Database database) {
        this.jdbi = database.jdbi();
    }

    /** What a person decides of a probe. */
    record Settings(Long testId, String name, String description, int intervalMinutes, List<Limit> limits, Damping damping, boolean paused) {
    }

    /** Adds one that is UNKNOWN until its first execution. */
    Probe add(long projectId, Settings settings) {
        long id = Secrets.newId();
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("INSERT INTO probes (id, project_id, test_id, name, description, interval_minutes, limits, damping_need, damping_of, paused, reason)"
                            + " VALUES (:id, :project, :test, :name, :description, :interval, :limits, :need, :of, :paused, 'not executed yet')")
                    .bind("id", id).bind("project", projectId).bind("test", settings.testId()).bind("name", settings.name())
                    .bind("description", settings.description()).bind("interval", settings.intervalMinutes())
                    .bind("limits", LimitsJson.stored(settings.limits())).bind("need", settings.damping().need()).bind("of", settings.damping().of())
                    .bind("paused", settings.paused()).execute();
            handle.execute("INSERT INTO probe_states (probe_id, state, from_at) SELECT id, state, state_since FROM probes WHERE id = ?", id);
            return find(handle, id).orElseThrow();
        });
    }

    /** @param judgedAnew whether what was measured before says nothing any more. */
    void change(Handle handle, long id, Settings settings, boolean judgedAnew) {
        handle.createUpdate("UPDATE probes SET test_id = :test, name = :name, description = :description, interval_minutes = :interval, limits = :limits,"
                        + " damping_need = :need, damping_of = :of, paused = :paused,"
                        + " judged_from = CASE WHEN :anew THEN now() ELSE judged_from END WHERE id = :id")
                .bind("id", id).bind("test", settings.testId()).bind("name", settings.name()).bind("description", settings.description())
                .bind("interval", settings.intervalMinutes()).bind("limits", LimitsJson.stored(settings.limits()))
                .bind("need", settings.damping().need()).bind("of", settings.damping().of()).bind("paused", settings.paused()).bind("anew", judgedAnew)
                .execute();
    }

    /** Sets the state, and notes since when when it is another one. Of the transaction's time. */
    void state(Handle handle, Probe probe, Health state, String reason) {
        handle.createUpdate("UPDATE probes SET state = :state, reason = :reason,"
                        + " state_since = CASE WHEN state = :state THEN state_since ELSE now() END WHERE id = :id")
                .bind("id", probe.id()).bind("state", state.name()).bind("reason", reason).execute();
        if (state != probe.state()) {
            handle.execute("UPDATE probe_states SET until_at = now() WHERE probe_id = ? AND until_at IS NULL", probe.id());
            handle.execute("INSERT INTO probe_states (probe_id, state, from_at) VALUES (?, ?, now())", probe.id(), state.name());
        }
    }

    boolean delete(long projectId, long id) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM probes WHERE id = ? AND project_id = ?", id, projectId)) > 0;
    }

    public Optional<Probe> byId(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    public Optional<Probe> byId(long projectId, long id) {
        return byId(id).filter(probe -> probe.projectId() == projectId);
    }

    private static Optional<Probe> find(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM probes WHERE id = :id").bind("id", id).map((row, context) -> read(row)).findOne();
    }

    /** Nobody else changes it before this transaction ends. */
    Optional<Probe> locked(Handle handle, long id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM probes WHERE id = :id FOR UPDATE").bind("id", id).map((row, context) -> read(row)).findOne();
    }

    /** Those that need a look first; by name within a state. */
    Page<Probe> list(long projectId, int page, int perPage) {
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT " + COLUMNS + " FROM probes WHERE project_id = :project ORDER BY paused,"
                                + " array_position(ARRAY['UNHEALTHY', 'DEGRADED', 'UNKNOWN', 'HEALTHY'], state), lower(name), id LIMIT :limit OFFSET :offset")
                        .bind("project", projectId).bind("limit", perPage).bind("offset", (page - 1L) * perPage)
                        .map((row, context) -> read(row)).list(),
                page, perPage,
                handle.createQuery("SELECT count(*) FROM probes WHERE project_id = :project").bind("project", projectId).mapTo(Long.class).one()));
    }

    /** Those that are to be executed. */
    List<Probe> active() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM probes WHERE NOT paused").map((row, context) -> read(row)).list());
    }

    Optional<Project> project(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, organisation_id, slug, name FROM projects WHERE id = :id").bind("id", id)
                .map((row, context) -> new Project(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4))).findOne());
    }

    /** A time in a state; {@code until} is null for the one that it is in. */
    public record Span(long probeId, Health state, Instant from, Instant until) {
    }

    /** Times that reach beyond {@code since}, oldest first. */
    public List<Span> spans(List<Long> probeIds, Instant since) {
        if (probeIds.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT probe_id, state, from_at, until_at FROM probe_states WHERE probe_id IN (<ids>) AND coalesce(until_at, now()) > :since"
                        + " ORDER BY from_at")
                .bindList("ids", probeIds).bind("since", since)
                .map((row, context) -> new Span(row.getLong(1), Health.valueOf(row.getString(2)), row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4) == null ? null : row.getTimestamp(4).toInstant())).list());
    }

    void forgetSpansBefore(Instant time) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM probe_states WHERE until_at < ?", time));
    }

    private static Probe read(ResultSet row) throws SQLException {
        return new Probe(row.getLong(1), row.getLong(2), row.getObject(3, Long.class), row.getString(4), row.getString(5), row.getInt(6),
                LimitsJson.parsed(row.getString(7)), new Damping(row.getInt(8), row.getInt(9)), row.getBoolean(10), Health.valueOf(row.getString(11)),
                row.getTimestamp(12).toInstant(), row.getString(13), row.getTimestamp(14).toInstant(), row.getTimestamp(15).toInstant());
    }
}
