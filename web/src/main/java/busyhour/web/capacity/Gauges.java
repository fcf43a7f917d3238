package busyhour.web.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.result.SeriesPoint;
import busyhour.web.store.Database;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds at the runs that go on in this process, and writes what they hold, by project and label. A thread of its own;
 * {@link #tick} may be called by tests instead.
 */
public final class Gauges implements AutoCloseable {

    private static final long INTERVAL_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);

    private final LiveRuns live;
    private final ConcurrencyStore store;
    private final Ceilings ceilings;
    private final Jdbi jdbi;
    private final long instance;
    private final Map<Long, Owner> owners = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("gauges").daemon().factory());
    private boolean idle;

    /** @param instance number of this process among all on the database. */
    public Gauges(Database database, LiveRuns live, ConcurrencyStore store, Ceilings ceilings, long instance) {
        this.live = live;
        this.store = store;
        this.ceilings = ceilings;
        this.jdbi = database.jdbi();
        this.instance = instance;
        ticker.scheduleWithFixedDelay(this::guardedTick, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Whose a run is. */
    private record Owner(long organisationId, long projectId, List<String> labels, int endpoints) {
    }

    private void guardedTick() {
        try {
            tick(Instant.now());
        } catch (RuntimeException e) {
            LOG.debug("concurrency is not written just now: {}", e.toString()); // the database is away; its own message was given
        }
    }

    synchronized void tick(Instant at) {
        Map<Scope, Load> loads = new HashMap<>();
        java.util.Set<Long> seen = new java.util.HashSet<>();
        for (LiveRun run : live.all()) {
            seen.add(run.id());
            Owner owner = owners.computeIfAbsent(run.id(), this::owner);
            if (owner != null) {
                List<SeriesPoint> series = run.aggregates().series();
                Load load = new Load(series.isEmpty() ? 0 : Math.max(0, series.getLast().concurrent()), owner.endpoints());
                loads.merge(new Scope(owner.organisationId(), null, null), load, Load::plus);
                loads.merge(new Scope(owner.organisationId(), owner.projectId(), null), load, Load::plus);
                owner.labels().forEach(label -> loads.merge(new Scope(owner.organisationId(), owner.projectId(), label), load, Load::plus));
            }
        }
        owners.keySet().retainAll(seen);
        if (loads.isEmpty() && idle) {
            return;
        }
        Map<Scope, Integer> rooms = new HashMap<>();
        loads.keySet().forEach(scope -> {
            Ceilings.Ceiling ceiling = ceilings.of(scope);
            rooms.put(scope, ceiling == null ? null : ceiling.endpoints());
        });
        store.write(instance, at, loads, rooms);
        idle = loads.isEmpty();
    }

    /** Whose a run is that goes on, null when nobody knows. */
    Long organisationOf(long runId) {
        Owner owner = owners.computeIfAbsent(runId, this::owner);
        return owner == null ? null : owner.organisationId();
    }

    private Owner owner(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT p.organisation_id, p.id, r.labels, r.planned FROM runs r JOIN projects p ON p.id = r.project_id"
                        + " WHERE r.id = :run").bind("run", runId)
                .map((row, context) -> new Owner(row.getLong(1), row.getLong(2), List.of((String[]) row.getArray(3).getArray()), row.getInt(4)))
                .findOne().orElse(null));
    }

    /** Minutes are kept for a quarter's forecast a year later. */
    public static Duration kept() {
        return Duration.ofDays(400);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
