package busyhour.web.licence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceFeature;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.web.licence.Standing.Kind;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.worker.Licensing;
import org.jdbi.v3.core.Jdbi;

/**
 * The licences of all workers. Answers come from memory, which {@link #refresh} brings up to date every few seconds, so that other
 * processes' uploads are seen and whoever asks may hold a connection. Any thread.
 */
public final class Licences implements Licensing {

    /** Without a licence, from the first connection. */
    static final Duration TRIAL = Duration.ofDays(7);
    private static final int MOST_VERIFIED = 10_000;
    private static final String SELECT = "SELECT w.id, w.organisation_id, w.name, w.address, l.file, l.uploaded_at, l.uploaded_by, l.trial_until"
            + " FROM workers w LEFT JOIN worker_licences l ON l.worker_id = w.id ";

    private final Jdbi jdbi;
    private final LicenceKeys keys;
    private final InstantSource clock;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();
    private volatile Map<Long, Row> rows = Map.of();

    public Licences(Database database, LicenceKeys keys) {
        this(database, keys, InstantSource.system());
    }

    Licences(Database database, LicenceKeys keys, InstantSource clock) {
        this.jdbi = database.jdbi();
        this.keys = keys;
        this.clock = clock;
    }

    private record Row(long worker, long organisation, String name, String address, String file, Instant uploadedAt, String uploadedBy, Instant trialUntil) {
    }

    /** What became of checking a file: one of both is null. */
    private record Verified(Licence licence, String fault) {
    }

    /** Reads what other processes changed, and begins the trial of workers that connected for the first time. */
    public void refresh() {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO worker_licences (worker_id, trial_until) SELECT id, :until FROM workers w"
                        + " WHERE connected_at IS NOT NULL AND NOT EXISTS (SELECT FROM worker_licences l WHERE l.worker_id = w.id AND l.trial_until IS NOT NULL)"
                        + " ON CONFLICT (worker_id) DO UPDATE SET trial_until = excluded.trial_until")
                .bind("until", clock.instant().plus(TRIAL)).execute());
        rows = jdbi.withHandle(handle -> handle.createQuery(SELECT).map((row, context) -> read(row)).list()).stream()
                .collect(Collectors.toUnmodifiableMap(Row::worker, row -> row));
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5), instant(row, 6), row.getString(7), instant(row, 8));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** Where a worker stands. */
    public Standing standing(long workerId) {
        Row row = rows.get(workerId);
        if (row == null) { // made since the last look
            row = jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE w.id = :id").bind("id", workerId).map((found, context) -> read(found)).findOne())
                    .orElse(new Row(workerId, 0, "", null, null, null, null, null));
        }
        return standing(row);
    }

    /** Of all workers of an organisation, by name. */
    public List<Standing> ofOrganisation(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE w.organisation_id = :org ORDER BY w.name, w.id").bind("org", organisationId)
                .map((row, context) -> standing(read(row))).list());
    }

    /** What the organisation's workers are licensed for together. Without any worker nothing is missing. */
    public Set<LicenceFeature> features(long organisationId) {
        List<Standing> all = ofOrganisation(organisationId);
        Set<LicenceFeature> features = EnumSet.noneOf(LicenceFeature.class);
        for (LicenceFeature feature : LicenceFeature.values()) {
            if (all.isEmpty() || all.stream().anyMatch(standing -> standing.has(feature))) {
                features.add(feature);
            }
        }
        return features;
    }

    @Override
    public Optional<String> refusal(long workerId) {
        return Optional.ofNullable(standing(workerId).fault());
    }

    @Override
    public Integer endpoints(long workerId) {
        int endpoints = standing(workerId).endpoints();
        return endpoints == WorkerPermit.NO_LIMIT ? null : Integer.valueOf(endpoints);
    }

    @Override
    public String text(long workerId) {
        return standing(workerId).file();
    }

    /**
     * Takes a licence in the place of what was there.
     *
     * @throws LicenceException when it is another worker's, is not good now, or was not signed by a key that counts.
     */
    Standing upload(long workerId, String file, String by) throws LicenceException {
        WorkerPermit.of(file, PublicId.text(workerId), keys, clock.instant());
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO worker_licences (worker_id, file, uploaded_at, uploaded_by)"
                        + " VALUES (:worker, :file, :now, :by) ON CONFLICT (worker_id) DO UPDATE"
                        + " SET file = excluded.file, uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by")
                .bind("worker", workerId).bind("file", file).bind("now", clock.instant()).bind("by", by).execute());
        refresh();
        return standing(workerId);
    }

    /** Takes a worker's licence away; whether there was one. */
    boolean remove(long workerId) {
        boolean removed = jdbi.withHandle(handle -> handle.execute(
                "UPDATE worker_licences SET file = NULL, uploaded_at = NULL, uploaded_by = NULL WHERE worker_id = ? AND file IS NOT NULL", workerId)) > 0;
        refresh();
        return removed;
    }

    /** A worker of this machine that has a licence is held to it: whoever uploads one wants to see what it does. */
    private Standing standing(Row row) {
        if (row.file != null) {
            return licensed(row);
        }
        if (isLoopback(row.address)) {
            return new Standing(row.worker, row.name, Kind.LOCAL, WorkerPermit.NO_LIMIT, null, null, null, null, null, null);
        }
        boolean over = row.trialUntil != null && !clock.instant().isBefore(row.trialUntil);
        return over ? new Standing(row.worker, row.name, Kind.MISSING, 0, null, row.trialUntil, "there is no licence, and the trial ended " + row.trialUntil, null, null, null)
                : new Standing(row.worker, row.name, Kind.TRIAL, WorkerPermit.NO_LIMIT, null, row.trialUntil, null, null, null, null);
    }

    private Standing licensed(Row row) {
        if (verified.size() > MOST_VERIFIED) {
            verified.clear();
        }
        Verified known = verified.computeIfAbsent(row.file, this::verify);
        String fault = known.fault != null ? known.fault : known.licence.faultAt(clock.instant());
        return new Standing(row.worker, row.name, fault == null ? Kind.LICENSED : Kind.INVALID, fault == null ? known.licence.tier().endpoints() : 0, known.licence,
                known.licence == null ? null : known.licence.expiresAt(), fault, row.file, row.uploadedAt, row.uploadedBy);
    }

    private Verified verify(String file) {
        try {
            return new Verified(keys.verify(file), null);
        } catch (LicenceException e) {
            return new Verified(null, e.getMessage());
        }
    }

    /** Written as an address, never a name. */
    static boolean isLoopback(String address) {
        return address != null && (address.startsWith("127.") || address.equals("::1") || address.equals("[::1]") || address.equals("0:0:0:0:0:0:0:1"));
    }
}
