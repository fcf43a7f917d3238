package busyhour.engine.run;

import busyhour.engine.calibrate.WorkerCalibration;
import busyhour.engine.run.WorkerOrder.Begin;
import busyhour.engine.run.WorkerOrder.Calibrate;
import busyhour.engine.run.WorkerOrder.Release;
import busyhour.engine.run.WorkerOrder.SetLoad;
import busyhour.engine.run.WorkerOrder.Start;
import busyhour.engine.run.WorkerOrder.Stop;
import busyhour.ipc.RunId;
import busyhour.ipc.licence.WorkerPermit;
import busyhour.ipc.link.PartAddress;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.RunRings;
import busyhour.ipc.run.RefusalCode;
import busyhour.ipc.run.RunStatus;
import java.io.UncheckedIOException;
import busyhour.sip.TransportAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;
import org.jctools.queues.MpscArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's own thread of control: takes runs from the link, plays them, reports how they stand, and ends them. Plays several
 * at a time: a probe beside a long test. Has the host measured when the platform asks and nothing is played.
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
    private static final int LOOPBACK = 0x7F000001;
    private static final long REHEARSAL_LIMIT_MS = 2_000;

    private static final long EVERY_RUN = Long.MIN_VALUE;

    private final MpscArrayQueue<WorkerOrder> orders = new MpscArrayQueue<>(ORDERS);
    private final EngineSettings settings;
    private final String version;
    private final GarbagePauses pauses = new GarbagePauses();
    private final Thread rehearsal;
    private PublisherAgent publisher;
    private WorkerLink link;
    private WorkerCalibration calibration = WorkerCalibration.none();
    private final Map<Long, PlayedRun> playing = new ConcurrentHashMap<>();
    private volatile WorkerPermit permit = WorkerPermit.unlimited();

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
        calibration.reports(workerLink::calibration);
    }

    /** How the host is measured when the platform asks. Before {@link #connect}. */
    public void calibration(final WorkerCalibration itsCalibration) {
        calibration = itsCalibration;
    }

    /** What the licence allows from now on; what is being played goes on. Any thread. */
    public void permit(final WorkerPermit itsPermit) {
        permit = itsPermit;
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
    public void onBeginRun(final long runId, final List<PartAddress> parts) {
        orders.offer(new Begin(runId, parts));
    }

    @Override
    public void onReleaseGroup(final long runId, final int group) {
        orders.offer(new Release(runId, group));
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
        orders.offer(new Stop(runId, graceful));
    }

    @Override
    public void onSetLoad(final long runId, final int group, final Load load) {
        orders.offer(new SetLoad(runId, group, load));
    }

    @Override
    public void onCalibrate(final long id) {
        orders.offer(new Calibrate(id));
    }

    /** Ends all that is being played, gracefully, and what is being measured. Any thread. */
    public void stopAll() {
        orders.offer(new Stop(EVERY_RUN, true));
    }

    /** Whether no run is in progress, everything measured is with the platform, and the host is not being measured. Any thread. */
    public boolean isIdle() {
        return playing.isEmpty() && orders.isEmpty() && !calibration.isUnderWay();
    }

    @Override
    public int doWork() {
        pauses.poll();
        int work = calibration.poll(SystemNanoClock.INSTANCE.nanoTime());
        final WorkerOrder order = orders.poll();
        if (order != null) {
            work++;
            switch (order) {
                case Start start -> start(start.assignment());
                case Begin begin -> ifPlayed(begin.runId(), run -> run.open(begin.parts()));
                case Release release -> ifPlayed(release.runId(), run -> run.release(release.group()));
                case Stop stop -> stop(stop);
                case SetLoad set -> setLoad(set);
                case Calibrate calibrate -> calibration.ask(calibrate.id(), isPlaying(), SystemNanoClock.INSTANCE.nanoTime());
            }
        }
        for (final PlayedRun current : playing.values()) {
            work += current.poll(SystemNanoClock.INSTANCE.nanoTime());
            if (current.isDone()) {
                link.run(current.runId(), 0, null);
                playing.remove(current.runId());
                work++;
            }
        }
        return work;
    }

    private boolean isPlaying() {
        return playing.values().stream().anyMatch(run -> !run.isOver());
    }

    private void ifPlayed(final long runId, final Consumer<PlayedRun> what) {
        final PlayedRun run = playing.get(runId);
        if (run != null) {
            what.accept(run);
        }
    }

    /** Endpoints of all runs that are being played. Any thread. */
    public int endpoints() {
        return playing.values().stream().mapToInt(PlayedRun::endpoints).sum();
    }

    private void start(final Assignment assignment) {
        if (playing.containsKey(assignment.runId())) {
            return;
        }
        final String refusal = permit.refusal(endpoints(), assignment.endpoints(), Instant.now());
        if (refusal != null) {
            LOG.error("run {} is not taken: {}", RunId.text(assignment.runId()), refusal);
            link.run(assignment.runId(), 0, RunStatus.FAILED);
            return;
        }
        calibration.giveWay("a run was given to the worker meanwhile");
        awaitRehearsal();
        final boolean alone = playing.isEmpty();
        link.run(assignment.runId(), assignment.endpoints(), RunStatus.RUNNING);
        RunRings rings = null;
        try {
            rings = publisher.rings(assignment.runId());
            final PlayedRun next = new PlayedRun(assignment, settings, version, pauses, link, rings);
            next.begin(publisher.open(rings), assignment.isShared() ? ownAddress() : null, alone);
            playing.put(assignment.runId(), next);
        } catch (final JournalRefusedException | UncheckedIOException e) {
            LOG.error("run {}: {}", RunId.text(assignment.runId()), e.getMessage());
            if (rings != null) {
                rings.discard();
            }
            link.run(assignment.runId(), 0, RunStatus.FAILED);
        }
    }

    /** By which other workers reach this one: as it was told, else the kernel's choice towards the platform. */
    private TransportAddress ownAddress() {
        final HostAddresses told = settings.addresses();
        if (told.shown() != null || told.bind() != null) {
            return new TransportAddress().copyFrom(told.shown() != null ? told.shown() : told.bind());
        }
        try {
            return SipTarget.localAddressTowards(SipTarget.ofHost(link.platformHost(), SipTarget.DEFAULT_PORT));
        } catch (final RunFaultException e) {
            LOG.warn("no address of this host towards the platform: {}", e.getMessage());
            return new TransportAddress().setIpv4(LOOPBACK, 0);
        }
    }

    private void stop(final Stop stop) {
        if (stop.runId() == EVERY_RUN) {
            calibration.giveWay("the worker ended meanwhile");
        }
        for (final PlayedRun current : playing.values()) {
            if (stop.runId() == EVERY_RUN || stop.runId() == current.runId()) {
                current.stop(stop.graceful());
            }
        }
    }

    private void setLoad(final SetLoad set) {
        final PlayedRun current = playing.get(set.runId());
        if (current == null || !current.setLoad(set.group(), set.load())) {
            LOG.warn("run {}: the load of group {} cannot be set to {} now", RunId.text(set.runId()), set.group(), set.load());
        }
    }

    @Override
    public void onRefused(final RefusalCode code, final String reason) {
        LOG.warn("the platform does not want this worker now ({}): {}", code, reason);
    }

    @Override
    public void onDisconnected(final String reason) {
        LOG.warn("the platform is away ({}): measuring goes on, the journal keeps what it will be sent", reason);
    }

    @Override
    public void onClose() {
        calibration.giveWay("the worker ended meanwhile");
        playing.values().forEach(PlayedRun::close);
    }

    @Override
    public String roleName() {
        return "worker";
    }
}
