package busyhour.engine.run;

import busyhour.ipc.RunId;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own thread of control: takes a run from the link, plays it, reports how it stands, and ends it. Plays one run
 * at a time.
 *
 * <pre>
 *   WorkerLink --StartRun--> [orders] --> WorkerAgent --> Run --> shards --> rings
 *                                             |                               |
 *                                             +--> RunReports --> ring -------+--> PublisherAgent
 * </pre>
 *
 * <p>{@link #doWork} on one thread; {@link #stopAll} and the listener's methods on any.
 */
public final class WorkerAgent implements Agent, WorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerAgent.class);
    private static final int ORDERS = 64;
    private static final long REHEARSAL_LIMIT_MS = 2_000;

    private sealed interface Order permits Start, Stop {
    }

    private record Start(Assignment assignment) implements Order {
    }

    private record Stop(long runId, boolean graceful) implements Order {
    }

    private static final long EVERY_RUN = Long.MIN_VALUE;

    private final MpscArrayQueue<Order> orders = new MpscArrayQueue<>(ORDERS);
    private final EngineSettings settings;
    private final String version;
    private final GarbagePauses pauses = new GarbagePauses();
    private final Thread rehearsal;
    private PublisherAgent publisher;
    private WorkerLink link;
    private volatile Playing playing;

    /** A run in progress, until everything that it measured is acknowledged. */
    private static final class Playing {
        private final Assignment assignment;
        private final RunReports reports;
        private Run run;
        private RunFeed feed;
        private boolean stoppingTold;

        Playing(final Assignment assignment, final RunReports reports) {
            this.assignment = assignment;
            this.reports = reports;
        }
    }

    /** Begins to rehearse, beside whatever else has to start. */
    public WorkerAgent(final EngineSettings settings, final String version) {
        this.settings = settings;
        this.version = version;
        rehearsal = Thread.ofPlatform().daemon().name("rehearsal").start(WorkerAgent::rehearse);
    }

    private static void rehearse() {
        try {
            Rehearsal.play();
        } catch (final RunFaultException | RuntimeException e) {
            LOG.warn("the rehearsal failed: the first seconds of the first run will be rougher", e);
        }
    }

    private void awaitRehearsal() {
        try {
            rehearsal.join(REHEARSAL_LIMIT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives what could not be made without this listener. Before the first {@link #doWork}. */
    public void connect(final PublisherAgent publisherAgent, final WorkerLink workerLink) {
        publisher = publisherAgent;
        link = workerLink;
    }

    @Override
    public void onStartRun(final Assignment assignment) {
        orders.offer(new Start(assignment));
    }

    @Override
    public void onFaultyStartRun(final long runId, final String reason) {
        LOG.error("run {}: {}", RunId.text(runId), reason);
        link.run(runId, RunStatus.FAILED);
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
        orders.offer(new Stop(runId, graceful));
    }

    /** Ends whatever is being played, gracefully. Any thread. */
    public void stopAll() {
        orders.offer(new Stop(EVERY_RUN, true));
    }

    /** Whether no run is in progress and everything measured is with the platform. Any thread. */
    public boolean isIdle() {
        return playing == null && orders.isEmpty();
    }

    @Override
    public int doWork() {
        int work = 0;
        final Order order = orders.poll();
        if (order != null) {
            work++;
            switch (order) {
                case Start start -> start(start.assignment);
                case Stop stop -> stop(stop);
            }
        }
        if (playing != null) {
            work += play(SystemNanoClock.INSTANCE.nanoTime());
        }
        return work;
    }

    private void start(final Assignment assignment) {
        if (playing != null) {
            if (playing.assignment.runId() != assignment.runId()) {
                LOG.warn("a run is in progress: run {} is not taken", RunId.text(assignment.runId()));
            }
            return;
        }
        awaitRehearsal();
        final long startNs = SystemNanoClock.INSTANCE.nanoTime();
        final Playing next = new Playing(assignment, new RunReports(pauses, startNs, System.currentTimeMillis() * 1_000_000L));
        link.run(assignment.runId(), RunStatus.RUNNING);
        next.reports.state(RunStatus.RUNNING, null, startNs);
        next.reports.facts(version, settings);
        String fault = null;
        try {
            next.run = Run.prepare(assignment, settings, startNs,
                    error -> LOG.error("a fault in the engine: please report it", error));
        } catch (final RunFaultException e) {
            fault = e.getMessage();
        } catch (final RuntimeException | OutOfMemoryError e) {
            LOG.error("a run could not be prepared", e);
            fault = "the run could not be prepared: " + e;
        }
        final List<ShardRing> rings = new ArrayList<>();
        if (next.run != null) {
            rings.addAll(next.run.rings());
        }
        rings.add(next.reports.ring());
        try {
            next.feed = publisher.open(assignment.runId(), rings);
        } catch (final JournalRefusedException e) {
            LOG.error("run {}: {}", RunId.text(assignment.runId()), e.getMessage());
            if (next.run != null) {
                next.run.close();
            }
            link.run(assignment.runId(), RunStatus.FAILED);
            return;
        }
        playing = next;
        if (fault != null) {
            next.reports.state(RunStatus.FAILED, fault, startNs);
            next.feed.complete();
            next.run = null;
            return;
        }
        next.run.start();
    }

    private void stop(final Stop stop) {
        final Playing current = playing;
        if (current != null && current.run != null && (stop.runId == EVERY_RUN || stop.runId == current.assignment.runId())) {
            if (stop.graceful) {
                current.run.stop(SystemNanoClock.INSTANCE.nanoTime());
            } else {
                current.run.close();
            }
        }
    }

    private int play(final long nowNs) {
        final Playing current = playing;
        int work = current.reports.poll(current.feed, nowNs) ? 1 : 0;
        if (current.run != null) {
            work += current.run.poll(nowNs) ? 1 : 0;
            if (current.run.isStopping() && !current.stoppingTold) {
                current.stoppingTold = true;
                current.run.warnings().forEach(LOG::warn);
                current.reports.state(RunStatus.STOPPING, null, nowNs);
                link.run(current.assignment.runId(), RunStatus.STOPPING);
            }
            final String refusal = current.feed.refusal();
            if (refusal != null && !current.run.isStopping() && !current.run.isOver()) {
                LOG.error("{}", refusal);
                current.run.stop(nowNs);
            }
            if (current.run.isOver()) {
                current.reports.state(refusal == null ? RunStatus.COMPLETED : RunStatus.FAILED, refusal, nowNs);
                current.feed.complete();
                current.run = null;
                work++;
            }
        } else if (current.feed.isDone()) {
            link.run(RunId.NONE, null);
            playing = null;
            work++;
        }
        return work;
    }

    @Override
    public void onDisconnected(final String reason) {
        LOG.warn("the platform is away ({}): measuring goes on, the journal keeps what it will be sent", reason);
    }

    @Override
    public void onClose() {
        final Playing current = playing;
        if (current != null && current.run != null) {
            current.run.close();
        }
    }

    @Override
    public String roleName() {
        return "worker";
    }
}
