package busyhour.web.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.web.fleet.Dealing.Offer;
import busyhour.web.plan.Plan;
import busyhour.web.store.RunQueue;
import busyhour.web.store.Runs.Run;
import busyhour.web.worker.WorkerState;
import busyhour.web.worker.Workers;

/**
 * Whether a run may begin now, and at which workers: its organisation's plan, caps of its project and labels, room at workers, accounts.
 * Who waits for room lets nobody pass who wants room too; who waits for a cap or for accounts does. Callers take turns.
 */
final class RunAdmission {

    private static final int MOST_ENDED = 1_000;

    private final Workers workers;
    private final RunQueue queue;
    private final Map<Long, ActiveRun> active;
    private volatile RunRules rules = RunRules.NONE;
    /** Plans of runs that wait, as they were asked for. */
    private final Map<Long, Plan> waiting = new ConcurrentHashMap<>();
    /** Ended here a moment ago: a worker may still say that it plays them. The oldest go. */
    private final Set<Long> ended = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_ENDED;
        }
    });

    /** @param active runs that this process conducts, by id. */
    RunAdmission(Workers workers, RunQueue queue, Map<Long, ActiveRun> active) {
        this.workers = workers;
        this.queue = queue;
        this.active = active;
    }

    void rules(RunRules value) {
        rules = value;
    }

    RunRules rules() {
        return rules;
    }

    /** What comes of asking. */
    sealed interface Answer permits Begin, Later, Never {
    }

    /** It may begin so. */
    record Begin(Plan plan, List<RunPart> parts) implements Answer {
    }

    /** @param wantsRoom whether it is room at workers that is missing, so that those behind it wait too. */
    record Later(String reason, boolean wantsRoom, boolean waitsAnyway) implements Answer {
    }

    /** Not, however long it waits. */
    record Never(String reason) implements Answer {
    }

    /** @param behind how many wait for room before it, 0 = none. */
    Answer ask(Run run, long organisationId, Plan plan, int behind) {
        List<RunQueue.Held> held = queue.held(organisationId);
        Optional<String> sold = rules.entitlements().refusal(organisationId, plan.endpoints(), held.size(), longest(plan));
        if (sold.isPresent()) {
            return new Never(sold.get());
        }
        Optional<RunCaps.Refusal> capped = rules.caps().refusal(
                new RunCaps.Load(organisationId, run.projectId(), run.labels(), plan.endpoints()),
                held.stream().map(each -> new RunCaps.Load(organisationId, each.projectId(), each.labels(), each.endpoints())).toList());
        if (capped.isPresent()) {
            return capped.get().forGood() ? new Never(capped.get().reason()) : new Later(capped.get().reason(), false, true);
        }
        if (behind > 0) {
            return new Later(behind + (behind == 1 ? " run waits" : " runs wait") + " for workers before it", true, false);
        }
        Dealing dealing = Dealing.of(plan, offers(organisationId));
        if (dealing.refusal().isPresent()) {
            return new Later(dealing.refusal().get(), true, false);
        }
        RunAccounts.Leased leased = rules.accounts().lease(run.id(), plan);
        return leased.refusal() == null ? new Begin(leased.plan(), dealing.parts()) : new Later(leased.refusal(), false, false);
    }

    private static Duration longest(Plan plan) {
        return Duration.ofMillis(plan.groups().stream().mapToLong(GroupSpec::durationMs).max().orElse(0));
    }

    private List<Offer> offers(long organisationId) {
        return workers.online(organisationId).stream().map(this::offer).toList();
    }

    /** What it says that it uses lags behind what it was given. */
    private Offer offer(WorkerState worker) {
        int given = active.values().stream().filter(run -> !run.ending).flatMap(run -> run.part(worker.linkName()).stream()).filter(part -> !part.isOver())
                .mapToInt(RunPart::endpoints).sum();
        int used = Math.max(given, strangers(worker) ? worker.used() : 0);
        int capacity = rules.entitlements().workerCapacity(worker.id(), worker.capacity() == null ? Integer.MAX_VALUE : worker.capacity());
        if (worker.isCalibrating()) {
            return new Offer(worker.linkName(), worker.name(), worker.region(), 0, capacity, true);
        }
        int free = capacity == Integer.MAX_VALUE ? used > 0 ? 0 : Integer.MAX_VALUE : Math.max(0, capacity - used);
        return new Offer(worker.linkName(), worker.name(), worker.region(), free, capacity, false);
    }

    /** Whether it plays something that this process has not given it, or no longer conducts. */
    private boolean strangers(WorkerState worker) {
        Set<Long> known = new HashSet<>(active.keySet());
        synchronized (ended) {
            known.addAll(ended);
        }
        return !known.containsAll(worker.runs());
    }

    /** Its workers said that their parts are over: what they say of themselves lags behind. */
    void ended(long runId) {
        synchronized (ended) {
            ended.add(runId);
        }
    }

    /** A run waits with this plan. */
    void wait(long runId, Plan plan) {
        waiting.put(runId, plan);
    }

    /** Null for one that another process has asked for. */
    Plan waiting(long runId) {
        return waiting.get(runId);
    }

    void leave(long runId) {
        waiting.remove(runId);
    }

    Collection<Long> waiting() {
        return waiting.keySet();
    }
}
