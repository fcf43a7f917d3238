package busyhour.web.worker;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Who was not let in, and frames that were not a worker's. Counted in memory, so that a flood costs the database nothing, and written
 * from time to time. Any thread.
 */
final class Refusals {

    /** Reasons besides those of {@link busyhour.ipc.link.FrameRefusal}. */
    static final String TOKEN = "TOKEN";
    static final String TOKEN_REVOKED = "TOKEN_REVOKED";
    static final String LICENCE = "LICENCE";
    static final String PROTOCOL = "PROTOCOL";
    static final String NAME = "NAME";

    private static final int MAX_PENDING = 1_000;
    private static final int SHOWN = 200;

    private final Jdbi jdbi;
    private final Map<Key, Count> pending = new HashMap<>();
    private final Map<String, Long> totals = new TreeMap<>();

    Refusals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Key(Long organisationId, Long workerId, String reason, String source) {
    }

    private static final class Count {
        private long times;
        private String detail;
    }

    /** As somebody looks at it. */
    record Refusal(Long workerId, String worker, String reason, String source, String detail, long times, Instant firstAt, Instant lastAt) {
    }

    /**
     * Notes one.
     *
     * @param organisationId null = nobody knows.
     * @param workerId       null = nobody knows.
     * @param source         address without its port.
     */
    synchronized void add(Long organisationId, Long workerId, String reason, String source, String detail) {
        totals.merge(reason, 1L, Long::sum);
        Key key = new Key(organisationId, workerId, reason, source);
        if (pending.size() < MAX_PENDING || pending.containsKey(key)) {
            Count count = pending.computeIfAbsent(key, other -> new Count());
            count.times++;
            count.detail = detail;
        }
    }

    /** Since this process started, by reason. */
    synchronized Map<String, Long> totals() {
        return Map.copyOf(totals);
    }

    void write() {
        Map<Key, Count> batch;
        synchronized (this) {
            if (pending.isEmpty()) {
                return;
            }
            batch = Map.copyOf(pending);
            pending.clear();
        }
        jdbi.useTransaction(handle -> {
            PreparedBatch rows = handle.prepareBatch("INSERT INTO worker_refusals (organisation_id, worker_id, reason, source, detail, times)"
                    + " SELECT :org, :worker, :reason, :source, :detail, :times"
                    + " WHERE CAST(:worker AS bigint) IS NULL OR EXISTS (SELECT FROM workers WHERE id = :worker)"
                    + " ON CONFLICT (organisation_id, worker_id, reason, source)"
                    + " DO UPDATE SET times = worker_refusals.times + excluded.times, last_at = now(), detail = excluded.detail");
            batch.forEach((key, count) -> {
                rows.bind("org", key.organisationId).bind("worker", key.workerId).bind("reason", key.reason).bind("source", key.source).bind("detail", count.detail).bind("times", count.times).add();
            });
            rows.execute();
        });
    }

    /** An organisation's, the latest first; of those that nobody can be told of, those too when it looks after the platform. */
    List<Refusal> of(long organisationId, boolean strangers) {
        write();
        return jdbi.withHandle(handle -> handle.createQuery("SELECT r.*, w.name AS worker FROM worker_refusals r LEFT JOIN workers w ON w.id = r.worker_id"
                + " WHERE r.organisation_id = :org OR r.organisation_id IS NULL AND :strangers ORDER BY r.last_at DESC LIMIT " + SHOWN)
                .bind("org", organisationId).bind("strangers", strangers)
                .map((row, context) -> new Refusal(row.getObject("worker_id", Long.class), row.getString("worker"), row.getString("reason"), row.getString("source"),
                        row.getString("detail"), row.getLong("times"), row.getTimestamp("first_at").toInstant(), row.getTimestamp("last_at").toInstant()))
                .list());
    }
}
