package busyhour.web.billing;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import busyhour.web.recording.Recordings;
import busyhour.web.store.Database;
import busyhour.web.store.FaultLine;
import busyhour.web.store.SampleDays;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges what a plan keeps no longer: runs, their samples, traces and recordings.
 *
 * <p>Runs of all organisations share the partition of a day. One that no run needs any more is dropped whole. From one that another
 * organisation keeps for longer, a run's rows are deleted, run by run; that partition is dropped when the last plan lets go of it.
 * What was used stays in {@code stream_usage}. Any thread; one at a time, see {@code Schedule}.
 */
public final class Retention {

    private static final int RUNS_AT_A_TIME = 200;
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Jdbi jdbi;
    private final Billing billing;
    private final SampleDays days;
    private final Recordings recordings;
    private final InstantSource clock;

    public Retention(Database database, Billing billing, Recordings recordings) {
        this(database, billing, recordings, InstantSource.system());
    }

    Retention(Database database, Billing billing, Recordings recordings, InstantSource clock) {
        this.jdbi = database.jdbi();
        this.billing = billing;
        this.days = new SampleDays(database);
        this.recordings = recordings;
        this.clock = clock;
    }

    private record Old(long id, LocalDate day) {
    }

    /** Purges what is due. */
    public void purge() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        int runs = 0;
        for (long organisation : jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM organisations").mapTo(Long.class).list())) {
            Integer keep = billing.subscription(organisation).plan().retentionDays();
            if (keep != null) {
                runs += purge(organisation, today.minusDays(keep));
            }
        }
        int dropped = 0;
        for (LocalDate day : days.all()) {
            dropped += day.isBefore(today) && drop(day) ? 1 : 0;
        }
        if (runs + dropped > 0) {
            LOG.info("purged {} runs and dropped {} days", runs, dropped);
        }
    }

    /** Ended runs that were made before a day. */
    private int purge(long organisation, LocalDate before) {
        int purged = 0;
        while (true) {
            List<Old> some = jdbi.withHandle(handle -> handle.createQuery("SELECT r.id, r.day FROM runs r JOIN projects p ON p.id = r.project_id"
                            + " WHERE p.organisation_id = :org AND r.day < :before AND r.ended_at IS NOT NULL ORDER BY r.day, r.id LIMIT " + RUNS_AT_A_TIME)
                    .bind("org", organisation).bind("before", before).map((row, context) -> new Old(row.getLong(1), row.getObject(2, LocalDate.class))).list());
            if (some.isEmpty()) {
                return purged;
            }
            for (Old run : some) {
                if (isKeptByOthers(organisation, run.day())) {
                    days.deleteRun(run.day(), run.id());
                }
                jdbi.useHandle(handle -> handle.execute("DELETE FROM runs WHERE id = ?", run.id()));
                recordings.delete(run.id());
                purged++;
            }
        }
    }

    /** Whether the day stays because somebody else's run is in it, or one of ours that has not ended; else it is dropped whole in a moment. */
    private boolean isKeptByOthers(long organisation, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM runs r JOIN projects p ON p.id = r.project_id"
                        + " WHERE r.day = :day AND (p.organisation_id <> :org OR r.ended_at IS NULL))")
                .bind("day", day).bind("org", organisation).mapTo(Boolean.class).one());
    }

    /** A day that is in use just now is dropped the next time. */
    private boolean drop(LocalDate day) {
        try {
            return days.dropUnlessNeeded(day);
        } catch (JdbiException e) {
            LOG.info("the samples of {} are in use and are dropped later: {}", day, FaultLine.of(e));
            return false;
        }
    }
}
