package busyhour.engine.run;

import busyhour.ipc.link.PartAddress;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.ring.RingMaker;
import busyhour.ipc.run.RunStatus;
import busyhour.sip.TransportAddress;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this worker was given, until everything that it measured is with the platform.
 *
 * <pre>
 *   QUEUED ("encoding 40 %") --prepared--> RUNNING -> STOPPING -> COMPLETED
 *                            --fault-----> FAILED
 * </pre>
 *
 * <p>The worker's thread.
 */
final class PlayedRun {

    /** A part of a run whose platform is away waits so long for its end. */
    private static final long ORPHANED_NS = 15 * 60 * 1_000_000_000L;
    private static final long NOT_AWAY = Long.MIN_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(PlayedRun.class);

    private final Assignment assignment;
    private final WorkerLink link;
    private final RunReports reports;
    private final EngineFaults faults = new EngineFaults();
    private RunFeed feed;
    private RunPreparation preparation;
    /** Null once it is over. */
    private Run run;
    private final SharedGate gate = new SharedGate();
    private long platformAwaySinceNs = NOT_AWAY;
    private boolean stoppingTold;
    private boolean warningsTold;

    /** @param rings makes its rings, for the publisher. */
    PlayedRun(final Assignment assignment, final EngineSettings settings, final String version, final GarbagePauses pauses,
            final WorkerLink link, final RingMaker rings) {
        this.assignment = assignment;
        this.link = link;
        run = new Run(assignment, settings, rings);
        reports = new RunReports(pauses, rings);
        reports.facts(version, settings.forLoad(assignment));
    }

    long runId() {
        return assignment.runId();
    }

    /** Begins to prepare it. */
    void begin(final RunFeed openedFeed, final TransportAddress host, final boolean alone) {
        feed = openedFeed;
        preparation = new RunPreparation(run, faults, assignment.isShared() ? gate : PartGate.OPEN, host, alone);
    }

    /** All workers of the run are prepared. */
    void open(final List<PartAddress> parts) {
        gate.open(parts);
    }

    /** The callers of a group start. */
    void release(final int group) {
        if (run != null) {
            run.starts().release(group);
        }
    }

    /** Endpoints that it holds here. */
    int endpoints() {
        return assignment.endpoints();
    }

    /** @param gracefully calls end with BYE; else the threads end at once. */
    void stop(final boolean gracefully) {
        if (preparation != null) {
            preparation.cancel();
            gate.cancel();
        } else if (run != null && gracefully) {
            run.stop(SystemNanoClock.INSTANCE.nanoTime());
        } else if (run != null) {
            run.close();
        }
    }

    /** A group calls so much from now on. @return whether it is one that can. */
    boolean setLoad(final int group, final Load load) {
        final boolean isPlaying = preparation == null && run != null;
        final long atNs = isPlaying ? run.setLoad(group, load, SystemNanoClock.INSTANCE.nanoTime()) : -1;
        if (atNs >= 0) {
            reports.load(group, load, atNs);
        }
        return atNs >= 0;
    }

    /** The process ends. */
    void close() {
        if (preparation != null) {
            preparation.cancel(); // its thread ends with the process
        } else if (run != null) {
            run.close();
        }
    }

    /** Whether nothing is played any more; the platform may still want what was measured. */
    boolean isOver() {
        return preparation == null && run == null;
    }

    /** Whether all that it measured is with the platform. */
    boolean isDone() {
        return isOver() && feed.isStored();
    }

    /** Moves it on. @return how much was done. */
    int poll(final long nowNs) {
        if (preparation != null) {
            return prepare(nowNs);
        }
        final boolean second = reports.poll(feed, nowNs);
        if (second && run != null && !warningsTold) { // by then the shards' threads have tried to get what they were to have
            warningsTold = true;
            warn(run.warnings());
        }
        return (second ? 1 : 0) + (run == null ? 0 : play(nowNs));
    }

    private void warn(final List<String> warnings) {
        warnings.forEach(LOG::warn);
        if (!warnings.isEmpty()) {
            reports.warnings(warnings);
        }
    }

    private int prepare(final long nowNs) {
        final String told = preparation.takeTold();
        if (told != null) {
            reports.state(RunStatus.QUEUED, told, nowNs);
        }
        final List<PartAddress> own = gate.takeOwn();
        if (own != null) {
            tellPrepared(own, nowNs);
        }
        if (!preparation.isDone()) {
            return told == null ? 0 : 1;
        }
        final RunPreparation done = preparation;
        preparation = null;
        if (done.fault() != null) {
            end(RunStatus.FAILED, done.fault(), nowNs);
            return 1;
        }
        if (done.isCancelled()) {
            run.stop(nowNs);
            return 1;
        }
        reports.begin(run.startNs(), System.currentTimeMillis() * 1_000_000L - (nowNs - run.startNs()), run.shards());
        reports.state(RunStatus.RUNNING, null, nowNs);
        run.start();
        return 1;
    }

    /** Each group that has endpoints here, and the registrar, with the address where there is one. */
    private void tellPrepared(final List<PartAddress> own, final long nowNs) {
        for (int i = GroupState.REGISTRAR; i < assignment.groups().size(); i++) {
            final int group = i;
            final String address = own.stream().filter(part -> part.group() == group).map(PartAddress::address).findFirst().orElse(null);
            if (address != null || i >= 0 && assignment.endpoints(i) > 0) {
                reports.group(i, GroupState.Step.PREPARED, address, nowNs);
            }
        }
    }

    private int tellGroups(final long nowNs) {
        int work = 0;
        final GroupStarts starts = run.starts();
        for (int group = starts.nextToTell(); group >= 0; group = starts.nextToTell()) {
            reports.group(group, starts.tell(group), null, nowNs);
            work++;
        }
        if (link.isConnected()) {
            platformAwaySinceNs = NOT_AWAY;
        } else if (platformAwaySinceNs == NOT_AWAY) {
            platformAwaySinceNs = nowNs;
        } else if (nowNs - platformAwaySinceNs > ORPHANED_NS) {
            run.stop(nowNs);
        }
        return work;
    }

    private int play(final long nowNs) {
        int work = run.poll(nowNs) ? 1 : 0;
        work += assignment.isShared() ? tellGroups(nowNs) : 0;
        if (run.isStopping() && !stoppingTold) {
            stoppingTold = true;
            reports.state(RunStatus.STOPPING, null, nowNs);
            link.run(runId(), assignment.endpoints(), RunStatus.STOPPING);
        }
        final String refusal = feed.refusal() != null ? feed.refusal() : faults.reason();
        if (refusal != null && !run.isStopping() && !run.isOver()) {
            LOG.error("{}", refusal);
            run.stop(nowNs);
        }
        if (run.isOver()) {
            end(refusal == null ? RunStatus.COMPLETED : RunStatus.FAILED, refusal, nowNs);
            work++;
        }
        return work;
    }

    private void end(final RunStatus status, final String detail, final long nowNs) {
        reports.state(status, detail, nowNs);
        feed.complete();
        run = null;
    }
}
