package busyhour.web.worker;

import java.util.List;

import busyhour.ipc.run.CalibrationState;
import busyhour.web.worker.CalibrationCourse.Become;
import busyhour.web.worker.CalibrationCourse.Open;
import org.jdbi.v3.core.Jdbi;

/** Calibrations as they stand in the database, where all processes on it see the same. Any thread. */
final class CalibrationRows {

    /** A worker that was away so long may still say that it was not in vain. */
    private static final String LATE = "10 minutes";

    private final Jdbi jdbi;

    CalibrationRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether it says that it plays what has not ended: of what has, it says so for a moment. */
    boolean isPlaying(WorkerState worker) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM runs WHERE id = ANY (:runs) AND ended_at IS NOT NULL")
                .bindArray("runs", Long.class, worker.runs().toArray()).mapTo(Integer.class).one()) < worker.runs().size();
    }

    /** Whether it may begin; what another process dealt to the worker a moment ago counts, though the worker has not said so yet. */
    boolean ask(WorkerState worker, long id) {
        return jdbi.withHandle(handle -> handle.createUpdate("INSERT INTO worker_calibrations (worker_id, id, state) SELECT :worker, :id, 'WAITING'"
                + " WHERE NOT EXISTS (SELECT FROM run_workers p JOIN runs r ON r.id = p.run_id"
                + " WHERE p.worker = :name AND p.state NOT IN ('ENDED', 'LOST') AND r.ended_at IS NULL)"
                + " ON CONFLICT (worker_id) DO UPDATE SET id = excluded.id, state = excluded.state, requested_at = now(), ended_at = NULL, message = NULL, capacity = NULL"
                + " WHERE worker_calibrations.state NOT IN ('WAITING', 'RUNNING')")
                .bind("worker", worker.id()).bind("id", id).bind("name", worker.linkName()).execute()) == 1;
    }

    /** Those under way, and those that failed a short while ago. */
    List<Open> open() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT c.worker_id, c.id, c.state,"
                + " coalesce(extract(epoch FROM now() - w.heard_at) * 1000, 1e15) AS silent_ms FROM worker_calibrations c JOIN workers w ON w.id = c.worker_id"
                + " WHERE c.state IN ('WAITING', 'RUNNING') OR c.state = 'FAILED' AND c.ended_at > now() - interval '" + LATE + "'")
                .map((row, context) -> new Open(row.getLong("worker_id"), row.getLong("id"), CalibrationState.valueOf(row.getString("state")),
                        (long) row.getDouble("silent_ms"))).list());
    }

    /** Unless another process was quicker. */
    void become(Open open, Become next) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE worker_calibrations SET state = :state, message = :message, capacity = :capacity,"
                + " ended_at = CASE WHEN :over THEN now() END WHERE worker_id = :worker AND id = :id AND state = :before")
                .bind("state", next.state().name()).bind("message", next.message()).bind("capacity", next.capacity()).bind("over", !next.state().isUnderWay())
                .bind("worker", open.workerId()).bind("id", open.id()).bind("before", open.state().name()).execute());
    }
}
