package busyhour.web.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import busyhour.ipc.RunId;
import busyhour.ipc.link.PlatformLink;
import busyhour.ipc.link.WorkerHeartbeat;
import busyhour.ipc.link.WorkerRun;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.RunStatus;
import busyhour.web.access.Accounts.Project;
import busyhour.web.find.LoadFinder;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.plan.FindMax;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.recording.Recordings;
import busyhour.web.result.ResultJson;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.store.Database;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Notices;
import busyhour.web.store.OpenRuns;
import busyhour.web.store.Processes;
import busyhour.web.store.PublicId;
import busyhour.web.store.RunKey;
import busyhour.web.store.RunQueue;
import busyhour.web.store.Runs;
import busyhour.web.store.SampleStore;
import busyhour.web.store.Tests;
import busyhour.web.worker.Workers;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives runs to workers, follows them, and ends them. Methods of {@link Conductor} by any thread. */
public final class RunConductor implements Conductor {

    private static final long TAKEN_WITHIN_MS = 30_000;
    private static final long LOST_AFTER_MS = 60_000;
    private static final long LOSE_MS = 5_000;
    private static final int QUEUE_LOOK_TICKS = 4;
    private static final String STOP_TOPIC = "stop";
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
    private final RunQueue queue;
    private final RunAdmission admission;
    /** How many wait for room, by organisation. */
    private final Map<Long, Integer> wantingRoom = new HashMap<>();
    private int queueTicks;
    private volatile long lostAfterMs = LOST_AFTER_MS;
    private volatile PlatformLink link;
    private volatile Notices notices;
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
        this.queue = new RunQueue(database);
        this.admission = new RunAdmission(workers, queue, active);
    }

    /** Where commands go; without one nothing can run here. */
    public void link(PlatformLink itsLink) {
        link = itsLink;
        deferred.every(500, "looking after runs", this::lookAfterRuns);
        deferred.every(500, "serving runs that wait", this::serveQueue);
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
        aggregates.expect(parts.stream().map(RunPart::worker).toList());
        conduct(adopted);
        parts.forEach(part -> link.replay(part.worker(), run.id()));
        parts.stream().filter(part -> part.state() == RunPart.State.LOST)
                .forEach(part -> link.execute(() -> lose(adopted, part, "the worker " + part.name() + " was lost")));
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

    /** How long a worker may be away until its part of a run is lost; 60 s unless told otherwise. */
    public void lostAfter(long ms) {
        lostAfterMs = ms;
    }

    /** Whom to ask before a run begins. Before runs are started. */
    public void rules(RunRules rules) {
        admission.rules(rules);
    }

    @Override
    public synchronized Runs.Run start(RunRequest request) {
        Project project = request.project();
        Tests.Test test = request.test();
        Plan plan = request.plan();
        long id = RunId.create(System.currentTimeMillis(), ThreadLocalRandom.current().nextLong());
        Runs.Run run = runs.add(id, project.id(), test.id(), plan.name(), test.plan(), plan.endpoints(), instance,
                request.labels(), request.trigger(), request.by());
        if (link == null) {
            return ended(id, RunStatus.CANNOT_RUN_FOR_NOW, "no worker is connected");
        }
        RunAdmission.Answer answer = admission.ask(run, project.organisationId(), plan, wantingRoom.getOrDefault(project.organisationId(), 0));
        return switch (answer) {
            case RunAdmission.Begin begin -> begin(run, project.organisationId(), begin.plan(), begin.parts());
            case RunAdmission.Never never -> ended(id, RunStatus.CANNOT_RUN_FOR_NOW, never.reason());
            case RunAdmission.Later later -> later.waitsAnyway() || request.mayWait() ? waiting(run, project.organisationId(), plan, later)
                    : ended(id, RunStatus.CANNOT_RUN_FOR_NOW, later.reason());
        };
    }

    private Runs.Run waiting(Runs.Run run, long organisationId, Plan plan, RunAdmission.Later later) {
        admission.wait(run.id(), plan);
        if (later.wantsRoom()) {
            wantingRoom.merge(organisationId, 1, Integer::sum);
        }
        queue.join(run.id(), later.reason());
        return runs.byId(run.id()).orElse(run);
    }

    /** Gives a run to its workers. */
    private Runs.Run begin(Runs.Run run, long organisationId, Plan plan, List<RunPart> parts) {
        long nowMs = System.currentTimeMillis();
        long id = run.id();
        SampleStore.preparePartitions(database, run.day());
        RunKey key = RunRecorder.key(run, plan);
        endpoints.addAll(key);
        RunAggregates aggregates = new RunAggregates(plan, id, nowMs);
        aggregates.expect(parts.stream().map(RunPart::worker).toList());
        ActiveRun begun = new ActiveRun(id, organisationId, run.projectId(), run.labels(), parts, aggregates,
                new RunRecorder(key, store, recordings.writer(id)), liveRuns.begin(id, aggregates), nowMs);
        conduct(begun);
        runParts.add(id, parts);
        runs.status(id, RunStatus.QUEUED.name());
        begun.live.status(RunStatus.QUEUED.name());
        try {
            for (RunPart part : parts) {
                link.startRun(part.worker(), begun.assignment(part));
            }
        } catch (IllegalArgumentException e) {
            active.remove(id);
            liveRuns.end(id, RunStatus.FAILED.name());
            return ended(id, RunStatus.FAILED, e.getMessage());
        }
        return runs.byId(id).orElse(run);
    }

    /** From now on this process looks after the run. */
    private void conduct(ActiveRun run) {
        FindMax search = run.aggregates.plan().findMax();
        run.finder = search == null ? null : new LoadFinder(run.aggregates, load -> setLoad(run, search.group(), load));
        run.shared = run.isShared() ? new SharedRun(run, link) : null;
        active.put(run.id, run);
    }

    /** At all workers that play it. */
    private boolean setLoad(ActiveRun run, int group, Load load) {
        boolean all = true;
        for (RunPart part : run.parts) {
            if (!part.isOver() && part.shares().get(group).endpoints() > 0) {
                all &= link.setLoad(part.worker(), run.id, group, load);
            }
        }
        return all;
    }

    /** Lets those that wait begin, in their order, as far as there is room. */
    private synchronized void serveQueue() {
        if (admission.waiting().isEmpty() && ++queueTicks % QUEUE_LOOK_TICKS != 0) {
            return;
        }
        Map<Long, Integer> wanting = new HashMap<>();
        for (RunQueue.Waiting next : queue.of(instance)) {
            try {
                serve(next, wanting);
            } catch (PlanException e) {
                leave(next.id());
                ended(next.id(), RunStatus.CANNOT_RUN_FOR_NOW, "its plan cannot be read any more: " + e.getMessage());
            }
        }
        wantingRoom.clear();
        wantingRoom.putAll(wanting);
    }

    private void serve(RunQueue.Waiting next, Map<Long, Integer> wanting) throws PlanException {
        Runs.Run run = runs.byId(next.id()).orElseThrow();
        Plan plan = admission.waiting(next.id());
        if (plan == null) { // another process put it there
            plan = admission.rules().plans().of(run);
            admission.wait(next.id(), plan);
        }
        switch (admission.ask(run, next.organisationId(), plan, wanting.getOrDefault(next.organisationId(), 0))) {
            case RunAdmission.Begin begin -> {
                leave(next.id());
                begin(run, next.organisationId(), begin.plan(), begin.parts());
            }
            case RunAdmission.Never never -> {
                leave(next.id());
                ended(next.id(), RunStatus.CANNOT_RUN_FOR_NOW, never.reason());
            }
            case RunAdmission.Later later -> {
                if (later.wantsRoom()) {
                    wanting.merge(next.organisationId(), 1, Integer::sum);
                }
                if (!later.reason().equals(run.reason())) {
                    queue.join(next.id(), later.reason());
                }
            }
        }
    }

    private void leave(long runId) {
        admission.leave(runId);
        queue.leave(runId);
    }

    @Override
    public List<RunPart> parts(long runId) {
        ActiveRun run = active.get(runId);
        return run != null ? run.parts : runParts.of(runId);
    }

    @Override
    public Integer queuePlace(long runId) {
        return queue.place(runId);
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
        if (run == null) {
            return stopWaiting(runId) || stopElsewhere(runId);
        }
        run.aggregates.interrupt();
        run.live.status(RunStatus.STOPPING.name());
        runs.status(runId, RunStatus.STOPPING.name());
        run.parts.forEach(part -> link.stopRun(part.worker(), runId, true));
        return true;
    }

    private synchronized boolean stopWaiting(long runId) {
        if (admission.waiting(runId) == null) {
            return false;
        }
        leave(runId);
        ended(runId, RunStatus.CANNOT_RUN_FOR_NOW, "stopped while it waited");
        return true;
    }

    /** The process that conducts it hears of that at once, or sees it within seconds; one that takes it over ends it. */
    private boolean stopElsewhere(long runId) {
        if (notices == null || runParts.of(runId).isEmpty()) {
            return false;
        }
        runs.status(runId, RunStatus.STOPPING.name());
        notices.tell(STOP_TOPIC, Long.toString(runId));
        return true;
    }

    /** Somebody asked any process to end it. */
    void onStopWanted(long runId) {
        ActiveRun run = active.get(runId);
        if (run != null && !run.aggregates.isInterrupted() && !run.stopping) {
            stop(runId);
        }
    }

    /** How processes on this database speak to each other. Before runs are started. */
    public void notices(Notices between) {
        notices = between;
        between.on(STOP_TOPIC, id -> deferred.run("stopping run " + id, () -> onStopWanted(Long.parseLong(id))));
    }

    /** How far a worker is with a group. The collector's thread. */
    void onGroupState(ActiveRun run, String worker, GroupState state) {
        run.begun = true;
        run.progress.on(worker, state);
    }

    /** Nothing more comes from a worker. The collector's thread. */
    void onEnd(ActiveRun run, String worker, RunEnd end) {
        run.part(worker).filter(part -> !part.isOver()).ifPresent(part -> {
            part.state(end.complete() ? RunPart.State.ENDED : RunPart.State.LOST);
            deferred.run("keeping how far " + part.name() + " is", () -> runParts.state(run.id, part));
            if (!end.complete()) {
                lose(run, part, "the worker " + part.name() + " died before the run's end");
                if (!run.isShared()) {
                    run.aggregates.fail("the worker died before the run's end");
                }
            }
        });
    }

    /** Its endpoints are closed, the others go on. The collector's thread. */
    private void lose(ActiveRun run, RunPart part, String reason) {
        run.aggregates.lose(part.worker(), run.endpointsOf(part), reason).forEach(run.recorder::lost);
    }

    /** A worker said how its run stands. The collector's thread. */
    void onStatus(ActiveRun run, String worker, RunStatus status) {
        run.begun = true;
        run.part(worker).filter(part -> status == RunStatus.RUNNING && !part.isOver() && part.state() != RunPart.State.RUNNING).ifPresent(part -> {
            part.state(RunPart.State.RUNNING);
            deferred.run("keeping how far " + part.name() + " is", () -> runParts.state(run.id, part));
        });
        if (status != null && !status.isTerminal()) {
            run.live.status(status.name());
            boolean starts = status == RunStatus.RUNNING && !run.toldStart;
            run.toldStart |= starts;
            // STOPPING in the database is somebody's wish, which any process may carry out: a worker that comes to its natural end says it too
            boolean kept = status != RunStatus.STOPPING || run.aggregates.isInterrupted();
            deferred.run("run " + PublicId.text(run.id) + " is " + status, () -> {
                if (kept) {
                    runs.status(run.id, status.name());
                }
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
            if (run.shared != null && !run.aggregates.ended()) {
                run.shared.tick(nowMs);
            }
            if (!run.aggregates.ended() && !isFailing(run, nowMs)) {
                continue;
            }
            run.ending = true;
            if (run.finder != null) {
                run.finder.onRunEnd();
            }
            Thread.ofVirtual().name("end-of-run").start(() -> end(run));
        }
    }

    /** Looks whether its workers are there; a run that is not begun fails with one of them. */
    private boolean isFailing(ActiveRun run, long nowMs) {
        for (RunPart part : run.parts) {
            long awayMs = Math.min(nowMs - run.sinceMs, workers.awayMs(part.worker()));
            if (!part.isOver() && awayMs > lostAfterMs) {
                lost(run, part, "the worker " + part.name() + " was lost");
            } else if (!run.begun && !run.adopted && nowMs - run.sinceMs > TAKEN_WITHIN_MS) {
                run.aggregates.fail("the worker " + part.name() + " did not take the run");
                return true;
            }
        }
        String reason = run.shared == null || run.shared.isBegun() ? null
                : run.aggregates.hasFailed() ? run.aggregates.detail() : run.progress.isRegistrarLost() ? "the worker that had the run's registrar was lost" : null;
        if (reason != null) {
            run.aggregates.fail(reason);
            run.parts.forEach(part -> link.stopRun(part.worker(), run.id, true));
            return true;
        }
        return run.aggregates.ended();
    }

    private void lost(ActiveRun run, RunPart part, String reason) {
        part.state(RunPart.State.LOST);
        runParts.state(run.id, part);
        CountDownLatch done = new CountDownLatch(1);
        link.execute(() -> {
            lose(run, part, reason);
            done.countDown();
        });
        try {
            if (!done.await(LOSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the collector is busy: endpoints of {} are closed later", part.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (run.parts.size() == 1) {
            run.aggregates.fail(reason);
        }
    }

    private void end(ActiveRun run) {
        try {
            boolean whole = drained();
            RunResult result = run.aggregates.result();
            RunStatus status = run.aggregates.status().isTerminal() ? run.aggregates.status() : RunStatus.COMPLETED;
            String reason = status == RunStatus.FAILED ? run.aggregates.detail() : !whole ? "not all records could be stored" : run.ledger.shortfall();
            liveRuns.end(run.id, status.name());
            admission.ended(run.id); // whoever reads that it is over may start the next
            admission.rules().accounts().release(run.id);
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
