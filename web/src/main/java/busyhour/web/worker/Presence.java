package busyhour.web.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.link.WorkerRun;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Which workers this process's link hears, and what they say: kept in memory by the collector's thread, written to the database by
 * another.
 */
final class Presence {

    private final LongSupplier nowMs;
    private final long instance;
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();

    Presence(LongSupplier nowMs, long instance) {
        this.nowMs = nowMs;
        this.instance = instance;
    }

    /** What is known of a worker that has been linked to this process. */
    private static final class Seat {
        private volatile boolean online;
        private volatile long lostAtMs;
        private volatile WorkerHeartbeat heartbeat;
        private volatile boolean lossUntold;
        private volatile Long organisationId;
    }

    /** Whose it is; asked once. */
    Long organisationOf(String linkName, Supplier<Long> asked) {
        Seat seat = seats.computeIfAbsent(linkName, name -> new Seat());
        if (seat.organisationId == null) {
            try {
                seat.organisationId = asked.get();
            } catch (JdbiException e) {
                return null; // the database is away
            }
        }
        return seat.organisationId;
    }

    void connected(String linkName) {
        Seat seat = seats.computeIfAbsent(linkName, name -> new Seat());
        seat.heartbeat = null;
        seat.online = true;
        seat.lossUntold = false;
    }

    void heard(WorkerHeartbeat heartbeat) {
        Seat seat = seats.get(heartbeat.worker());
        if (seat != null) {
            seat.heartbeat = heartbeat;
        }
    }

    void lost(String linkName) {
        Seat seat = seats.get(linkName);
        if (seat != null && seat.online) {
            seat.online = false;
            seat.lostAtMs = nowMs.getAsLong();
            seat.lossUntold = true;
        }
    }

    boolean isHere(String linkName) {
        Seat seat = seats.get(linkName);
        return seat != null && seat.online;
    }

    /** Null before its first. */
    WorkerHeartbeat heartbeat(String linkName) {
        Seat seat = seats.get(linkName);
        return seat == null ? null : seat.heartbeat;
    }

    /** In progress. */
    static List<Long> runs(WorkerHeartbeat heartbeat) {
        return heartbeat.runs().stream().filter(run -> !run.status().isTerminal()).map(WorkerRun::runId).toList();
    }

    /** Negative when this process has never heard it. */
    long awayMs(String linkName) {
        Seat seat = seats.get(linkName);
        return seat == null || !seat.online && seat.lostAtMs == 0 ? -1 : seat.online ? 0 : nowMs.getAsLong() - seat.lostAtMs;
    }

    /**
     * Writes who is here, and who was lost since.
     *
     * @return those here that the database does not want any more: deleted, or with a token that was revoked.
     */
    Set<String> write(Jdbi jdbi) {
        Map<Long, String> here = new HashMap<>();
        List<Long> lost = new ArrayList<>();
        seats.forEach((linkName, seat) -> PublicId.parse(linkName).ifPresent(id -> {
            if (seat.online) {
                here.put(id, linkName);
            } else if (seat.lossUntold) {
                lost.add(id);
            }
        }));
        if (here.isEmpty() && lost.isEmpty()) {
            return Set.of();
        }
        Set<Long> wanted = new HashSet<>();
        jdbi.useTransaction(handle -> {
            if (!here.isEmpty()) {
                PreparedBatch batch = handle.prepareBatch("UPDATE workers SET instance = :instance, heard_at = now(), lost_at = NULL, fault = NULL,"
                        + " announced_capacity = coalesce(:capacity, announced_capacity), measured_capacity = CASE WHEN :told THEN :measured ELSE measured_capacity END, cores = CASE WHEN :cores > 0 THEN :cores ELSE cores END,"
                        + " version = coalesce(nullif(:version, ''), version), used = :used, runs = :runs, cpu_percent = :cpu,"
                        + " memory_used = :memory, memory_limit = :limit, udp_drops = :drops, oom_kills = :kills, journal_bytes = :journal,"
                        + " lag_ms = :lag WHERE id = :id");
                here.keySet().stream().sorted().forEach(id -> bind(batch.bind("id", id), seats.get(here.get(id)).heartbeat));
                batch.execute();
                wanted.addAll(handle.createQuery("SELECT w.id FROM workers w JOIN worker_tokens t ON t.id = w.token_id"
                        + " WHERE w.id = ANY (:ids) AND t.revoked_at IS NULL").bindArray("ids", Long.class, here.keySet().toArray()).mapTo(Long.class).set());
            }
            if (!lost.isEmpty()) {
                handle.createUpdate("UPDATE workers SET instance = NULL, lost_at = now(), used = 0, runs = '{}'"
                        + " WHERE id = ANY (:ids) AND instance = :instance")
                        .bindArray("ids", Long.class, lost.toArray()).bind("instance", instance).execute();
            }
        });
        lost.forEach(id -> seats.get(PublicId.text(id)).lossUntold = false);
        here.keySet().removeAll(wanted);
        return Set.copyOf(here.values());
    }

    /** This process ends. */
    void leave(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("UPDATE workers SET instance = NULL, lost_at = now(), used = 0, runs = '{}' WHERE instance = ?", instance));
    }

    private void bind(PreparedBatch row, WorkerHeartbeat heartbeat) {
        HostLoad load = heartbeat == null ? HostLoad.NONE : heartbeat.host();
        row.bind("instance", instance).bind("told", heartbeat != null).bind("measured", heartbeat == null ? null : heartbeat.calibration().measured())
                .bind("capacity", load.capacity()).bind("cores", load.cores()).bind("version", load.version())
                .bind("used", heartbeat == null ? 0 : heartbeat.used())
                .bindArray("runs", Long.class, heartbeat == null ? new Object[0] : runs(heartbeat).toArray())
                .bind("cpu", Double.isNaN(load.cpuPercent()) ? null : Double.valueOf(load.cpuPercent()));
        bind(row, "memory", load.memoryUsedBytes());
        bind(row, "limit", load.memoryLimitBytes());
        bind(row, "drops", load.udpDrops());
        bind(row, "kills", load.oomKills());
        bind(row, "journal", heartbeat == null ? HostLoad.UNKNOWN : heartbeat.journalBytes());
        bind(row, "lag", heartbeat == null ? HostLoad.UNKNOWN : heartbeat.publisherLagNs() / 1_000_000);
        row.add();
    }

    private static void bind(PreparedBatch row, String name, long value) {
        row.bind(name, value == HostLoad.UNKNOWN ? null : Long.valueOf(value));
    }
}
