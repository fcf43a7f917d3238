package busyhour.ipc;

import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.RefusalCode;
import busyhour.ipc.run.SampleScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A worker with its publisher on a thread of its own. */
final class TestWorker implements WorkerListener, AutoCloseable {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Assignment> assignments = new CopyOnWriteArrayList<>();
    final ShardRing ring = ShardRing.offHeap(1 << 20);
    final WorkerLink link;
    final PublisherAgent publisher;
    private final SampleWriter writer = new SampleWriter();
    private final int slots = MetricCatalogue.instance().slotCount();
    private final Thread thread;
    private volatile boolean running = true;

    TestWorker(final String name, final int dataPort, final int controlPort, final PublisherContext context) {
        this("127.0.0.1", name, dataPort, controlPort, context);
    }

    TestWorker(final String host, final String name, final int dataPort, final int controlPort, final PublisherContext context) {
        this(name, new LinkContext().host(host).dataPort(dataPort).controlPort(controlPort).workerName(name), context);
    }

    TestWorker(final String name, final LinkContext at, final PublisherContext context) {
        link = new WorkerLink(at, this);
        publisher = new PublisherAgent(context.workerName(name), link);
        thread = Thread.ofPlatform().name("publisher").start(this::run);
    }

    static PublisherContext context(final Path journals) {
        return new PublisherContext().journalDirectory(journals).reserveBytes(16 << 20);
    }

    private void run() {
        while (running) {
            if (publisher.doWork() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        publisher.onClose();
    }

    /** Writes samples of 60 values, waiting while the ring is full. */
    void writeSamples(final int firstSecond, final int count) {
        for (int i = 0; i < count; i++) {
            writeSample(ring, i, firstSecond + i);
        }
    }

    /** Writes one sample of 60 values, waiting while that ring is full. */
    void writeSample(final ShardRing into, final int endpoint, final int second) {
        writer.begin(endpoint, second, SampleScope.SECOND);
        for (int v = 0; v < 60; v++) {
            writer.set(v * 4 % slots, endpoint + v);
        }
        while (!writer.tryWrite(into)) {
            LockSupport.parkNanos(10_000);
        }
    }

    @Override
    public void onStartRun(final Assignment assignment) {
        assignments.add(assignment);
    }

    @Override
    public void onSetLoad(final long runId, final int group, final Load load) {
        events.add("load " + runId + " " + group + " " + load);
    }

    @Override
    public void onStopRun(final long runId, final boolean graceful) {
        events.add("stop " + runId + " " + graceful);
    }

    @Override
    public void onCalibrate(final long calibration) {
        events.add("calibrate " + calibration);
    }

    @Override
    public void onConnected() {
        events.add("connected");
    }

    @Override
    public void onDisconnected(final String reason) {
        events.add("disconnected: " + reason);
    }

    @Override
    public void onRefused(final RefusalCode code, final String reason) {
        events.add("refused: " + code + " " + reason);
    }

    @Override
    public void close() {
        running = false;
        try {
            if (!thread.join(Duration.ofSeconds(20))) {
                throw new IllegalStateException(thread.getName() + " does not end");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
