package busyhour.web.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import busyhour.ipc.run.RunStatus;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.store.OpenRuns;
import busyhour.web.store.OpenRuns.Open;
import busyhour.web.store.Processes;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.store.Runs.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over runs whose process is no more: an earlier one that was here, or another one on the same database. Their workers have gone on
 * and have kept their journals: from those the aggregates are made again.
 *
 * <p>A process to which one of the run's workers is connected takes it at once; the others wait {@value #PATIENCE_MS} ms for one. A run of
 * which no worker of a platform knows (the command's, whose worker died with it) is ended. The thread of {@link Deferred}.
 */
public final class RunAdoption {

    private static final long PATIENCE_MS = 15_000;
    private static final Logger LOG = LoggerFactory.getLogger(RunAdoption.class);

    private final OpenRuns open;
    private final Runs runs;
    private final RunParts parts;
    private final Processes processes;
    private final RunConductor conductor;
    private final RunPlans plans;
    private final Map<Long, Long> orphanSinceMs = new HashMap<>();

    RunAdoption(OpenRuns open, Runs runs, RunParts parts, Processes processes, RunConductor conductor, RunPlans plans) {
        this.open = open;
        this.runs = runs;
        this.parts = parts;
        this.processes = processes;
        this.conductor = conductor;
        this.plans = plans;
    }

    /** Looks once. To be called each {@link Processes#BEAT_MS}. */
    void look(long nowMs) {
        List<Open> all = open.list();
        all.stream().filter(run -> run.instance() != processes.number()).map(Open::id).forEach(conductor::giveUp);
        all.stream().filter(run -> run.stopping() && run.instance() == processes.number()).forEach(run -> conductor.onStopWanted(run.id()));
        if (all.stream().allMatch(run -> run.instance() == processes.number())) {
            orphanSinceMs.clear();
            return;
        }
        Set<Long> living = processes.living();
        List<Open> orphans = all.stream().filter(run -> !living.contains(run.instance())).toList();
        orphanSinceMs.keySet().retainAll(orphans.stream().map(Open::id).toList());
        for (Open orphan : orphans) {
            long waitedMs = nowMs - orphanSinceMs.computeIfAbsent(orphan.id(), id -> nowMs);
            if (orphan.waits()) {
                open.claim(orphan.id(), orphan.instance(), processes.number());
            } else {
                takeOver(orphan, parts.of(orphan.id()), waitedMs);
            }
        }
    }

    private void takeOver(Open orphan, List<RunPart> itsParts, long waitedMs) {
        if (itsParts.isEmpty()) {
            fail(orphan, "the process that conducted the run ended while it went on; what was measured is stored");
            return;
        }
        if (!conductor.hasLink() || waitedMs < PATIENCE_MS && !conductor.isAnyHere(itsParts)) {
            return;
        }
        Run run = runs.byId(orphan.id()).orElseThrow();
        Plan plan;
        try {
            plan = plans.of(run);
        } catch (PlanException e) {
            fail(orphan, "the platform ended while the run went on, and its plan cannot be read any more: " + e.getMessage());
            return;
        }
        if (plan.findMax() != null) {
            fail(orphan, "the platform ended during the search for the highest load, which cannot be taken up again; what was measured is stored");
        } else if (open.claim(run.id(), orphan.instance(), processes.number())) {
            LOG.info("run {} goes on here: its process is no more", PublicId.text(run.id()));
            conductor.adopt(run, plan, open.organisationOf(run.projectId()), open.labelsOf(run.id()), itsParts);
        }
    }

    private void fail(Open orphan, String reason) {
        if (open.claim(orphan.id(), orphan.instance(), processes.number())) {
            runs.end(orphan.id(), RunStatus.FAILED.name(), reason, null, null);
            runs.byId(orphan.id()).ifPresent(conductor::tellEnd);
        }
    }
}
