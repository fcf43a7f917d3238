package busyhour.web.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import busyhour.ipc.RunId;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.link.WorkerRun;
import busyhour.ipc.plan.Assignment.Share;
import busyhour.ipc.run.RunStatus;
import busyhour.web.access.Accounts.Project;
import busyhour.web.find.LoadFinder;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.plan.FindMax;
import busyhour.web.plan.Plan;
import busyhour.web.recording.Recordings;
import busyhour.web.result.ResultJson;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.store.Database;
import busyhour.web.store.Endpoints;
import busyhour.web.store.OpenRuns;
import busyhour.web.store.Processes;
import busyhour.web.store.PublicId;
import busyhour.web.store.RunKey;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import busyhour.web.store.Tests;
import busyhour.web.worker.WorkerState;
import busyhour.web.worker.Workers;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives runs to workers, follows them, and ends them. Methods of {@link Conductor} by any thread. */
public final class RunConductor implements Conductor {

    private static final long TAKEN_WITHIN_MS = 30_000;
    private static final long LOST_AFTER_MS = 60_000;
    private static final long DRAIN_MS = 10_000;
    private static final int AWAY_DRAINS = 60;
    private static final int KEEP_ATTEMPTS = 100;
    private static final long KEEP_PAUSE_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(RunConductor.class);

    private final Database database;
    private final Runs runs;
    private final RunParts runParts;
    private final Endpoints endpoints;
    private final SampleStore store;
    private final Recordings recordings;
    private final LiveRuns liveRuns;
    private final Deferred deferred;
    private final long instance;
    private final Workers workers;
    private final Map<Long, ActiveRun> active = new ConcurrentHashMap<>();
    /** Runs whose conductor is being looked for. */
    private final Set<Long> strays = ConcurrentHashMap.newKeySet();
    private volatile PlatformLink link;
    private volatile RunEvents events = RunEvents.NONE;

    public RunConductor(Database database, SampleStore store, Recordings recordings, LiveRuns liveRuns, Workers workers, Deferred deferred, long instance) {
        this.database = database;
        this.runs = new Runs(database);
        this.runParts = new RunParts(database);
        this.endpoints = new Endpoints(database);
        this.store = store;
        this.recordings = recordings;
        this.liveRuns = liveRuns;
        this.deferred = deferred;
        this.instance = instance;
        this.workers = workers;
    }

    /** Where commands go; without one nothing can run here. */
    public void link(PlatformLink itsLink) {
        link = itsLink;
        deferred.every(500, "looking after runs", this::lookAfterRuns);
    }

    /** Who is told of runs. Before runs are started. */
    public void events(RunEvents listener) {
        events = listener;
    }

    Workers workers() {
        return workers;
    }

    /** Null for a run that this process does not conduct. */
    ActiveRun active(long runId) {
        return active.get(runId);
    }

    /** A run that this process need not conduct, empty when the database does not know it. */
    Optional<Runs.Run> known(long runId) {
        return runs.byId(runId);
    }

    /** Looks for runs whose process is no more, and takes them over where a link is. */
    public void adoptOrphans(Processes processes, RunPlans plans) {
        RunAdoption adoption = new RunAdoption(new OpenRuns(database), runs, runParts, processes, this, plans);
        deferred.every(Processes.BEAT_MS, "telling others that we live", processes::beat);
        deferred.every(Processes.BEAT_MS, "looking for runs without a process", () -> adoption.look(System.nanoTime() / 1_000_000));
    }

    boolean hasLink() {
        return link != null;
    }

    boolean isAnyHere(List<RunPart> parts) {
        return parts.stream().anyMatch(part -> link.workers().contains(part.worker()));
    }

    /** Goes on with a run that another process began: its workers send all of it again, to be counted. */
    void adopt(Runs.Run run, Plan plan, long organisationId, List<String> labels, List<RunPart> parts) {
        SampleStore.preparePartitions(database, run.day());
        RunAggregates aggregates = new RunAggregates(plan, run.id(), run.createdAt().toEpochMilli());
        ActiveRun adopted = new ActiveRun(run.id(), organisationId, run.projectId(), labels, parts, aggregates,
                new RunRecorder(RunRecorder.key(run, plan), store, recordings.writer(run.id())), liveRuns.begin(run.id(), aggregates),
                System.currentTimeMillis());
        adopted.adopted = true;
        adopted.toldStart = run.startedAt() != null;
        adopted.live.status(run.status());
        if (run.status().equals(RunStatus.STOPPING.name())) {
            aggregates.interrupt();
        }
        active.put(run.id(), adopted);
        parts.forEach(part -> link.replay(part.worker(), run.id()));
    }

