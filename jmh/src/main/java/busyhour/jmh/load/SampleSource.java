package busyhour.jmh.load;

import busyhour.engine.crypto.LinkCiphers;
import busyhour.ipc.WorkerSettings;
import busyhour.ipc.connect.PlatformHandshake;
import busyhour.ipc.link.LinkContext;
import busyhour.ipc.link.LinkGrant;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.link.WorkerListener;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.publish.JournalRefusedException;
import busyhour.ipc.publish.PublisherAgent;
import busyhour.ipc.publish.PublisherContext;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.ring.ShardRing;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A worker's process without shards: made-up samples into real rings, from there the engine's own way over journal and link.
 * Endpoint e's sample of each second is written e / endpoints of a second after the second began, as those of a steady ramp are.
 *
 * <pre>
 *   standard output   connected
 *                     begin   EPOCH_MS
 *                     stored  SECOND EPOCH_MS            the platform has acknowledged all of this second
 *                     written SAMPLES REFUSED SUM        SUM: of jitter_ms over all samples
 * </pre>
 *
 * <p>Arguments: name, token, address of the platform, directory of journals, seconds.
 */
final class SampleSource implements WorkerListener {

    private static final int RING_BYTES = 16 << 20; // as a shard's
    private static final int RINGS = 2;
    private static final long NS = 1_000_000_000L;
    private static final long POLL_NS = 200_000L;
    private static final long END_LIMIT_NS = 30 * NS;

    private final BlockingQueue<Assignment> assignments = new LinkedBlockingQueue<>();

    private record Mark(int second, long sequence) {
    }

    public static void main(String[] args) throws Exception {
        final SampleSource source = new SampleSource();
        final PlatformHandshake handshake = new PlatformHandshake(
                WorkerSettings.of(Map.of("WORKER_NAME", args[0], "WORKER_TOKEN", args[1], "CLOUD_URL", args[2])), () -> null, "source");
        final LinkGrant grant = handshake.await();
        final WorkerLink link = new WorkerLink(new LinkContext().grant(grant).source(handshake).ciphers(LinkCiphers.best()), source);
        final PublisherAgent publisher = new PublisherAgent(
                new PublisherContext().journalDirectory(Path.of(args[3])).workerName(grant.worker()), link);
        // as in busyhour.engine.WorkerMain
        try (AgentRunner runner = new AgentRunner(
                new BackoffIdleStrategy(10, 10, TimeUnit.MICROSECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(1)),
                Throwable::printStackTrace, null, publisher)) {
            AgentRunner.startOnThread(runner);
            source.play(publisher, Integer.parseInt(args[4]));
        }
    }

    private void play(PublisherAgent publisher, int seconds) throws InterruptedException, JournalRefusedException {
        final Assignment assignment = assignments.poll(60, TimeUnit.SECONDS);
        if (assignment == null) {
            throw new IllegalStateException("no run came in 60 s");
        }
        final List<ShardRing> rings = List.of(ShardRing.offHeap(RING_BYTES), ShardRing.offHeap(RING_BYTES));
        final RunFeed feed = publisher.open(assignment.runId(), rings);
        final SampleScript script = new SampleScript(assignment, rings);
        script.begin();
        final long startNs = SystemNanoClock.INSTANCE.nanoTime();
        System.out.println("begin " + System.currentTimeMillis());
        final Deque<Mark> marks = new ArrayDeque<>();
        final long endpoints = script.endpoints();
        for (long next = 0; next < seconds * endpoints;) {
            final long due = Math.min(seconds * endpoints, (SystemNanoClock.INSTANCE.nanoTime() - startNs) * endpoints / NS);
            for (; next < due; next++) {
                final int second = (int) (next / endpoints);
                script.sample((int) (next % endpoints), second);
                if (next % endpoints == endpoints - 1) {
                    script.reports(second);
                    marks.add(new Mark(second, script.records()));
                }
            }
            tellStored(feed, marks);
            LockSupport.parkNanos(POLL_NS);
        }
        script.end(seconds * NS);
        feed.complete();
        final long limitNs = SystemNanoClock.INSTANCE.nanoTime() + END_LIMIT_NS;
        while (!feed.isDone() && SystemNanoClock.INSTANCE.nanoTime() < limitNs) {
            tellStored(feed, marks);
            LockSupport.parkNanos(POLL_NS);
        }
        tellStored(feed, marks);
        System.out.println("written " + script.samples() + " " + script.refusals() + " " + script.jitterSum());
    }

    private static void tellStored(RunFeed feed, Deque<Mark> marks) {
        final long acknowledged = feed.isDone() ? Long.MAX_VALUE : feed.acknowledged();
        while (!marks.isEmpty() && marks.peek().sequence <= acknowledged) {
            System.out.println("stored " + marks.remove().second + " " + System.currentTimeMillis());
        }
    }

    @Override
    public void onConnected() {
        System.out.println("connected");
    }

    @Override
    public void onStartRun(Assignment assignment) {
        assignments.add(assignment);
    }

    @Override
    public void onStopRun(long runId, boolean graceful) {
        throw new IllegalStateException("nobody was to stop this run");
    }
}
