package busyhour.web.status;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.probe.Health;
import busyhour.web.probe.ProbeChange;
import busyhour.web.probe.ProbeEvents;
import busyhour.web.store.Database;
import busyhour.web.store.Page;
import busyhour.web.store.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Incidents in the database. A probe that is no longer healthy opens one on each page that shows it, and resolves it when it is healthy
 * again; what the public reads of it names the component, not what was measured. Any thread.
 */
final class Incidents implements ProbeEvents {

    private static final String COLUMNS = "id, page_id, probe_id, automatic, title, impact, state, opened_at, resolved_at";

    private final Jdbi jdbi;

    Incidents(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public Runnable changed(Handle handle, ProbeChange change) {
        record Shown(long page, String name) {
        }
        List<Shown> pages = handle.createQuery("SELECT page_id, name FROM status_components WHERE probe_id = :probe").bind("probe", change.probe().id())
                .map((row, context) -> new Shown(row.getLong(1), row.getString(2))).list();
        for (Shown shown : pages) {
            Optional<Long> open = handle.createQuery("SELECT id FROM incidents WHERE page_id = :page AND probe_id = :probe AND automatic AND resolved_at IS NULL")
                    .bind("page", shown.page()).bind("probe", change.probe().id()).mapTo(Long.class).findOne();
            switch (change.now()) {
                case HEALTHY -> open.ifPresent(id -> update(handle, id, null, null, Incident.State.RESOLVED, shown.name() + " works as it should again."));
                case DEGRADED, UNHEALTHY -> broken(handle, shown.page(), change.probe().id(), shown.name(), change.now(), open);
                case UNKNOWN -> { } // what is not known opens and ends nothing
            }
        }
        return () -> { };
    }

    private static void broken(Handle handle, long page, long probe, String name, Health health, Optional<Long> open) {
        Incident.Impact impact = health == Health.UNHEALTHY ? Incident.Impact.MAJOR : Incident.Impact.DEGRADED;
        String text = name + (impact == Incident.Impact.MAJOR ? " does not work as it should." : " works, but worse than it should.");
        if (open.isPresent()) {
            update(handle, open.get(), null, impact, Incident.State.INVESTIGATING, text);
        } else {
            add(handle, page, probe, name + (impact == Incident.Impact.MAJOR ? ": major outage" : ": degraded"), impact, Incident.State.INVESTIGATING, text);
        }
    }

    /** Fits incidents to pages that were changed: those of components that are shown no more end, those of new ones that are broken begin. */
    void fit() {
        record Broken(long page, long probe, String name, Health health) {
        }
        jdbi.useTransaction(handle -> {
            handle.execute("UPDATE incidents i SET state = 'RESOLVED', resolved_at = now() WHERE automatic AND resolved_at IS NULL"
                    + " AND NOT EXISTS (SELECT 1 FROM status_components c WHERE c.page_id = i.page_id AND c.probe_id = i.probe_id)");
            List<Broken> all = handle.createQuery("SELECT c.page_id, c.probe_id, c.name, p.state FROM status_components c JOIN probes p ON p.id = c.probe_id"
                            + " WHERE p.state IN ('DEGRADED', 'UNHEALTHY') AND NOT EXISTS (SELECT 1 FROM incidents i"
                            + " WHERE i.page_id = c.page_id AND i.probe_id = c.probe_id AND i.automatic AND i.resolved_at IS NULL) FOR UPDATE OF p")
                    .map((row, context) -> new Broken(row.getLong(1), row.getLong(2), row.getString(3), Health.valueOf(row.getString(4)))).list();
            all.forEach(one -> broken(handle, one.page(), one.probe(), one.name(), one.health(), Optional.empty()));
        });
    }

    /** By hand. Returns its id. */
    long add(long pageId, String title, Incident.Impact impact, Incident.State state, String text) {
        return jdbi.inTransaction(handle -> add(handle, pageId, null, title, impact, state, text));
    }

    private static long add(Handle handle, long pageId, Long probeId, String title, Incident.Impact impact, Incident.State state, String text) {
        long id = Secrets.newId();
        handle.createUpdate("INSERT INTO incidents (id, page_id, probe_id, automatic, title, impact, state, resolved_at)"
                        + " VALUES (:id, :page, :probe, :automatic, :title, :impact, :state, CASE WHEN :state = 'RESOLVED' THEN now() END)")
                .bind("id", id).bind("page", pageId).bind("probe", probeId).bind("automatic", probeId != null).bind("title", title)
                .bind("impact", impact.name()).bind("state", state.name()).execute();
        say(handle, id, state, text);
        return id;
    }

    /** Null leaves a title or impact as it is. */
    void update(long id, String title, Incident.Impact impact, Incident.State state, String text) {
        jdbi.useTransaction(handle -> update(handle, id, title, impact, state, text));
    }

    private static void update(Handle handle, long id, String title, Incident.Impact impact, Incident.State state, String text) {
        handle.createUpdate("UPDATE incidents SET title = coalesce(:title, title), impact = coalesce(:impact, impact), state = :state,"
                        + " resolved_at = CASE WHEN :state = 'RESOLVED' THEN coalesce(resolved_at, now()) END WHERE id = :id")
                .bind("id", id).bind("title", title).bind("impact", impact == null ? null : impact.name()).bind("state", state.name()).execute();
        say(handle, id, state, text);
    }

    private static void say(Handle handle, long id, Incident.State state, String text) {
        if (!text.isEmpty()) {
            handle.execute("INSERT INTO incident_updates (id, incident_id, state, text) VALUES (?, ?, ?, ?)", Secrets.newId(), id, state.name(), text);
        }
    }

    void delete(long id) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM incidents WHERE id = ?", id));
    }

