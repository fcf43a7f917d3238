package busyhour.web.capacity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.store.Database;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Concurrency as it is and as it was, of all processes on the database. Any thread. */
public final class ConcurrencyStore {

    /** Rows that a process did not write anew for this long are those of one that is no more. */
    static final Duration FRESH = Duration.ofSeconds(20);
    private static final String SCOPE = "organisation_id = :org AND project_id IS NOT DISTINCT FROM :project AND label IS NOT DISTINCT FROM :label";

    private final Jdbi jdbi;

    public ConcurrencyStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * Some minutes.
     *
     * @param sessions  the most at a time.
     * @param endpoints the most held at a time.
     * @param ceiling   null where nothing said so.
     */
    public record Bucket(Instant from, int sessions, int endpoints, Integer ceiling) {
    }

    /** The most and the median of the sessions in minutes that had any. */
    record Burst(int peak, double median) {
    }

    /** Writes what one process sees at a moment, in the place of what it saw before. */
    void write(long instance, Instant at, Map<Scope, Load> loads, Map<Scope, Integer> ceilings) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM concurrency_now WHERE instance = :instance OR at < now() - interval '1 day'").bind("instance", instance).execute();
            if (loads.isEmpty()) {
                return;
            }
            PreparedBatch now = handle.prepareBatch("INSERT INTO concurrency_now (organisation_id, project_id, label, instance, sessions, endpoints)"
                    + " VALUES (:org, :project, :label, :instance, :sessions, :endpoints)");
            PreparedBatch minute = handle.prepareBatch("INSERT INTO concurrency_minutes AS m (organisation_id, project_id, label, minute, instance, sessions, endpoints,"
                    + " ceiling) VALUES (:org, :project, :label, date_trunc('minute', :at::timestamptz), :instance, :sessions, :endpoints, :ceiling)"
                    + " ON CONFLICT (organisation_id, project_id, label, minute, instance) DO UPDATE SET sessions = greatest(m.sessions, excluded.sessions),"
                    + " endpoints = greatest(m.endpoints, excluded.endpoints), ceiling = coalesce(excluded.ceiling, m.ceiling)");
            loads.forEach((scope, load) -> {
                for (PreparedBatch batch : List.of(now, minute)) {
                    batch.bind("org", scope.organisationId()).bind("project", scope.projectId()).bind("label", scope.label()).bind("instance", instance)
                            .bind("sessions", load.sessions()).bind("endpoints", load.endpoints());
                }
                now.add();
                minute.bind("at", at).bind("ceiling", ceilings.get(scope)).add();
            });
            now.execute();
            minute.execute();
        });
    }

    /** What goes on in an organisation, by scope; those where nothing does are not there. */
    Map<Scope, Load> now(long organisationId) {
        Map<Scope, Load> loads = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("SELECT project_id, label, sum(sessions)::int, sum(endpoints)::int FROM concurrency_now"
                        + " WHERE organisation_id = :org AND at > now() - make_interval(secs => :fresh) GROUP BY project_id, label")
                .bind("org", organisationId).bind("fresh", (double) FRESH.toSeconds()).map((row, context) -> Map.entry(scope(organisationId, row), new Load(row.getInt(3), row.getInt(4))))
                .forEach(entry -> loads.put(entry.getKey(), entry.getValue())));
        return loads;
    }

    /** By scope, over the last days. */
    Map<Scope, Burst> bursts(long organisationId, int days) {
        Map<Scope, Burst> bursts = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("SELECT project_id, label, max(s), percentile_cont(0.5) WITHIN GROUP (ORDER BY s) FROM"
                        + " (SELECT project_id, label, minute, sum(sessions)::int s FROM concurrency_minutes WHERE organisation_id = :org"
                        + " AND minute > now() - make_interval(days => :days) GROUP BY project_id, label, minute) minutes WHERE s > 0 GROUP BY project_id, label")
                .bind("org", organisationId).bind("days", days).map((row, context) -> Map.entry(scope(organisationId, row), new Burst(row.getInt(3), row.getDouble(4))))
                .forEach(entry -> bursts.put(entry.getKey(), entry.getValue())));
        return bursts;
    }

    /** Scopes that held more than that share of their ceiling in each of the last whole minutes. */
    List<Scope> above(long organisationId, double share, int minutes) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT project_id, label FROM"
                        + " (SELECT project_id, label, minute FROM concurrency_minutes WHERE organisation_id = :org"
                        + " AND minute >= date_trunc('minute', now()) - make_interval(mins => :minutes) AND minute < date_trunc('minute', now())"
                        + " GROUP BY project_id, label, minute HAVING sum(endpoints) > :share * max(ceiling)) full_minutes"
                        + " GROUP BY project_id, label HAVING count(*) = :minutes")
                .bind("org", organisationId).bind("share", share).bind("minutes", minutes).map((row, context) -> scope(organisationId, row)).list());
    }

    /** In buckets of so many minutes, oldest first; those in which nothing went on are left out. */
    List<Bucket> history(long organisationId, Long projectId, String label, Instant from, Instant to, int stepMinutes) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT date_bin(make_interval(mins => :step), minute, :from::timestamptz) b, max(s), max(e), max(c) FROM"
                        + " (SELECT minute, sum(sessions)::int s, sum(endpoints)::int e, max(ceiling) c FROM concurrency_minutes WHERE " + SCOPE
                        + " AND minute >= :from AND minute < :to GROUP BY minute) minutes GROUP BY b ORDER BY b")
                .bind("org", organisationId).bind("project", projectId).bind("label", label).bind("from", from).bind("to", to).bind("step", stepMinutes)
                .map((row, context) -> new Bucket(row.getTimestamp(1).toInstant(), row.getInt(2), row.getInt(3), row.getObject(4, Integer.class))).list());
    }

    /** Forgets minutes that are older. Returns how many rows. */
    int forgetBefore(Instant time) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM concurrency_minutes WHERE minute < :time").bind("time", time).execute());
    }

    private static Scope scope(long organisationId, ResultSet row) throws SQLException {
        return new Scope(organisationId, row.getObject(1, Long.class), row.getString(2));
    }
}
