package busyhour.web.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.PartAddress;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.publish.RunRings;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.RunStatus;

/**
 * A worker with the real link, journal, ring and writers, whose measurements are made up: it plays any assignment in
 * {@code seconds} seconds that take {@code secondMs} each.
 */
public final class SyntheticWorker implements WorkerListener, AutoCloseable {

    private static final int RING_BYTES = 32 << 20;

    private final String name;
    private final WorkerLink link;
    private final PublisherAgent publisher;
    private final int seconds;
    private final long secondMs;
    private final BlockingQueue<Assignment> assignments = new LinkedBlockingQueue<>();
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Thread linkThread;
    private final Thread player;
    private volatile boolean running = true;
    private final Set<Long> begun = ConcurrentHashMap.newKeySet();
    private final Set<Long> released = ConcurrentHashMap.newKeySet();
    private final List<Long> calibrations = new CopyOnWriteArrayList<>();
    private volatile boolean stopAsked;
    private volatile boolean lingers;
    private volatile RunFeed lastFeed;

    /** Without a seal, as the worker of a local run. */
    public SyntheticWorker(String name, String ticket, int dataPort, int controlPort, Path journals, int seconds, long secondMs) {
        this(name, new LinkContext().dataPort(dataPort).controlPort(controlPort).workerName(name).ticket(ticket), journals, seconds, secondMs);
    }

    /** Connects as a worker does, and again when its platform is gone. */
    public static SyntheticWorker connected(int httpPort, String token, String name, Path journals, int seconds, long secondMs) {
        PlatformHandshake handshake = new PlatformHandshake(WorkerSettings.of(Map.of("WORKER_TOKEN", token,
                "CLOUD_URL", "http://127.0.0.1:" + httpPort, "WORKER_NAME", name)), () -> null, "synthetic");
        try {
            LinkGrant grant = handshake.connect();
            return new SyntheticWorker(grant.worker(), new LinkContext().grant(grant).source(handshake), journals, seconds, secondMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name on the link. */
    public SyntheticWorker(String name, LinkContext context, Path journals, int seconds, long secondMs) {
        this.name = name;
        this.seconds = seconds;
        this.secondMs = secondMs;
        link = new WorkerLink(context, this);
        publisher = new PublisherAgent(
                new PublisherContext().journalDirectory(journals).workerName(name).reserveBytes(16 << 20), link);
        linkThread = Thread.ofPlatform().name("synthetic-link").start(this::work);
        player = Thread.ofPlatform().name("synthetic-player").start(this::play);
    }

    /** What an earlier worker of this name left in the directory of journals is sent first. */
    public List<RunFeed> recover() {
        return publisher.recover();
    }

    /** Of the run that was begun last, null before. */
    public RunFeed lastFeed() {
        return lastFeed;
    }

    /** From now on its runs come to their end by themselves early, and take long over it. */
    public void linger() {
        lingers = true;
    }

    /** Of its link, to tell what heartbeats say. */
    public WorkerLink link() {
        return link;
    }

    public String name() {
        return name;
    }

    public boolean awaitConnected(long timeoutMs) throws InterruptedException {
        return connected.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void work() {
        while (running) {
            if (publisher.doWork() == 0) {
                LockSupport.parkNanos(200_000);
            }
        }
        publisher.onClose();
    }

    private void play() {
        try {
            while (running) {
                Assignment assignment = assignments.poll(50, TimeUnit.MILLISECONDS);
                if (assignment != null) {
                    play(assignment);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JournalRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void play(Assignment assignment) throws InterruptedException, JournalRefusedException {
        RunRings rings = publisher.rings(assignment.runId());
        try (ShardRing ring = rings.ring(RING_BYTES)) {
            RunFeed feed = publisher.open(rings);
            lastFeed = feed;
            SyntheticScript script = new SyntheticScript(assignment, ring, seconds);
            link.run(assignment.runId(), assignment.endpoints(), RunStatus.RUNNING);
            if (assignment.isShared()) {
                script.groups(GroupState.Step.PREPARED);
                await(begun, assignment.runId());
            }
            script.begin();
            if (assignment.isShared()) {
                script.groups(GroupState.Step.READY);
                await(released, assignment.runId());
            }
            for (int second = 0; second < seconds && running && !stopAsked; second++) {
                script.second(second);
                if (second == 1 && lingers) {
                    script.stopping(second);
                }
                Thread.sleep(secondMs);
            }
            if (assignment.isShared()) {
                script.groups(GroupState.Step.FINISHED);
                for (int i = 0; i < 500 && running && !stopAsked; i++) {
                    Thread.sleep(20);
                }
            }
            script.end();
            link.run(assignment.runId(), 0, null);
            feed.complete();
            for (int i = 0; i < 500 && running && !feed.isJournaled(); i++) { // the ring is unmapped then
                Thread.sleep(20);
            }
        }
    }

    @Override
    public void onStartRun(Assignment assignment) {
        stopAsked = false;
        assignments.add(assignment);
    }

    private void await(Set<Long> told, long runId) throws InterruptedException {
        for (int i = 0; i < 1_000 && running && !stopAsked && !told.contains(runId); i++) {
            Thread.sleep(10);
        }
    }

    @Override
    public void onBeginRun(long runId, List<PartAddress> parts) {
        begun.add(runId);
    }

    @Override
    public void onReleaseGroup(long runId, int group) {
        released.add(runId);
    }

    /** Numbers of the calibrations that it was asked for; it does none by itself. */
    public List<Long> calibrations() {
        return calibrations;
    }

    @Override
    public void onCalibrate(long calibration) {
        if (!calibrations.contains(calibration)) { // it may be told again
            calibrations.add(calibration);
        }
    }

    /** As kill -9 does: nothing more comes, and nobody is told. */
    public void vanish() {
        running = false;
    }

    @Override
    public void onStopRun(long runId, boolean graceful) {
        stopAsked = true;
    }

    @Override
    public void onConnected() {
        connected.countDown();
    }

    @Override
    public void close() {
        running = false;
        try {
            player.join(Duration.ofSeconds(10));
            linkThread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
