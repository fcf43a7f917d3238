package busyhour.jmh.load;

import busyhour.engine.crypto.LinkCiphers;
import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.publish.RunRings;
import busyhour.ipc.ring.ShardRing;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A worker's process without shards that may be killed at any time: made-up samples into rings that are mapped files, from there the
 * engine's own way. In a mapped file beside the journals it counts the samples that it has committed to its rings, so that whoever kills it
 * knows what was written. Endpoint e's sample of second s is the one with number s x endpoints + e.
 *
 * <p>Says {@code connected}, {@code recovered} when all that an earlier process left is stored, {@code begin}, {@code written}, {@code done}.
 * Arguments: name, token, address of the platform, directory of journals, seconds, file of the count, endpoints that it takes, data and
 * control port of a relay to go through (0 = none).
 */
final class FaultSource implements WorkerListener {

    private static final int RING_BYTES = 4 << 20;
    private static final long NS = 1_000_000_000L;
    private static final long POLL_NS = 500_000L;
    private static final long END_LIMIT_NS = 180 * NS;

    private final BlockingQueue<Assignment> assignments = new LinkedBlockingQueue<>();

    public static void main(String[] args) throws Exception {
        final FaultSource source = new FaultSource();
        final PlatformHandshake handshake = new PlatformHandshake(
                WorkerSettings.of(Map.of("WORKER_NAME", args[0], "WORKER_TOKEN", args[1], "CLOUD_URL", args[2])), () -> Integer.valueOf(args[6]), "faults");
        final int dataPort = Integer.parseInt(args[7]);
        final int controlPort = Integer.parseInt(args[8]);
        final LinkGrant grant = through(handshake.await(), dataPort, controlPort);
        final WorkerLink link = new WorkerLink(new LinkContext().grant(grant).source(() -> through(handshake.connect(), dataPort, controlPort))
                .ciphers(LinkCiphers.best()), source);
        final PublisherAgent publisher = new PublisherAgent(
                new PublisherContext().journalDirectory(Path.of(args[3])).workerName(grant.worker()), link);
        final List<RunFeed> left = publisher.recover();
        try (AgentRunner runner = new AgentRunner(
                new BackoffIdleStrategy(10, 10, TimeUnit.MICROSECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(1)),
                Throwable::printStackTrace, null, publisher)) {
            AgentRunner.startOnThread(runner);
            for (RunFeed feed : left) {
                awaitStored(feed);
            }
            System.out.println("recovered " + left.size());
            final Assignment assignment = source.assignments.poll(120, TimeUnit.SECONDS);
            if (assignment != null) {
                play(assignment, publisher, Integer.parseInt(args[4]), Path.of(args[5]));
            }
        }
    }

    private static LinkGrant through(LinkGrant grant, int dataPort, int controlPort) {
        return dataPort == 0 ? grant : new LinkGrant(grant.worker(), grant.name(), grant.host(), dataPort, controlPort, grant.connection(),
                grant.keys(), grant.capacity(), grant.licence());
    }

    private static void play(Assignment assignment, PublisherAgent publisher, int seconds, Path counter) throws Exception {
        final RunRings made = publisher.rings(assignment.runId());
        final List<ShardRing> rings = List.of(made.ring(RING_BYTES), made.ring(RING_BYTES));
        final RunFeed feed = publisher.open(made);
        Files.deleteIfExists(counter);
        final MappedByteBuffer committed = IoUtil.mapNewFile(counter.toFile(), Long.BYTES);
        final SampleScript script = new SampleScript(assignment, rings);
        script.begin();
        System.out.println("begin");
        final long startNs = SystemNanoClock.INSTANCE.nanoTime();
        final long endpoints = script.endpoints();
        for (long next = 0; next < seconds * endpoints;) {
            final long due = Math.min(seconds * endpoints, (SystemNanoClock.INSTANCE.nanoTime() - startNs) * endpoints / NS);
            for (; next < due; next++) {
                while (!script.sample((int) (next % endpoints), (int) (next / endpoints))) {
                    LockSupport.parkNanos(POLL_NS); // the ring is full
                }
                committed.putLong(0, next + 1);
                if (next % endpoints == endpoints - 1) {
                    script.reports((int) (next / endpoints));
                }
            }
            LockSupport.parkNanos(POLL_NS);
        }
        script.end(seconds * NS);
        feed.complete();
        System.out.println("written");
        awaitStored(feed);
        System.out.println("done");
        final long limitNs = SystemNanoClock.INSTANCE.nanoTime() + END_LIMIT_NS;
        while (!feed.isDone() && SystemNanoClock.INSTANCE.nanoTime() < limitNs) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static void awaitStored(RunFeed feed) {
        final long limitNs = SystemNanoClock.INSTANCE.nanoTime() + END_LIMIT_NS;
        while (!feed.isStored() && SystemNanoClock.INSTANCE.nanoTime() < limitNs) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public void onConnected() {
        System.out.println("connected");
    }

    @Override
    public void onDisconnected(String reason) {
        System.out.println("disconnected: " + reason);
    }

    @Override
    public void onStartRun(Assignment assignment) {
        assignments.add(assignment);
    }

    @Override
    public void onStopRun(long runId, boolean graceful) {
        System.out.println("told to stop");
    }
}
