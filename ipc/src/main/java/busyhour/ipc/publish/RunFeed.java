package busyhour.ipc.publish;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.RunEndDecoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run's way from this worker's rings to the platform. Made by {@link PublisherAgent#open} and worked by that agent;
 * its public methods may be called by any thread.
 */
public final class RunFeed {
    private final FeedIntake intake;
    private final FeedOutlet outlet;
    private final JournalDirectory directory;
    private final Journal journal;
    private RunRings ringFiles;
    private final FeedFigures figures;
    private final boolean keep;

    /** @param files of the rings, null when they are in memory. */
    RunFeed(final JournalDirectory directory, final Journal journal, final DiskReserve reserve, final List<ShardRing> rings,
            final RunRings files, final PublisherContext context, final boolean recovered) {
        this.directory = directory;
        this.ringFiles = files;
        this.journal = journal;
        this.keep = context.keepJournals();
        this.figures = new FeedFigures();
        this.intake = new FeedIntake(journal, reserve, rings, figures);
        this.outlet = new FeedOutlet(directory.runId(), journal, figures, recovered ? journal.last() : 0);
        if (recovered) {
            figures.journaled = journal.endsWith(RunEndDecoder.TEMPLATE_ID);
            intake.end(false);
        }
    }

    /** The run. */
    public long runId() {
        return directory.runId();
    }

    /** Says that nothing more will be written into the rings: what is in them is journaled, then the run's end. */
    public void complete() {
        intake.end(true);
    }

    /** Whether the run's end is journaled: the rings may be closed. */
    public boolean isJournaled() {
        return figures.journaled;
    }

    /** Whether the platform has stored everything. It may want to count it once more: the journal is there until {@link #isDone}. */
    public boolean isStored() {
        return figures.done || figures.journaled && figures.acknowledged.get() >= figures.last.get();
    }

    /** Whether the platform has stored the run's result too: the journal is gone, unless it is kept. */
    public boolean isDone() {
        return figures.done;
    }

    /**
     * Why samples are no longer journaled, one sentence for people: the run must end. States, call events and the run's end
     * are still written, out of the reserve.
     *
     * @return null while all is well.
     */
    public String refusal() {
        return figures.refusal;
    }

    /** Records that were not journaled: for want of disk, or longer than a frame can be. */
    public long recordsRefused() {
        return figures.recordsRefused.get();
    }

    /** Bytes journaled so far. */
    public long journalBytes() {
        return figures.journalBytes.get();
    }

    /** Age of the oldest record that was not sent yet, 0 when none waits. */
    public long lagNs() {
        return figures.lagNs.get();
    }

    /** The largest {@link #lagNs()} since this was last asked; for the one that reports. */
    public long takeLagMaxNs() {
        return figures.lagMaxNs.getAndSet(0);
    }

    /** Last sequence that was journaled, 0 = none. */
    public long journaled() {
        return figures.last.get();
    }

    /** Last sequence that the platform has acknowledged, 0 = none. */
    public long acknowledged() {
        return figures.acknowledged.get();
    }

    /** Bytes journaled and not acknowledged, by the records' mean length. */
    long waitingBytes() {
        final long last = figures.last.get();
        return last == 0 ? 0 : Math.round((double) (last - figures.acknowledged.get()) / last * figures.journalBytes.get());
    }

    Journal journal() {
        return journal;
    }

    FeedIntake intake() {
        return intake;
    }

    FeedOutlet outlet() {
        return outlet;
    }

    /** Bytes that are acknowledged and kept all the same. */
    long keptBytes() {
        return journal.bytesUpTo(figures.acknowledged.get());
    }

    /** Forgets the oldest of them. @return whether there were any. */
    boolean forgetOldest() {
        return journal.forgetOldest(figures.acknowledged.get());
    }

    /** All that was in the rings is in the journal: their files go. By the agent. */
    void deleteRings() {
        if (figures.journaled && ringFiles != null) {
            ringFiles.delete();
            ringFiles = null;
        }
    }

    /** Ends it by the agent. @return whether everything was acknowledged and it is over. */
    boolean tryFinish() {
        if (figures.journaled && figures.released && figures.acknowledged.get() >= journal.last()) {
            journal.close();
            if (keep) {
                directory.keep();
            } else {
                directory.delete();
            }
            figures.done = true;
            return true;
        }
        return false;
    }

    /** Leaves the journal for a later process. */
    void abandon() {
        journal.close();
        directory.close();
    }

    /** What other threads may read. Written by the agent alone, but for the taking of the largest lag. */
    static final class FeedFigures {
        final AtomicLong recordsRefused = new AtomicLong();
        final AtomicLong journalBytes = new AtomicLong();
        final AtomicLong lagNs = new AtomicLong();
        final AtomicLong lagMaxNs = new AtomicLong();
        final AtomicLong last = new AtomicLong();
        final AtomicLong acknowledged = new AtomicLong();
        volatile boolean journaled;
        volatile boolean done;
        /** The agent's own. */
        boolean released;
        long nowNs;
        volatile String refusal;
    }
}
