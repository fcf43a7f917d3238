package busyhour.web.store;

import java.util.List;
import java.util.Map;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What the charts of a run show for each second, as JSON that only the pages look into. Any thread. */
public final class RunSeconds {

    private final Jdbi jdbi;

    public RunSeconds(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Adds seconds or replaces them: late samples still change the last ones. */
    public void put(long runId, Map<Integer, String> frames) {
        if (frames.isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO run_seconds (run_id, second, frame) VALUES (:run, :second, :frame)"
                    + " ON CONFLICT (run_id, second) DO UPDATE SET frame = excluded.frame");
            frames.forEach((second, frame) -> batch.bind("run", runId).bind("second", second).bind("frame", frame).add());
            batch.execute();
        });
    }

    /** In order. */
    public List<String> list(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT frame FROM run_seconds WHERE run_id = :run ORDER BY second")
                .bind("run", runId).mapTo(String.class).list());
    }
}
