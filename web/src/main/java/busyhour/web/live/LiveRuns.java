package busyhour.web.live;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import busyhour.web.result.RunAggregates;
import busyhour.web.store.Database;
import busyhour.web.store.Notices;
import busyhour.web.store.RunPictures;
import busyhour.web.store.RunSeconds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that go on in this process. Any thread. */
public final class LiveRuns implements AutoCloseable {

    private static final long INTERVAL_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);

    private final Map<Long, LiveRun> runs = new ConcurrentHashMap<>();
    private final RunSeconds store;
    private final RunPictures pictures;
    private final Notices notices;
    private final BooleanSupplier hasOthers;
    private final RemoteRuns remote;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-runs").daemon().factory());

    /** @param hasOthers whether other processes live, whose pages may want to show our runs. */
    public LiveRuns(Database database, Notices notices, BooleanSupplier hasOthers) {
        this.store = new RunSeconds(database);
        this.pictures = new RunPictures(database);
        this.notices = notices;
        this.hasOthers = hasOthers;
        this.remote = new RemoteRuns(database, notices);
        ticker.scheduleAtFixedRate(() -> runs.values().forEach(run -> refresh(run, false)), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    public LiveRun begin(long runId, RunAggregates aggregates) {
        LiveRun run = new LiveRun(runId, aggregates, store);
        runs.put(runId, run);
        return run;
    }

    /** Sends the last snapshot and forgets the run. Waits for the ticker, so that no refresh runs beside the last one. */
    public void end(long runId, String status) {
        LiveRun run = runs.remove(runId);
        if (run == null) {
            return;
        }
        run.status(status);
        try {
            ticker.submit(() -> refresh(run, true)).get(INTERVAL_MS * 5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("the last picture of run {} did not get ready: {}", runId, e.toString());
        }
    }

    /** A run that goes on in another process. */
    Followed elsewhere(long runId) {
        return remote.of(runId);
    }

    public Optional<LiveRun> byId(long runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    /** All that go on. */
    public Iterable<LiveRun> all() {
        return runs.values();
    }

    private void refresh(LiveRun run, boolean last) {
        try {
            run.refresh(last);
            if (last) {
                pictures.remove(run.id());
            } else if (hasOthers.getAsBoolean()) {
                Snapshot shown = run.snapshot();
                pictures.put(run.id(), new RunPictures.Picture(shown.version(), shown.status(), shown.summary()));
                notices.tell(RemoteRuns.TOPIC, Long.toString(run.id()));
            }
        } catch (RuntimeException e) {
            LOG.debug("the picture of run {} is not fresh: {}", run.id(), e.toString()); // the database is away; its own message was given
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