    Optional<Incident> byId(long pageId, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM incidents WHERE id = :id AND page_id = :page").bind("id", id).bind("page", pageId)
                .map((row, context) -> read(handle, row)).findOne());
    }

    /** Newest first. */
    Page<Incident> list(long pageId, int page, int perPage) {
        return jdbi.withHandle(handle -> new Page<>(
                handle.createQuery("SELECT " + COLUMNS + " FROM incidents WHERE page_id = :page ORDER BY opened_at DESC, id LIMIT :limit OFFSET :offset")
                        .bind("page", pageId).bind("limit", perPage).bind("offset", (page - 1L) * perPage).map((row, context) -> read(handle, row)).list(),
                page, perPage,
                handle.createQuery("SELECT count(*) FROM incidents WHERE page_id = :page").bind("page", pageId).mapTo(Long.class).one()));
    }

    /** Those that are open, and the last ones that are not, newest first. */
    List<Incident> recent(long pageId, Instant since, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM incidents WHERE page_id = :page AND (resolved_at IS NULL OR opened_at > :since)"
                        + " ORDER BY resolved_at IS NOT NULL, opened_at DESC, id LIMIT :most")
                .bind("page", pageId).bind("since", since).bind("most", most).map((row, context) -> read(handle, row)).list());
    }

    private static Incident read(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong(1);
        List<Incident.Update> updates = handle.createQuery("SELECT at, state, text FROM incident_updates WHERE incident_id = :incident ORDER BY at DESC, id LIMIT 100")
                .bind("incident", id)
                .map((update, context) -> new Incident.Update(update.getTimestamp(1).toInstant(), Incident.State.valueOf(update.getString(2)), update.getString(3))).list();
        return new Incident(id, row.getLong(2), row.getObject(3, Long.class), row.getBoolean(4), row.getString(5), Incident.Impact.valueOf(row.getString(6)),
                Incident.State.valueOf(row.getString(7)), row.getTimestamp(8).toInstant(), row.getTimestamp(9) == null ? null : row.getTimestamp(9).toInstant(), updates);
    }
}
