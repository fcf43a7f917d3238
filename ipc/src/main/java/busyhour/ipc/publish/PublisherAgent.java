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
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the shards wrote to the platform. One for each worker process; it polls the {@link WorkerLink} too, so that
 * the link's listener is called by its thread, and closes it at the end.
 */
public final class PublisherAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherAgent.class);

    private static final long TRIM_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** From a look that found the rings empty to the next: what is found wakes every thread up to the platform. */
    private static final long GATHER_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What is kept for a platform that may die must never end a run. */
    private static final int RESERVES_TO_KEEP = 2;

    private final PublisherContext context;
    private final WorkerLink link;
    private final Queue<RunFeed> opened = new ConcurrentLinkedQueue<>();
    private final List<RunFeed> feeds = new ArrayList<>();
    private long nextTrimNs;
    private long nextLookNs;

    public PublisherAgent(final PublisherContext context, final WorkerLink link) {
        this.context = context.conclude();
        this.link = link;
        this.nextTrimNs = this.context.clock().nanoTime();
        this.nextLookNs = nextTrimNs;
    }

    /** Loads what a first journal needs, which takes half a second: for a thread beside the warm-up. */
    public static void warmUp(final PublisherContext context) throws JournalRefusedException {
        context.conclude();
        JournalWarmUp.run(context.journalDirectory(), context.epochMs());
    }

    /**
     * Makes room for a run's rings, in files beside its journal. Any thread.
     *
     * @throws JournalRefusedException when there is no room or no right to write, or the run is open already.
     */
    public RunRings rings(final long runId) throws JournalRefusedException {
        final Path parent = context.journalDirectory();
        try {
            Files.createDirectories(parent);
            checkDisk(parent, false);
            return new RunRings(directory(parent, runId));
        } catch (final IOException e) {
            throw unusable(parent, e);
        }
    }

    /** Opens the journal of a run whose rings are all made; they are drained by this agent until the feed is journaled. Any thread. */
    public RunFeed open(final RunRings rings) throws JournalRefusedException {
        return open(rings.directory(), rings.all(), rings, false);
    }

    /**
     * Opens a run's journal. Any thread.
     *
     * @param rings in this process's memory, one for each shard, and one for the worker's own messages; drained by this agent until the
     *              feed is journaled. What is in them goes with the process.
     * @throws JournalRefusedException when there is no room or no right to write, or the run is open already.
     */
    public RunFeed open(final long runId, final List<ShardRing> rings) throws JournalRefusedException {
        return open(rings(runId).directory(), rings, null, false);
    }

    private static JournalDirectory directory(final JournalDirectory found, final long runId) throws JournalRefusedException {
        if (found == null) {
            throw new JournalRefusedException("the journal of run " + RunId.text(runId) + " is in use", null);
        }
        return found;
    }

    private JournalDirectory directory(final Path parent, final long runId) throws IOException, JournalRefusedException {
        return directory(JournalDirectory.tryOpen(parent, runId, context.workerName()), runId);
    }

    /**
     * Finds what an earlier process of this name left: takes from its rings what it had not journaled, and sends all. Any thread.
     */
    public List<RunFeed> recover() {
        final List<RunFeed> found = new ArrayList<>();
        final Path parent = context.journalDirectory();
        try {
            JournalDirectory.deleteRemains(parent, context.workerName());
            for (final long runId : JournalDirectory.left(parent, context.workerName())) {
                final JournalDirectory directory = JournalDirectory.tryOpen(parent, runId, context.workerName());
                if (directory != null) {
                    final RunRings rings = RunRings.left(directory);
                    found.add(open(directory, rings.all(), rings, true));
                }
            }
        } catch (final IOException | RuntimeException | JournalRefusedException e) {
            LOG.warn("journals in {} that an earlier process left cannot be sent: {}", parent, e.toString());
        }
        return found;
    }

    private DiskReserve checkDisk(final Path parent, final boolean recovered) throws JournalRefusedException {
        final DiskReserve reserve = new DiskReserve(context.diskSpace(), context.reserveBytes(), parent.toString());
        if (!reserve.admits((int) Journal.BLOCK_BYTES, recovered, context.clock().nanoTime())) {
            throw new JournalRefusedException(reserve.refusal(), null);
        }
        return reserve;
    }

    private static JournalRefusedException unusable(final Path parent, final Exception cause) {
        return new JournalRefusedException("the journal directory " + parent + " cannot be used: " + cause, cause);
    }

    private RunFeed open(final JournalDirectory directory, final List<ShardRing> rings, final RunRings files, final boolean recovered)
            throws JournalRefusedException {
        try {
            final DiskReserve reserve = checkDisk(context.journalDirectory(), recovered);
            final Journal journal = new Journal(directory.path(), directory.runId(), context.epochMs());
            if (recovered && journal.lastRing() != Journal.NO_RING && journal.lastRing() < rings.size()) {
                rings.get(journal.lastRing()).skipTo(journal.lastRingPosition());
            }
            final RunFeed feed = new RunFeed(directory, journal, reserve, rings, files, context, recovered);
            opened.add(feed);
            return feed;
        } catch (final RuntimeException | JournalRefusedException e) {
            directory.close();
            throw e instanceof JournalRefusedException refused ? refused : unusable(context.journalDirectory(), e);
        }
    }

    @Override
    public int doWork() {
        final long nowNs = context.clock().nanoTime();
        int work = link.poll() + takeOpened();
        final boolean looks = nowNs - nextLookNs >= 0;
        int taken = 0;
        long waitingBytes = 0;
        long lagNs = 0;
        for (int i = feeds.size() - 1; i >= 0; i--) {
            final RunFeed feed = feeds.get(i);
            taken += looks ? feed.intake().work(nowNs) : 0;
            work += feed.outlet().work(link, nowNs);
            waitingBytes += feed.waitingBytes();
            lagNs = Math.max(lagNs, feed.lagNs());
            feed.deleteRings();
            if (feed.tryFinish()) {
                link.detach(feed.outlet());
                feeds.remove(i);
                work++;
            }
        }
        if (looks && taken == 0) {
            nextLookNs = nowNs + GATHER_NS;
        }
        link.journals(waitingBytes, lagNs);
        trim(nowNs);
        return work + taken;
    }

    /** Forgets the oldest of what is stored when that takes too much room. */
    private void trim(final long nowNs) {
        if (nowNs - nextTrimNs < 0) {
            return;
        }
        nextTrimNs = nowNs + TRIM_INTERVAL_NS;
        long keptBytes = 0;
        RunFeed most = null;
        for (int i = 0; i < feeds.size(); i++) {
            final long bytes = feeds.get(i).keptBytes();
            keptBytes += bytes;
            most = bytes > 0 && (most == null || bytes > most.keptBytes()) ? feeds.get(i) : most;
        }
        final boolean isTight = most != null && context.diskSpace().usableBytes() < RESERVES_TO_KEEP * context.reserveBytes();
        if (most != null && (isTight || keptBytes > context.keepBytes()) && most.forgetOldest()) {
            nextTrimNs = nowNs; // more of it, in the next cycle
        }
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
