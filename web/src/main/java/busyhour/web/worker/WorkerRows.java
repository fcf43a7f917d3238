package busyhour.web.worker;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.run.CalibrationState;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Workers as they stand in the database, where all processes on it see the same. Any thread. */
final class WorkerRows {

    /** Heartbeats are written every two seconds; of a process that died nobody writes that its workers are gone. */
    static final Duration SILENT = Duration.ofSeconds(60);

    private static final String SELECT = "SELECT w.*, coalesce(t.shared, false) AS shared,"
            + " (SELECT coalesce(sum(r.times), 0) FROM worker_refusals r WHERE r.worker_id = w.id) AS refusals,"
            + " c.state AS calibration, c.requested_at, c.ended_at, c.message, c.capacity AS found"
            + " FROM workers w LEFT JOIN worker_tokens t ON t.id = w.token_id LEFT JOIN worker_calibrations c ON c.worker_id = w.id ";

    private final Jdbi jdbi;
    private final long instance;
    private final Presence presence;
    private final Licensing licensing;

    WorkerRows(Jdbi jdbi, long instance, Presence presence, Licensing licensing) {
        this.presence = presence;
        this.jdbi = jdbi;
        this.instance = instance;
        this.licensing = licensing;
    }

    List<WorkerState> of(long organisationId) {
        return jdbi.withHandle(handle -> states(handle.createQuery(SELECT + "WHERE w.organisation_id = :org ORDER BY w.name, w.id")
                .bind("org", organisationId)).list());
    }

    Optional<WorkerState> byId(long id) {
        return jdbi.withHandle(handle -> states(handle.createQuery(SELECT + "WHERE w.id = :id").bind("id", id)).findOne());
    }

    Optional<WorkerState> byToken(long tokenId) {
        return jdbi.withHandle(handle -> states(handle.createQuery(SELECT + "WHERE w.token_id = :token ORDER BY w.id LIMIT 1")
                .bind("token", tokenId)).findOne());
    }

    private org.jdbi.v3.core.result.ResultIterable<WorkerState> states(Query query) {
        return query.map((row, context) -> state(row));
    }

    private WorkerState state(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        String linkName = PublicId.text(id);
        boolean here = presence.isHere(linkName); // what stands in the database of our own comes two seconds late
        long itsInstance = row.getLong("instance");
        boolean elsewhere = !row.wasNull() && itsInstance != instance;
        Instant heardAt = here ? Instant.now() : instant(row, "heard_at");
        boolean there = here || elsewhere && heardAt != null && heardAt.isAfter(Instant.now().minus(SILENT));
        String fault = row.getString("fault");
        WorkerStatus status = fault != null ? WorkerStatus.ERROR : !there ? WorkerStatus.OFFLINE
                : row.getBoolean("draining") ? WorkerStatus.DRAINING : WorkerStatus.ONLINE;
        WorkerHeartbeat said = here ? presence.heartbeat(linkName) : null;
        HostLoad load = said != null && said.host() != HostLoad.NONE && !said.host().version().isEmpty() ? said.host()
                : new HostLoad(integer(row, "announced_capacity"), row.getInt("cores"), number(row, "cpu_percent"), count(row, "memory_used"),
                        count(row, "memory_limit"), count(row, "udp_drops"), count(row, "oom_kills"), row.getString("version") == null ? "" : row.getString("version"));
        int used = said != null ? said.used() : there ? row.getInt("used") : 0;
        List<Long> runs = said != null ? Presence.runs(said) : there ? List.of((Long[]) row.getArray("runs").getArray()) : List.of();
        return new WorkerState(id, linkName, row.getLong("organisation_id"), row.getString("name"), row.getString("region"), status, here,
                row.getBoolean("shared"), integer(row, "configured_capacity"), measured(row, said), licensing.endpoints(id), used, runs, load, row.getString("host"),
                row.getString("address"), said != null ? said.journalBytes() : row.getLong("journal_bytes"), row.getLong("lag_ms"), row.getLong("refusals"),
                heardAt, instant(row, "created_at"), fault,
                calibration(row, said));
    }

    private static Integer measured(ResultSet row, WorkerHeartbeat said) throws SQLException {
        return said != null ? said.calibration().measured() : integer(row, "measured_capacity");
    }

    /** It may be at one that was given up here while it was away. */
    private static Calibration calibration(ResultSet row, WorkerHeartbeat said) throws SQLException {
        if (row.getString("calibration") == null) {
            return Calibration.NONE;
        }
        CalibrationState state = CalibrationState.valueOf(row.getString("calibration"));
        boolean isAtIt = !state.isUnderWay() && said != null && said.calibration().state() == CalibrationState.RUNNING;
        return new Calibration(isAtIt ? CalibrationState.RUNNING : state, instant(row, "requested_at"),
                isAtIt ? null : instant(row, "ended_at"), isAtIt ? null : row.getString("message"), isAtIt ? null : integer(row, "found"));
    }

    private static Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : Integer.valueOf(value);
    }

    private static double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    private static long count(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? HostLoad.UNKNOWN : value;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
