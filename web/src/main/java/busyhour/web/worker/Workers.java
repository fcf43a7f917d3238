package busyhour.web.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import busyhour.ipc.link.FrameRefusal;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.web.store.Database;
import busyhour.web.store.FaultLine;
import busyhour.web.store.Notices;
import busyhour.web.store.PublicId;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers of all organisations: who is there, what they say of themselves. Those that are linked to other platform processes on the same
 * database are seen too, but only those that are linked here ({@link WorkerState#here}) can be given runs. Any thread.
 */
public final class Workers implements AutoCloseable {

    private static final long WRITE_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Jdbi jdbi;
    private final WorkerRows rows;
    private final WorkerTokens tokens;
    private final WorkerChanges changes;
    private final Refusals refusals;
    private final Presence presence;
    private final Calibrations calibrations;
    private volatile PlatformLink link;
    private final LongSupplier nowMs;
    private final long startedMs;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("workers").daemon().factory());

    /**
     * @param notices  by which the process hears of calibrations that another was asked for.
     * @param instance number of this process among all on the database.
     */
    public Workers(Database database, Notices notices, long instance, Licensing licensing) {
        this.jdbi = database.jdbi();
        this.nowMs = System::currentTimeMillis;
        this.startedMs = nowMs.getAsLong();
        this.tokens = new WorkerTokens(jdbi);
        this.changes = new WorkerChanges(jdbi);
        this.refusals = new Refusals(jdbi);
        this.presence = new Presence(nowMs, instance);
        this.rows = new WorkerRows(jdbi, instance, presence, licensing);
        this.calibrations = new Calibrations(new CalibrationRows(jdbi), this, presence, notices, writer);
        writer.scheduleWithFixedDelay(this::write, WRITE_MS, WRITE_MS, TimeUnit.MILLISECONDS);
    }

    /** An organisation's workers that may be given endpoints by this process now: ONLINE and linked here. By name. */
    public List<WorkerState> online(long organisationId) {
        return of(organisationId).stream()
                .filter(worker -> worker.status() == WorkerStatus.ONLINE && worker.here()).toList();
    }

    /** All of an organisation, by name. */
    public List<WorkerState> of(long organisationId) {
        return rows.of(organisationId);
    }

    /** By id or name. */
    public Optional<WorkerState> find(long organisationId, String idOrName) {
        return of(organisationId).stream().filter(worker -> worker.linkName().equals(idOrName) || worker.name().equals(idOrName)).findFirst();
    }

    /** Whosever it is. */
    public Optional<WorkerState> byLinkName(String linkName) {
        OptionalLong id = PublicId.parse(linkName);
        return id.isEmpty() ? Optional.empty() : rows.byId(id.getAsLong());
    }

    /** Whether its link ends here and lives. Asks no database. */
    public boolean isHere(String linkName) {
        return presence.isHere(linkName);
    }

    /** How long a worker has not been linked to this process, 0 while it is; counts from our start for one that never was. Asks no database. */
    public long awayMs(String linkName) {
        long awayMs = presence.awayMs(linkName);
        return awayMs < 0 ? nowMs.getAsLong() - startedMs : awayMs;
    }

    /** Where workers connect to; without one none can. */
    public void link(PlatformLink itsLink) {
        link = itsLink;
    }

    PlatformLink link() {
        return link;
    }

    WorkerTokens tokens() {
        return tokens;
    }

    WorkerRows rows() {
        return rows;
    }

    WorkerChanges changes() {
        return changes;
    }

    Calibrations calibrations() {
        return calibrations;
    }

    Refusals refusals() {
        return refusals;
    }

    /** Ends a worker's link if it is here. */
    void dismiss(String linkName, String reason) {
        PlatformLink itsLink = link;
        if (itsLink != null) {
            itsLink.dismiss(linkName, reason);
        }
    }

    /** Attempts and frames that were refused since this process started, by reason. */
    public Map<String, Long> refused() {
        return refusals.totals();
    }

    /** How many are linked here. */
    public int connected() {
        PlatformLink itsLink = link;
        return itsLink == null ? 0 : itsLink.workers().size();
    }

    /** A frame was not taken. The collector's thread. */
    public void refusedFrame(String linkName, FrameRefusal reason, String source) {
        OptionalLong id = linkName == null ? OptionalLong.empty() : PublicId.parse(linkName);
        String address = source.substring(0, Math.max(source.lastIndexOf(':'), 0));
        Long organisation = id.isEmpty() ? null : presence.organisationOf(linkName, () -> rows.byId(id.getAsLong()).map(WorkerState::organisationId).orElse(null));
        refusals.add(organisation, organisation == null ? null : id.getAsLong(), reason.name(), address.isEmpty() ? source : address, "a frame on the link");
    }

    /** Its link is up. The collector's thread. */
    public void connected(String linkName, String host) {
        presence.connected(linkName);
        OptionalLong id = PublicId.parse(linkName);
        if (id.isPresent()) {
            writer.execute(() -> guarded(() -> jdbi.useHandle(handle -> handle.execute(
                    "UPDATE workers SET connected_at = now(), heard_at = now(), host = ? WHERE id = ?", host, id.getAsLong()))));
            writer.execute(this::write);
        }
    }

    /** It lives. The collector's thread. */
    public void heard(WorkerHeartbeat heartbeat) {
        presence.heard(heartbeat);
    }

    /** Its link is gone. The collector's thread. */
    public void lost(String linkName) {
        presence.lost(linkName);
        writer.execute(this::write);
    }

    private void write() {
        guarded(() -> presence.write(jdbi).forEach(linkName -> dismiss(linkName, "the platform does not know its token any more")));
        guarded(refusals::write);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("how workers are could not be stored: {}", FaultLine.of(e));
        }
    }

    /** Says that none is linked here any more. */
    @Override
    public void close() {
        writer.shutdownNow();
        guarded(() -> presence.leave(jdbi));
    }
}