    /** Another process conducts it now. */
    void giveUp(long runId) {
        ActiveRun run = active.remove(runId);
        if (run != null) {
            LOG.info("run {} is conducted by another process now", PublicId.text(runId));
            liveRuns.end(runId, run.aggregates.status().name());
            run.parts.forEach(part -> link.replay(part.worker(), runId));
        }
    }

    /** The store says that another process has stored what this one wanted to. Any thread. */
    public void onTakenOver(long runId) {
        deferred.run("giving up run " + PublicId.text(runId), () -> giveUp(runId));
    }

    void tellEnd(Runs.Run run) {
        deferred.run("telling that run " + PublicId.text(run.id()) + " ended", () -> events.ended(run));
    }

    /** What was to be stopped while this worker was away. The collector's thread. */
    void onConnected(String worker) {
        active.values().stream().filter(run -> run.aggregates.isInterrupted() && run.part(worker).isPresent())
                .forEach(run -> link.stopRun(worker, run.id, true));
    }

    @Override
    public synchronized Runs.Run start(RunRequest request) {
        Project project = request.project();
        Tests.Test test = request.test();
        Plan plan = request.plan();
        long nowMs = System.currentTimeMillis();
        long id = RunId.create(nowMs, ThreadLocalRandom.current().nextLong());
        Runs.Run run = runs.add(id, project.id(), test.id(), plan.name(), test.plan(), plan.endpoints(), instance);
        Set<String> busy = active.values().stream().flatMap(other -> other.parts.stream()).map(RunPart::worker).collect(Collectors.toSet());
        Optional<String> worker = link == null ? Optional.empty() : workers.online(project.organisationId()).stream().map(WorkerState::linkName)
                .filter(name -> !busy.contains(name)).findFirst();
        if (worker.isEmpty()) {
            return ended(id, RunStatus.CANNOT_RUN_FOR_NOW, link == null || link.workers().isEmpty()
                    ? "no worker is connected" : "all workers are busy");
        }
        SampleStore.preparePartitions(database, run.day());
        RunKey key = RunRecorder.key(run, plan);
        endpoints.addAll(key);
        RunAggregates aggregates = new RunAggregates(plan, id, nowMs);
        RunPart whole = new RunPart(worker.get(), worker.get(), plan.groups().stream().map(group -> new Share(0, group.endpoints())).toList(), true);
        ActiveRun begun = new ActiveRun(id, project.organisationId(), project.id(), request.labels(), List.of(whole), aggregates,
                new RunRecorder(key, store, recordings.writer(id)), liveRuns.begin(id, aggregates), nowMs);
        begun.finder = finder(aggregates, worker.get());
        active.put(id, begun);
        runParts.add(id, begun.parts);
        runs.status(id, RunStatus.QUEUED.name());
        begun.live.status(RunStatus.QUEUED.name());
        try {
            link.startRun(worker.get(), plan.assignment(id));
        } catch (IllegalArgumentException e) {
            active.remove(id);
            liveRuns.end(id, RunStatus.FAILED.name());
            return ended(id, RunStatus.FAILED, e.getMessage());
        }
        return runs.byId(id).orElse(run);
    }

    /** Null when the plan has no search for the highest load. */
    private LoadFinder finder(RunAggregates aggregates, String worker) {
        FindMax search = aggregates.plan().findMax();
        return search == null ? null
                : new LoadFinder(aggregates, load -> link.setLoad(worker, aggregates.runId(), search.group(), load));
    }

    /** Goes on with a search for the highest load; when that is over the run ends. */
    private void search(ActiveRun run) {
        if (run.finder == null || run.stopping || !run.begun) {
            return;
        }
        if (run.aggregates.isInterrupted()) {
            run.finder.interrupt();
        } else if (run.finder.onTick()) {
            run.stopping = true;
            run.aggregates.abort();
            run.parts.forEach(part -> link.stopRun(part.worker(), run.id, true));
        }
    }

    private Runs.Run ended(long id, RunStatus status, String reason) {
        runs.end(id, status.name(), reason, null, null);
        Runs.Run ended = runs.byId(id).orElseThrow();
        deferred.run("telling that run " + PublicId.text(id) + " ended", () -> events.ended(ended));
        return ended;
    }

