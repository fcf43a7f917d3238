package busyhour.web.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.RunEvents;
import busyhour.web.plan.Plan;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.Database;
import busyhour.web.store.FaultLine;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes probes when their time has come or somebody asks, one execution of a probe at a time, and judges their runs when they have
 * ended. What an event misses (another process conducted the run and died) a sweep finds. Any thread.
 */
public final class ProbeRuns implements RunEvents {

    /** Endpoints of a probe's test: probes look often, so they look with few. */
    static final int MOST_ENDPOINTS = 20;
    private static final Duration SWEEP = Duration.ofSeconds(15);
    private static final Duration BEGIN_WITHIN = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(95);
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRuns.class);

    private final Jdbi jdbi;
    private final Probes probes;
    private final Executions executions;
    private final ProbedTests tests;
    private final ProbeEvents events;
    private final Schedule.Task times;

    public ProbeRuns(Database database, ProbedTests tests, Schedule schedule, ProbeEvents events) {
        this.jdbi = database.jdbi();
        this.probes = new Probes(database);
        this.executions = new Executions(database);
        this.tests = tests;
        this.events = events;
        this.times = schedule.task("probe", this::onDue);
        schedule.every("probe-sweep", SWEEP, this::sweep);
        schedule.every("probe-history", Duration.ofHours(1), () -> {
            executions.forgetBefore(Instant.now().minus(KEPT));
            probes.forgetSpansBefore(Instant.now().minus(KEPT));
        });
    }

    /** From now on at its interval, the first time at once. */
    void begin(Probe probe) {
        times.at(PublicId.text(probe.id()), Instant.now());
    }

    /** Not any more. */
    void end(long probeId) {
        times.cancel(PublicId.text(probeId));
    }

    private Instant onDue(String key, Instant dueAt) {
        Optional<Probe> found = probes.byId(PublicId.parse(key).orElse(0));
        if (found.isEmpty() || found.get().paused()) {
            return null;
        }
        Probe probe = found.get();
        execute(probe, "schedule", probe.name());
        return next(dueAt, probe.interval(), Instant.now());
    }

    /** Keeps to the rhythm; times that went by are left out, not made up for. */
    static Instant next(Instant dueAt, Duration interval, Instant now) {
        long passed = Math.max(0, Duration.between(dueAt, now).dividedBy(interval));
        return dueAt.plus(interval.multipliedBy(passed + 1));
    }

    /** Begins an execution; empty when one goes on. It may have ended when this returns. */
    Optional<Execution> execute(Probe probe, String trigger, String by) {
        Optional<Execution> begun = jdbi.inTransaction(handle -> probes.locked(handle, probe.id())
                .flatMap(locked -> executions.begin(handle, locked, trigger, by)));
        begun.ifPresent(execution -> start(probe, execution));
        return begun.map(execution -> jdbi.withHandle(handle -> executions.byId(handle, execution.id())).orElse(execution));
    }

    private void start(Probe probe, Execution execution) {
        Runs.Run run;
        try {
            Project project = probes.project(probe.projectId()).orElseThrow(() -> new IllegalStateException("its project was deleted"));
            Tests.Test test = Optional.ofNullable(probe.testId()).flatMap(id -> tests.byId(probe.projectId(), id))
                    .orElseThrow(() -> new IllegalStateException("its test was deleted"));
            Plan plan = tests.read(project, test.plan());
            if (plan.endpoints() > MOST_ENDPOINTS) {
                throw new IllegalStateException("its test has " + plan.endpoints() + " endpoints, a probe may have " + MOST_ENDPOINTS);
            }
            run = tests.start(project, test, probe.name(), List.of());
        } catch (RuntimeException e) {
            LOG.debug("probe {} does not begin", PublicId.text(probe.id()), e);
            settle(execution, Judgement.unknown(FaultLine.of(e)));
            return;
        }
        executions.run(execution.id(), run.id());
        tests.run(run.id()).filter(now -> !now.isUnfinished()).ifPresent(this::judge); // it may have ended before anybody knew whose it was
    }

    @Override
    public void finished(Runs.Run run) {
        judge(run);
    }

    @Override
    public void failed(Runs.Run run) {
        judge(run);
    }

    private void judge(Runs.Run run) {
        executions.ofRun(run.id()).filter(execution -> execution.endedAt() == null).ifPresent(execution ->
                probes.byId(execution.probeId()).ifPresent(probe -> settle(execution, Judgement.of(probe.limits(), run))));
    }

    private void sweep() {
        for (Execution execution : executions.unfinished()) {
            boolean old = execution.startedAt().plus(BEGIN_WITHIN).isBefore(Instant.now());
            Optional<Runs.Run> run = Optional.ofNullable(execution.runId()).flatMap(tests::run);
            if (run.isPresent() && !run.get().isUnfinished()) {
                judge(run.get());
            } else if (run.isEmpty() && old) {
                settle(execution, Judgement.unknown(execution.runId() == null ? "the platform ended before its run began" : "its run was deleted"));
            }
        }
    }

    /** Ends an execution and draws the conclusion for its probe; once, whoever comes first. */
    private void settle(Execution execution, Judgement judgement) {
        Runnable afterwards = jdbi.inTransaction(handle -> {
            Optional<Probe> locked = probes.locked(handle, execution.probeId());
            if (locked.isEmpty() || executions.byId(handle, execution.id()).filter(now -> now.endedAt() == null).isEmpty()) {
                return () -> { };
            }
            Probe probe = locked.get();
            boolean counts = !probe.paused() && !execution.startedAt().isBefore(probe.judgedFrom());
            List<Health> latest = new java.util.ArrayList<>(List.of(judgement.health()));
            latest.addAll(executions.latest(handle, probe, probe.damping().of() - 1));
            Health state = counts ? probe.damping().state(probe.state(), latest) : probe.state();
            Execution ended = executions.end(handle, execution, judgement, probe.state(), state);
            return counts ? conclude(handle, probe, state, judgement.reason(), ended) : () -> { };
        });
        afterwards.run();
    }

    private Runnable conclude(org.jdbi.v3.core.Handle handle, Probe probe, Health state, String reason, Execution execution) {
        probes.state(handle, probe, state, state == Health.HEALTHY && execution != null && execution.health() == Health.HEALTHY ? null : reason);
        return state == probe.state() ? () -> { } : events.changed(handle, new ProbeChange(probe, probe.state(), state, Instant.now(), reason, execution));
    }

    /** Changes a probe; one that is paused, or is to be judged by other means, is UNKNOWN until its next execution. */
    Probe change(Probe probe, Probes.Settings settings) {
        boolean anew = !java.util.Objects.equals(probe.testId(), settings.testId()) || !probe.limits().equals(settings.limits()) || probe.paused() != settings.paused();
        Runnable afterwards = jdbi.inTransaction(handle -> {
            Probe locked = probes.locked(handle, probe.id()).orElseThrow();
            probes.change(handle, probe.id(), settings, anew);
            return settings.paused() && !locked.paused() ? conclude(handle, locked, Health.UNKNOWN, "paused", null) : () -> { };
        });
        afterwards.run();
        Probe changed = probes.byId(probe.id()).orElseThrow();
        if (settings.paused()) {
            end(probe.id());
        } else if (anew || probe.intervalMinutes() != settings.intervalMinutes()) {
            begin(changed);
        }
        return changed;
    }
}
