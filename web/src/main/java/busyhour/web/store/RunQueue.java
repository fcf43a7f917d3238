package busyhour.web.store;

import java.util.List;

import org.jdbi.v3.core.Jdbi;

/** Runs that wait for room, and those that have it. First come first served, within an organisation. Any thread. */
public final class RunQueue {

    private static final String UNFINISHED = "('PENDING', 'QUEUED', 'RUNNING', 'STOPPING')";

    private final Jdbi jdbi;

    public RunQueue(Database database) {
        this.jdbi = database.jdbi();
    }

    /** One that waits. */
    public record Waiting(long id, long organisationId) {
    }

    /** One that workers have. */
    public record Held(long id, long projectId, List<String> labels, int endpoints) {
    }

    /** From now on a run waits, for that reason; it keeps its place when it waits already. */
    public void join(long runId, String reason) {
        jdbi.useHandle(handle -> handle.execute("UPDATE runs SET status = 'QUEUED', queued_at = coalesce(queued_at, now()), reason = ?"
                + " WHERE id = ? AND status IN ('PENDING', 'QUEUED')", reason, runId));
    }

    /** It waits no more. */
    public void leave(long runId) {
        jdbi.useHandle(handle -> handle.execute("UPDATE runs SET queued_at = NULL, reason = NULL WHERE id = ? AND queued_at IS NOT NULL", runId));
    }

    /** Those of a process, in the order in which they are served. */
    public List<Waiting> of(long instance) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT r.id, p.organisation_id FROM runs r JOIN projects p ON p.id = r.project_id"
                        + " WHERE r.queued_at IS NOT NULL AND r.status = 'QUEUED' AND r.instance = :instance ORDER BY r.queued_at, r.id")
                .bind("instance", instance).map((row, context) -> new Waiting(row.getLong(1), row.getLong(2))).list());
    }

    /** From 1; null for a run that does not wait. */
    public Integer place(long runId) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT 1 + (SELECT count(*) FROM runs o JOIN projects q ON q.id = o.project_id"
                        + " WHERE o.queued_at IS NOT NULL AND o.status = 'QUEUED' AND q.organisation_id = p.organisation_id"
                        + " AND (o.queued_at, o.id) < (r.queued_at, r.id))"
                        + " FROM runs r JOIN projects p ON p.id = r.project_id WHERE r.id = :id AND r.queued_at IS NOT NULL AND r.status = 'QUEUED'")
                .bind("id", runId).mapTo(Integer.class).findOne().orElse(null));
    }

    /** Runs of an organisation that workers of it have now, whichever process conducts them. */
    public List<Held> held(long organisationId) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT r.id, r.project_id, r.labels, r.planned FROM runs r JOIN projects p ON p.id = r.project_id"
                        + " WHERE p.organisation_id = :org AND r.queued_at IS NULL AND r.status IN " + UNFINISHED
                        + " AND EXISTS (SELECT 1 FROM run_workers w WHERE w.run_id = r.id)")
                .bind("org", organisationId)
                .map((row, context) -> new Held(row.getLong(1), row.getLong(2), List.of((String[]) row.getArray(3).getArray()), row.getInt(4))).list());
    }
}
