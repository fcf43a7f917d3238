package busyhour.web.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import busyhour.web.store.Batch.Journal;
import busyhour.web.store.SampleColumns.Side;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes batches over one connection, each in one transaction with the sequences that it brings the journals to. A batch whose commit
 * was lost from sight may be offered again: it is written once. One thread at a time.
 */
final class BatchWriter implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;

    private static final String DELTA_TABLE = """
            CREATE TEMPORARY TABLE endpoint_deltas (
                run_id bigint, endpoint int, group_name text, phase text, outcome text, severity smallint, last_second int,
                mos_sum float8, mos_count int, mos_min float8, jitter_max float8, loss_max float8, packets_lost float8,
                setup_ms float8, rtt_ms float8, calls int, final_status_code int, call_result text, call_severity smallint,
                reason text, detail text, steps_done int, steps_failed int, %s)
            ON COMMIT DELETE ROWS""".formatted(MediaDelta.COLUMNS);

    private static final String MERGE_DELTAS = """
            INSERT INTO endpoints AS e (run_id, endpoint, group_name, phase, outcome, severity, seconds, mos_sum, mos_count, mos_min,
                jitter_max, loss_max, packets_lost, setup_ms, rtt_ms, calls, final_status_code, call_result, call_severity,
                reason, detail, steps_done, steps_failed, %1$s)
            SELECT run_id, endpoint, group_name, phase, outcome, greatest(severity, 0), last_second + 1,
                mos_sum, mos_count, mos_min, jitter_max, loss_max, packets_lost, setup_ms, rtt_ms, calls, final_status_code, call_result, call_severity,
                reason, detail, steps_done, steps_failed, %1$s
            FROM endpoint_deltas d WHERE EXISTS (SELECT FROM runs WHERE runs.id = d.run_id) ORDER BY run_id, endpoint
            ON CONFLICT (run_id, endpoint) DO UPDATE SET
                phase = coalesce(excluded.phase, e.phase),
                outcome = CASE WHEN e.outcome IS NULL OR (excluded.outcome IS NOT NULL AND excluded.severity > e.severity)
                    THEN excluded.outcome ELSE e.outcome END,
                detail = CASE WHEN e.outcome IS NULL OR (excluded.outcome IS NOT NULL AND excluded.severity > e.severity)
                    THEN excluded.detail ELSE e.detail END,
                severity = greatest(e.severity, excluded.severity),
                seconds = greatest(e.seconds, excluded.seconds),
                mos_sum = e.mos_sum + excluded.mos_sum,
                mos_count = e.mos_count + excluded.mos_count,
                mos_min = least(e.mos_min, excluded.mos_min),
                jitter_max = greatest(e.jitter_max, excluded.jitter_max),
                loss_max = greatest(e.loss_max, excluded.loss_max),
                packets_lost = coalesce(excluded.packets_lost, e.packets_lost),
                setup_ms = coalesce(excluded.setup_ms, e.setup_ms),
                rtt_ms = coalesce(excluded.rtt_ms, e.rtt_ms),
                calls = e.calls + excluded.calls,
                final_status_code = coalesce(excluded.final_status_code, e.final_status_code),
                call_result = CASE WHEN e.call_result IS NULL OR (excluded.call_result IS NOT NULL AND excluded.call_severity > e.call_severity)
                    THEN excluded.call_result ELSE e.call_result END,
                call_severity = greatest(e.call_severity, excluded.call_severity),
                reason = coalesce(excluded.reason, e.reason),
                steps_done = e.steps_done + excluded.steps_done,
                steps_failed = e.steps_failed + excluded.steps_failed,
            %2$s""".formatted(MediaDelta.NAMES, MediaDelta.MERGE);

    private final SampleColumns columns;
    private final Connection connection;
    private final CopyManager copies;

    BatchWriter(Connection connection, SampleColumns columns) throws SQLException {
        this.columns = columns;
        this.connection = connection;
        this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Commits stay synchronous: what is acknowledged has left the worker's journal, and a few commits a second cost nothing.
            statement.execute(DELTA_TABLE);
            connection.commit();
        }
    }

    /**
     * Stores the batch but for what is stored already.
     *
     * @return runs of which another process has stored some of what is in the batch: it conducts them now, and of this batch nothing of
     *         them is stored.
     */
    Set<Long> write(Batch batch) throws SQLException, IOException {
        try {
            Map<Journal, Long> before = new TreeMap<>(batch.lastSequences); // two processes take the rows' locks in the same order
            before.replaceAll((journal, last) -> 0L);
            for (Map.Entry<Journal, Long> journal : before.entrySet()) {
                journal.setValue(storedSequence(journal.getKey()));
            }
            Set<Long> left = runs(before, (journal, stored) -> stored >= batch.firstSequences.get(journal));
            Set<Long> takenOver = runs(before, (journal, stored) -> stored >= batch.firstSequences.get(journal)
                    && stored < batch.lastSequences.get(journal));
            if (left.isEmpty() || !left.containsAll(runs(before, (journal, stored) -> true))) {
                write(batch, left);
            }
            connection.commit();
            batch.lastSequences.keySet().removeIf(journal -> takenOver.contains(journal.runId())); // not to be acknowledged
            return takenOver;
        } catch (SQLException | IOException | RuntimeException e) {
            rollBack();
            throw e;
        }
    }

    private static Set<Long> runs(Map<Journal, Long> stored, BiPredicate<Journal, Long> which) {
        return stored.entrySet().stream().filter(entry -> which.test(entry.getKey(), entry.getValue()))
                .map(entry -> entry.getKey().runId()).collect(Collectors.toSet());
    }

    private void write(Batch batch, Set<Long> left) throws SQLException, IOException {
        for (Side side : Side.values()) {
            copy(columns.copyStatement(side), batch.samples(side));
        }
        copy("COPY text_values FROM STDIN (FORMAT binary)", batch.texts);
        copy("COPY call_events FROM STDIN (FORMAT binary)", batch.calls);
        copy("COPY sip_messages FROM STDIN (FORMAT binary)", batch.messages);
        copy("COPY action_results FROM STDIN (FORMAT binary)", batch.actions);
        for (long run : left) {
            takeBack(run);
        }
        batch.endpoints.keySet().removeIf(key -> left.contains(key.runId()));
        batch.streams.leaveOut(left);
        mergeEndpoints(batch);
        batch.streams.write(connection);
        Map<Journal, Long> ours = new TreeMap<>(batch.lastSequences);
        ours.keySet().removeIf(journal -> left.contains(journal.runId()));
        advance(ours);
    }

    /** The rows of one run among those just copied, which lie mixed with the others': it happens once when a run changes hands. */
    private void takeBack(long run) throws SQLException {
        for (String table : new String[] {"samples", "text_values", "call_events", "sip_messages", "action_results"}) {
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM " + table + " WHERE run_id = ? AND xmin = pg_current_xact_id()::xid")) {
                delete.setLong(1, run);
                delete.executeUpdate();
            }
        }
    }

    private long storedSequence(Journal journal) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT sequence FROM journals WHERE run_id = ? AND worker = ? FOR UPDATE")) {
            select.setLong(1, journal.runId());
            select.setString(2, journal.worker());
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    private void mergeEndpoints(Batch batch) throws SQLException, IOException {
        if (batch.endpoints.isEmpty()) {
            return;
        }
        CopyRows rows = new CopyRows(batch.endpoints.size() * 200);
        batch.endpoints.values().forEach(delta -> delta.copyTo(rows));
        copy("COPY endpoint_deltas FROM STDIN (FORMAT binary)", rows);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(MERGE_DELTAS);
        }
    }

    private void advance(Map<Journal, Long> lastSequences) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO journals (run_id, worker, sequence) SELECT ?, ?, ? WHERE EXISTS (SELECT FROM runs WHERE id = ?)"
                        + " ON CONFLICT (run_id, worker) DO UPDATE SET sequence = excluded.sequence")) {
            for (Map.Entry<Journal, Long> last : lastSequences.entrySet()) {
                upsert.setLong(1, last.getKey().runId());
                upsert.setString(2, last.getKey().worker());
                upsert.setLong(3, last.getValue());
                upsert.setLong(4, last.getKey().runId());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private void copy(String statement, CopyRows rows) throws SQLException {
        if (rows.rows() == 0) {
            return;
        }
        CopyIn copy = copies.copyIn(statement);
        try {
            for (int offset = 0; offset < rows.lengthBytes(); offset += CHUNK_BYTES) {
                copy.writeToCopy(rows.bytes(), offset, Math.min(CHUNK_BYTES, rows.lengthBytes() - offset));
            }
            copy.writeToCopy(CopyRows.trailer(), 0, 2);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost: whoever called learns it from the first exception.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It was lost before.
        }
    }
}
