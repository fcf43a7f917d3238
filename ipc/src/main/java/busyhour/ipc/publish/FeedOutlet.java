package busyhour.ipc.publish;

import busyhour.ipc.RunId;
import busyhour.ipc.link.RecordSource;
import busyhour.ipc.link.WorkerLink;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a run's journal to the platform. Agent's thread.
 *
 * <pre>
 *  WAITING  -- connected --> ASKING (Resume each half second) -- Resumed --> SENDING
 *     ^                                                                         |
 *     +------------------------ connection lost or replaced ------------------+
 * </pre>
 */
final class FeedOutlet implements RecordSource {
    private static final Logger LOG = LoggerFactory.getLogger(FeedOutlet.class);
    private static final int RECORDS_PER_CYCLE = 256;
    private static final long ASK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long runId;
    private final Journal journal;
    private final RunFeed.FeedFigures figures;
    private final long recoveredUpTo;
    private long connection;
    private long nextAskNs;
    private boolean sending;

    FeedOutlet(final long runId, final Journal journal, final RunFeed.FeedFigures figures, final long recoveredUpTo) {
        this.runId = runId;
        this.journal = journal;
        this.figures = figures;
        this.recoveredUpTo = recoveredUpTo;
    }

    int work(final WorkerLink link, final long nowNs) {
        figures.nowNs = nowNs;
        final long linkConnection = link.connection();
        if (linkConnection != connection) {
            connection = linkConnection;
            sending = false;
            nextAskNs = nowNs;
        }
        int work = 0;
        if (sending) {
            work = send(link);
        } else if (connection != 0 && nowNs - nextAskNs >= 0) {
            nextAskNs = nowNs + ASK_INTERVAL_NS;
            work = link.tryResume(runId, journal.first()) ? 1 : 0;
        }
        measureLag(nowNs);
        return work;
    }

    private int send(final WorkerLink link) {
        int sent = 0;
        while (sent < RECORDS_PER_CYCLE && journal.hasCurrent()) {
            if (!link.tryRecord(journal.current(), 0, journal.current().capacity())) {
                break;
            }
            journal.next();
            sent++;
        }
        return sent;
    }

    /** A record of an earlier process has a time of an earlier clock. */
    private void measureLag(final long nowNs) {
        final long lagNs = journal.hasCurrent() && journal.currentSequence() > recoveredUpTo
                ? Math.max(0, nowNs - journal.currentJournaledNs()) : 0;
        figures.lagNs.setRelease(lagNs);
        if (lagNs > figures.lagMaxNs.get()) {
            figures.lagMaxNs.set(lagNs);
        }
    }

    @Override
    public long runId() {
        return runId;
    }

    @Override
    public void onResumed(final long next) {
        if (next > journal.last() + 1) {
            LOG.error("the platform has {} records of run {}, this journal {}: another journal of the same run was sent before,"
                    + " what this one holds will not count", next - 1, RunId.text(runId), journal.last());
        }
        if (next < journal.first() && journal.last() > 0) { // forgotten since we asked: tell what is there
            sending = false;
            nextAskNs = figures.nowNs;
            return;
        }
        journal.seek(next);
        sending = true;
    }

    @Override
    public void onAcknowledged(final long sequence, final boolean released) {
        if (sequence > figures.acknowledged.getPlain()) {
            figures.acknowledged.setRelease(sequence);
        }
        figures.released = released;
        if (released) {
            journal.forget(figures.acknowledged.getPlain());
        }
    }
}
