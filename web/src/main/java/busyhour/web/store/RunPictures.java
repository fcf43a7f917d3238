package busyhour.web.store;

import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Jdbi;

/** What the page of a run shows besides its seconds, for processes that do not conduct it. Any thread. */
public final class RunPictures {

    private final Jdbi jdbi;

    public RunPictures(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * @param version counts up while one process conducts the run.
     * @param summary JSON.
     */
    public record Picture(long version, String status, String summary) {
    }

    public void put(long runId, Picture picture) {
        jdbi.useHandle(handle -> handle.execute("INSERT INTO run_pictures (run_id, version, status, summary) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (run_id) DO UPDATE SET version = excluded.version, status = excluded.status, summary = excluded.summary",
                runId, picture.version(), picture.status(), picture.summary()));
    }

    public Optional<Picture> get(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT version, status, summary FROM run_pictures WHERE run_id = :run")
                .bind("run", runId).map((row, context) -> new Picture(row.getLong(1), row.getString(2), row.getString(3))).findOne());
    }

    /** The seconds from this one on, in order; a second that is not there yet ends them. */
    public List<String> secondsFrom(long runId, int second) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT frame FROM run_seconds WHERE run_id = :run AND second >= :second ORDER BY second")
                .bind("run", runId).bind("second", second).mapTo(String.class).list());
    }

    /** The run has ended: its row tells the rest. */
    public void remove(long runId) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM run_pictures WHERE run_id = ?", runId));
    }
}
