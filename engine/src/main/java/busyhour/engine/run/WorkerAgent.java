package busyhour.engine.run;

import busyhour.ipc.RunId;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.RunRings;
import busyhour.ipc.run.RunStatus;
import java.io.UncheckedIOException;
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
 *   WorkerLink --StartRun--> [orders] --> WorkerAgent --> PlayedRun --> Run --> shards --> rings
 *                                                          |                             |
 *                                                          +--> RunReports --> ring -----+--> PublisherAgent
 * </pre>
 *
 * <p>{@link #doWork} on one thread; {@link #stopAll} and the listener's methods on any.
 */
public final class WorkerAgent implements Agent, WorkerListener {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerAgent.class);
    private static final int ORDERS = 64;
    private static final long REHEARSAL_LIMIT_MS = 2_000;

    private sealed interface Order permits Start, Stop, SetLoad {
    }

    private record Start(Assignment assignment) implements Order {
    }

    private record Stop(long runId, boolean graceful) implements Order {
    }

    private record SetLoad(long runId, int group, Load load) implements Order {
    }

    private static final long EVERY_RUN = Long.MIN_VALUE;

    private final MpscArrayQueue<Order> orders = new MpscArrayQueue<>(ORDERS);
    private final EngineSettings settings;
    private final String version;
    private final GarbagePauses pauses = new GarbagePauses();
    private final Thread rehearsal;
    private PublisherAgent publisher;
    private WorkerLink link;
    private volatile PlayedRun playing;

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
        link.run(runId, 0, RunStatus.FAILED);
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
        orders.offer(new Stop(runId, graceful));
    }

    @Override
    public void onSetLoad(final long runId, final int group, final Load load) {
        orders.offer(new SetLoad(runId, group, load));
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
        pauses.poll();
        int work = 0;
        final Order order = orders.poll();
        if (order != null) {
            work++;
            switch (order) {
                case Start start -> start(start.assignment);
                case Stop stop -> stop(stop);
                case SetLoad set -> setLoad(set);
            }
        }
        final PlayedRun current = playing;
        if (current != null) {
            work += current.poll(SystemNanoClock.INSTANCE.nanoTime());
            if (current.isDone()) {
                link.run(current.runId(), 0, null);
                playing = null;
                work++;
            }
        }
        return work;
    }

    private void start(final Assignment assignment) {
        if (playing != null) {
            if (playing.runId() != assignment.runId()) {
                LOG.warn("a run is in progress: run {} is not taken", RunId.text(assignment.runId()));
            }
            return;
        }
        awaitRehearsal();
        link.run(assignment.runId(), assignment.endpoints(), RunStatus.RUNNING);
        RunRings rings = null;
        try {
            rings = publisher.rings(assignment.runId());
            final PlayedRun next = new PlayedRun(assignment, settings, version, pauses, link, rings);
            next.begin(publisher.open(rings));
            playing = next;
        } catch (final JournalRefusedException | UncheckedIOException e) {
            LOG.error("run {}: {}", RunId.text(assignment.runId()), e.getMessage());
            if (rings != null) {
                rings.discard();
            }
            link.run(assignment.runId(), 0, RunStatus.FAILED);
        }
    }

    private void stop(final Stop stop) {
        final PlayedRun current = playing;
        if (current != null && (stop.runId == EVERY_RUN || stop.runId == current.runId())) {
            current.stop(stop.graceful);
        }
    }

    private void setLoad(final SetLoad set) {
        final PlayedRun current = playing;
        if (current == null || set.runId != current.runId() || !current.setLoad(set.group, set.load)) {
            LOG.warn("run {}: the load of group {} cannot be set to {} now", RunId.text(set.runId), set.group, set.load);
        }
    }

    @Override
    public void onDisconnected(final String reason) {
        LOG.warn("the platform is away ({}): measuring goes on, the journal keeps what it will be sent", reason);
    }

    @Override
    public void onClose() {
        final PlayedRun current = playing;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public String roleName() {
        return "worker";
    }
}