    @Override
    public boolean stop(long runId) {
        ActiveRun run = active.get(runId);
        if (run == null || link == null) {
            return false;
        }
        run.aggregates.interrupt();
        run.live.status(RunStatus.STOPPING.name());
        runs.status(runId, RunStatus.STOPPING.name());
        run.parts.forEach(part -> link.stopRun(part.worker(), runId, true));
        return true;
    }

    /** A worker said how its run stands. The collector's thread. */
    void onStatus(ActiveRun run, RunStatus status) {
        run.begun = true;
        if (status != null && !status.isTerminal()) {
            run.live.status(status.name());
            boolean starts = status == RunStatus.RUNNING && !run.toldStart;
            run.toldStart |= starts;
            deferred.run("run " + PublicId.text(run.id) + " is " + status, () -> {
                runs.status(run.id, status.name());
                if (starts) {
                    runs.byId(run.id).ifPresent(events::started);
                }
            });
        }
    }

    /** A worker plays on what no process conducts any more: it is to end that and be free. */
    void onHeartbeat(WorkerHeartbeat heartbeat) {
        workers.heard(heartbeat);
        for (WorkerRun run : heartbeat.runs()) {
            if (!run.status().isTerminal() && run.status() != RunStatus.STOPPING && !active.containsKey(run.runId()) && strays.add(run.runId())) {
                deferred.run("looking for the conductor of run " + PublicId.text(run.runId()), () -> onStray(heartbeat.worker(), run.runId()));
            }
        }
    }

    /** A run that has not ended waits for a process to take it over, or has one. */
    private void onStray(String worker, long runId) {
        try {
            if (runs.byId(runId).filter(Runs.Run::isUnfinished).isEmpty()) {
                LOG.info("worker {} plays run {}, which nobody conducts: stopping it", worker, PublicId.text(runId));
                link.stopRun(worker, runId, true);
            }
        } finally {
            strays.remove(runId);
        }
    }

    private void lookAfterRuns() {
        long nowMs = System.currentTimeMillis();
        for (ActiveRun run : active.values()) {
            if (run.ending) {
                continue;
            }
            search(run);
            if (!run.aggregates.ended() && !run.begun && !run.adopted && nowMs - run.sinceMs > TAKEN_WITHIN_MS) {
                run.aggregates.fail("the worker " + run.parts.getFirst().name() + " did not take the run");
            } else if (!run.aggregates.ended() && Math.min(nowMs - run.sinceMs, workers.awayMs(run.parts.getFirst().worker())) > LOST_AFTER_MS) {
                run.aggregates.fail("the worker " + run.parts.getFirst().name() + " was lost");
            } else if (!run.aggregates.ended()) {
                continue;
            }
            run.ending = true;
            if (run.finder != null) {
                run.finder.onRunEnd();
            }
            Thread.ofVirtual().name("end-of-run").start(() -> end(run));
        }
    }

    private void end(ActiveRun run) {
        try {
            boolean whole = drained();
            RunResult result = run.aggregates.result();
            RunStatus status = run.aggregates.status().isTerminal() ? run.aggregates.status() : RunStatus.COMPLETED;
            String reason = status == RunStatus.FAILED ? run.aggregates.detail() : whole ? null : "not all records could be stored";
            liveRuns.end(run.id, status.name());
            keep(run.id, status, reason, result);
            run.parts.forEach(part -> link.release(part.worker(), run.id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            active.remove(run.id);
        }
    }

    /** Waits longer while the database is away: its run is not over before that is back. */
    private boolean drained() throws InterruptedException {
        for (int i = 0; i < AWAY_DRAINS; i++) {
            if (store.drain(DRAIN_MS)) {
                return true;
            }
            if (!store.isAway()) {
                return false;
            }
        }
        return false;
    }

    /** A database that is away just now must not cost a run its result. */
    private void keep(long id, RunStatus status, String reason, RunResult result) throws InterruptedException {
        String json = ResultJson.tree(result).toString();
        for (int attempt = 1; ; attempt++) {
            try {
                runs.end(id, status.name(), reason, result.run().exitCode(), json);
                deferred.run("telling that run " + PublicId.text(id) + " ended", () -> runs.byId(id).ifPresent(events::ended));
                return;
            } catch (JdbiException e) {
                if (attempt == KEEP_ATTEMPTS) {
                    LOG.error("the result of run {} could not be stored: {}", PublicId.text(id), String.valueOf(e.getMessage()));
                    return;
                }
                Thread.sleep(KEEP_PAUSE_MS);
            }
        }
    }
}
