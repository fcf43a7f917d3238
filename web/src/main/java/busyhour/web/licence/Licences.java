package busyhour.web.licence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceFeature;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;

/** The licences of all workers. Any thread. */
public final class Licences {

    /** Without a licence, from the first connection. */
    public static final Duration TRIAL = Duration.ofDays(7);
    private static final String COLUMNS = "worker_id, file, uploaded_at, uploaded_by, local, trial_until";

    private final Jdbi jdbi;
    private final LicenceKeys keys;
    private final InstantSource clock;

    public Licences(Database database, LicenceKeys keys) {
        this(database, keys, InstantSource.system());
    }

    Licences(Database database, LicenceKeys keys, InstantSource clock) {
        this.jdbi = database.jdbi();
        this.keys = keys;
        this.clock = clock;
    }

    /** How a worker comes by its leave. */
    public enum Kind {
        /** On the platform's own machine. */
        LOCAL,
        /** A licence that is good now. */
        LICENSED,
        /** Within the first days. */
        TRIAL,
        /** A licence that is good no more, or never was: refused. */
        INVALID,
        /** No licence, and the trial is over: refused. */
        MISSING
    }

    /**
     * Where a worker stands.
     *
     * @param endpoints most at a time: {@link WorkerPermit#NO_LIMIT} or a number, 0 when it may play nothing.
     * @param licence   what was uploaded, null when nothing was or it does not verify any more.
     * @param until     when this ends; null = never.
     * @param fault     why it may play nothing, else null.
     * @param file      as it was uploaded; null when nothing was.
     */
    public record Standing(long workerId, Kind kind, int endpoints, Licence licence, Instant until, String fault, String file,
            Instant uploadedAt, String uploadedBy) {

        public boolean refused() {
            return fault != null;
        }

        /** Whether it may be had by way of this worker. */
        public boolean has(LicenceFeature feature) {
            return !refused() && (licence == null || licence.tier().has(feature));
        }
    }

    /**
     * Where a worker stands when it connects, after its token was checked: one that is {@link Standing#refused} is not let in. The worker
     * gets {@link Standing#file} with the answer and checks it once more.
     *
     * @param sameMachine it asked over the loopback interface and through no proxy.
     */
    public Standing connecting(long organisationId, long workerId, boolean sameMachine) {
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO worker_licences AS l (worker_id, organisation_id, local, trial_until)"
                        + " VALUES (:worker, :org, :local, :trial) ON CONFLICT (worker_id) DO UPDATE"
                        + " SET local = excluded.local, trial_until = coalesce(l.trial_until, excluded.trial_until)")
                .bind("worker", workerId).bind("org", organisationId).bind("local", sameMachine).bind("trial", clock.instant().plus(TRIAL)).execute());
        return standing(workerId);
    }

    /** Of one worker; of one that never connected it is that of a trial that has not begun. */
    public Standing standing(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM worker_licences WHERE worker_id = :worker")
                .bind("worker", workerId).map((row, context) -> read(row)).findOne())
                .orElseGet(() -> trial(workerId, null));
    }

    /** Of all workers of an organisation that connected or have a licence. */
    public List<Standing> ofOrganisation(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM worker_licences WHERE organisation_id = :org ORDER BY worker_id")
                .bind("org", organisationId).map((row, context) -> read(row)).list());
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

    /**
     * Takes a licence in the place of what was there.
     *
     * @throws LicenceException when it is another worker's, is not good now, or was not signed by a key that counts.
     */
    public Standing upload(long organisationId, long workerId, String file, String by) throws LicenceException {
        WorkerPermit.of(file, PublicId.text(workerId), keys, clock.instant());
        jdbi.useHandle(handle -> handle.createUpdate("INSERT INTO worker_licences (worker_id, organisation_id, file, uploaded_at, uploaded_by)"
                        + " VALUES (:worker, :org, :file, :now, :by) ON CONFLICT (worker_id) DO UPDATE"
                        + " SET file = excluded.file, uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by")
                .bind("worker", workerId).bind("org", organisationId).bind("file", file).bind("now", clock.instant()).bind("by", by).execute());
        return standing(workerId);
    }

    /** Takes a worker's licence away; whether there was one. */
    public boolean remove(long workerId) {
        return jdbi.withHandle(handle -> handle.execute(
                "UPDATE worker_licences SET file = NULL, uploaded_at = NULL, uploaded_by = NULL WHERE worker_id = ? AND file IS NOT NULL", workerId)) > 0;
    }

    private Standing read(ResultSet row) throws SQLException {
        long worker = row.getLong(1);
        String file = row.getString(2);
        if (file != null) {
            return licensed(worker, file, row.getTimestamp(3).toInstant(), row.getString(4));
        }
        if (row.getBoolean(5)) {
            return new Standing(worker, Kind.LOCAL, WorkerPermit.NO_LIMIT, null, null, null, null, null, null);
        }
        return trial(worker, Optional.ofNullable(row.getTimestamp(6)).map(java.sql.Timestamp::toInstant).orElse(null));
    }

    /** A worker of this machine with a licence is held to it: whoever uploads one wants to see it work. */
    private Standing licensed(long worker, String file, Instant at, String by) {
        Licence licence = null;
        try {
            licence = keys.verify(file);
            String fault = licence.faultAt(clock.instant());
            if (fault == null) {
                return new Standing(worker, Kind.LICENSED, licence.tier().endpoints(), licence, licence.expiresAt(), null, file, at, by);
            }
            return new Standing(worker, Kind.INVALID, 0, licence, licence.expiresAt(), fault, file, at, by);
        } catch (LicenceException e) {
            return new Standing(worker, Kind.INVALID, 0, licence, null, e.getMessage(), file, at, by);
        }
    }

    private Standing trial(long worker, Instant until) {
        boolean over = until != null && !clock.instant().isBefore(until);
        return over ? new Standing(worker, Kind.MISSING, 0, null, until, "there is no licence, and the trial ended " + until, null, null, null)
                : new Standing(worker, Kind.TRIAL, WorkerPermit.NO_LIMIT, null, until, null, null, null, null);
    }
}
