package busyhour.web.store;

import java.util.List;

import org.jdbi.v3.core.Jdbi;

/** Runs that have not ended, and which process has them. Any thread. */
public final class OpenRuns {

    private static final String UNFINISHED = "('PENDING', 'QUEUED', 'RUNNING', 'STOPPING')";

    private final Jdbi jdbi;

    public OpenRuns(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * One of them.
     *
     * @param instance of the process that has it.
     * @param waits    for room at workers: none plays it yet.
     * @param stopping whether somebody wants it to end.
     */
    public record Open(long id, long instance, boolean waits, boolean stopping) {
    }

    public List<Open> list() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id, instance, queued_at IS NOT NULL, status = 'STOPPING' FROM runs WHERE status IN " + UNFINISHED)
                .map((row, context) -> new Open(row.getLong(1), row.getLong(2), row.getBoolean(3), row.getBoolean(4))).list());
    }

    /** Takes a run from a process. Returns whether it was that one's still, and open. */
    public boolean claim(long id, long from, long to) {
        return jdbi.withHandle(handle -> handle.createUpdate("UPDATE runs SET instance = :to WHERE id = :id AND instance = :from AND status IN "
                + UNFINISHED).bind("id", id).bind("from", from).bind("to", to).execute()) == 1;
    }

    /** The organisation of a project. */
    public long organisationOf(long projectId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT organisation_id FROM projects WHERE id = :id").bind("id", projectId)
                .mapTo(Long.class).one());
    }

    public List<String> labelsOf(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT unnest(labels) FROM runs WHERE id = :id").bind("id", id)
                .mapTo(String.class).list());
    }
}
