package busyhour.ipc.publish;

import busyhour.ipc.RunId;
import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.ring.ShardRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the shards wrote to the platform. One for each worker process; it polls the {@link WorkerLink} too, so that
 * the link's listener is called by its thread, and closes it at the end.
 */
public final class PublisherAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherAgent.class);

    private final PublisherContext context;
    private final WorkerLink link;
    private final Queue<RunFeed> opened = new ConcurrentLinkedQueue<>();
    private final List<RunFeed> feeds = new ArrayList<>();

    public PublisherAgent(final PublisherContext context, final WorkerLink link) {
        this.context = context.conclude();
        this.link = link;
    }

    /** Loads what a first journal needs, which takes half a second: for a thread beside the warm-up. */
    public static void warmUp(final PublisherContext context) throws JournalRefusedException {
        context.conclude();
        JournalWarmUp.run(context.journalDirectory(), context.epochMs());
    }

    /**
     * Opens a run's journal. Any thread.
     *
     * @param rings one for each shard, and one for the worker's own messages; drained by this agent until the feed is journaled.
     * @throws JournalRefusedException when there is no room or no right to write, or the run is open already.
     */
    public RunFeed open(final long runId, final List<ShardRing> rings) throws JournalRefusedException {
        final RunFeed feed = open(runId, rings, false);
        if (feed == null) {
            throw new JournalRefusedException("the journal of run " + RunId.text(runId) + " is in use", null);
        }
        return feed;
    }

    /** Finds journals that an earlier process of this name left, and sends what is in them. Any thread. */
    public List<RunFeed> recover() {
        final List<RunFeed> found = new ArrayList<>();
        try {
            for (final long runId : JournalDirectory.left(context.journalDirectory(), context.workerName())) {
                final RunFeed feed = open(runId, List.of(), true);
                if (feed != null) {
                    found.add(feed);
                }
            }
        } catch (final IOException | JournalRefusedException e) {
            LOG.warn("journals in {} that an earlier process left cannot be sent: {}", context.journalDirectory(), e.toString());
        }
        return found;
    }

    private RunFeed open(final long runId, final List<ShardRing> rings, final boolean recovered) throws JournalRefusedException {
        final Path parent = context.journalDirectory();
        try {
            Files.createDirectories(parent);
            final DiskReserve reserve = new DiskReserve(context.diskSpace(), context.reserveBytes(), parent.toString());
            if (!reserve.admits((int) Journal.BLOCK_BYTES, recovered, context.clock().nanoTime())) {
                throw new JournalRefusedException(reserve.refusal(), null);
            }
            final JournalDirectory directory = JournalDirectory.tryOpen(parent, runId, context.workerName());
            if (directory == null) {
                return null;
            }
            final Journal journal = new Journal(directory.path(), runId, context.epochMs());
            final RunFeed feed = new RunFeed(directory, journal, reserve, rings, context, recovered);
            opened.add(feed);
            return feed;
        } catch (final IOException e) {
            throw new JournalRefusedException("the journal directory " + parent + " cannot be used: " + e, e);
        }
    }

    @Override
    public int doWork() {
        final long nowNs = context.clock().nanoTime();
        int work = link.poll() + takeOpened();
        long waitingBytes = 0;
        long lagNs = 0;
        for (int i = feeds.size() - 1; i >= 0; i--) {
            final RunFeed feed = feeds.get(i);
            work += feed.intake().work(nowNs);
            work += feed.outlet().work(link, nowNs);
            waitingBytes += feed.waitingBytes();
            lagNs = Math.max(lagNs, feed.lagNs());
            if (feed.tryFinish()) {
                link.detach(feed.outlet());
                feeds.remove(i);
                work++;
            }
        }
        link.journals(waitingBytes, lagNs);
        return work;
    }

    private int takeOpened() {
        int work = 0;
        for (RunFeed feed = opened.poll(); feed != null; feed = opened.poll()) {
            feeds.add(feed);
            link.attach(feed.outlet());
            work++;
        }
        return work;
    }

    @Override
    public void onClose() {
        takeOpened();
        for (final RunFeed feed : feeds) {
            feed.abandon();
        }
        feeds.clear();
        link.close();
    }

    @Override
    public String roleName() {
        return "publisher";
    }
}
