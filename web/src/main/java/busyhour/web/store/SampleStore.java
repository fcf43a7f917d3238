package busyhour.web.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.metric.MetricCatalogue;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of records into PostgreSQL.
 *
 * <p>The collector's thread puts records into the batch at hand and closes each with {@link #onStoredBehind}. The writer's thread takes
 * the batch after {@value #GATHER_MS} ms, or sooner when it is large, but never between a record and its close, writes it in one transaction with the sequences that it brings
 * the journals to, and then tells the {@link Listener}, who acknowledges to the workers. While it writes, the next batch grows: a slow
 * database gets larger batches. When the database is away the batch at hand grows to {@value #LIMIT_BYTES} bytes; then {@link #hasRoom}
 * is false and the collector must take no more: nothing unacknowledged leaves the worker's journal.
 */
public final class SampleStore implements AutoCloseable {

    /** A batch at hand of this size takes no more records. */
    static final long LIMIT_BYTES = 64L << 20;
    private static final long LARGE_BYTES = 8L << 20;
    private static final long GATHER_MS = 200;
    /** Only a fault leaves a record open for so long. */
    private static final long LONGEST_RECORD_MS = 5_000;
    private static final long FIRST_BACK_OFF_MS = 200;
    private static final long LAST_BACK_OFF_MS = 5_000;
    private static final int ATTEMPTS_WITH_A_HEALTHY_DATABASE = 5;
    private static final Logger LOG = LoggerFactory.getLogger(SampleStore.class);

    private final Database database;
    private final SampleColumns columns;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Thread thread;
    private Batch atHand;
    private boolean open;
    private boolean writing;
    private boolean closing;
    private volatile boolean away;
    private volatile long rowsWritten;
    private BatchWriter writer;

    /** Learns what is stored for good. Called by the writer's thread. */
    public interface Listener {

        /** Everything of this journal up to this sequence is stored. */
        void onStored(long runId, String worker, long sequence);

        /** Another process conducts this run and stores its records now: what was handed in here is not stored. */
        default void onTakenOver(long runId) {
        }

        /** The database cannot be reached; one call for each loss. */
        default void onDatabaseLost(String message) {
        }

        /** It is back and what waited is being written. */
        default void onDatabaseBack() {
        }
    }

    public SampleStore(Database database, Listener listener) {
        MetricCatalogue catalogue = MetricCatalogue.instance();
        this.database = database;
        this.listener = listener;
        this.columns = new SampleColumns(catalogue);
        SummarySlots summary = new SummarySlots(catalogue);
        this.atHand = new Batch(columns, summary, catalogue.slotCount());
        Batch other = new Batch(columns, summary, catalogue.slotCount());
        database.jdbi().useTransaction(columns::addMissing);
        this.thread = Thread.ofPlatform().name("sample-store").daemon().start(() -> run(other));
    }

    /** Makes the day's partitions; to be called before a run's first record. */
    public static void preparePartitions(Database database, LocalDate day) {
        database.jdbi().useTransaction(handle -> preparePartitions(handle, day));
    }

    private static void preparePartitions(Handle handle, LocalDate day) {
        lockDays(handle);
        if (Timescale.isOn(handle)) {
            return; // which makes its own
        }
        for (String table : SampleDays.TABLES) {
            handle.execute("CREATE TABLE IF NOT EXISTS " + SampleDays.partition(table, day) + " PARTITION OF " + table
                    + " FOR VALUES FROM ('" + day + "') TO ('" + day.plusDays(1) + "')");
        }
    }

    /** Until the transaction ends nobody else makes or drops a day: two commands may start their runs at the same time. */
    static void lockDays(Handle handle) {
        handle.execute("SELECT pg_advisory_xact_lock(50605060)");
    }

    /** The last sequence of a journal that is stored, 0 when none is. */
    public long storedSequence(long runId, String worker) {
        return database.jdbi().withHandle(handle -> handle
                .createQuery("SELECT sequence FROM journals WHERE run_id = :run AND worker = :worker")
                .bind("run", runId).bind("worker", worker).mapTo(Long.class).findOne().orElse(0L));
    }

    /** Whether a further record may be handed in. */
    public boolean hasRoom() {
        lock.lock();
        try {
            return atHand.sizeBytes() < LIMIT_BYTES && !closing;
        } finally {
            lock.unlock();
        }
    }

    /** The view may have been read by others before. */
    public void onSample(RunKey run, SampleView sample) {
        sample.rewind();
        lock.lock();
        try {
            opened().sample(run, sample);
        } finally {
            lock.unlock();
        }
    }

    public void onText(RunKey run, EndpointText text) {
        lock.lock();
        try {
            opened().text(run, text);
        } finally {
            lock.unlock();
        }
    }

    public void onState(RunKey run, EndpointState state) {
        lock.lock();
        try {
            opened().state(run, state);
        } finally {
            lock.unlock();
        }
    }

    /** What the platform itself says of an endpoint, whose worker cannot any more. Any thread. */
    public void onLostEndpoint(RunKey run, EndpointState state) {
        lock.lock();
        try {
            atHand.state(run, state);
            atHand.saidHere();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** @param sequence of the record: tells the order of what happened at the same time. */
    public void onCall(RunKey run, CallEvent event, long sequence) {
        lock.lock();
        try {
            opened().call(run, event, sequence);
        } finally {
            lock.unlock();
        }
    }

    /** @param sequence of the record: tells the order of what happened at the same time. */
    public void onMessage(RunKey run, SipTrace trace, long sequence) {
        lock.lock();
        try {
            opened().message(run, trace, sequence);
        } finally {
            lock.unlock();
        }
    }

    /** @param sequence of the record: tells the order of what happened at the same time. */
    public void onAction(RunKey run, ActionResult result, long sequence) {
        lock.lock();
        try {
            opened().action(run, result, sequence);
        } finally {
            lock.unlock();
        }
    }

    public void onMedia(RunKey run, CallMedia media) {
        lock.lock();
        try {
            opened().media(run, media);
        } finally {
            lock.unlock();
        }
    }

    public void onCheck(RunKey run, MediaCheck check) {
        lock.lock();
        try {
            opened().check(run, check);
        } finally {
            lock.unlock();
        }
    }

    /** The batch at hand, with a record that is not closed yet. With the lock. */
    private Batch opened() {
        open = true;
        return atHand;
    }

    /** Closes a record: all up to this sequence of this journal was handed in. */
    public void onStoredBehind(RunKey run, String worker, long sequence) {
        lock.lock();
        try {
            atHand.sequence(run, worker, sequence);
            open = false;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was handed in is stored. Returns whether it is. */
    public boolean drain(long timeoutMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lockInterruptibly();
        try {
            while (writing || !atHand.isEmpty()) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = drained.awaitNanos(leftNs);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the database is away just now. */
    public boolean isAway() {
        return away;
    }

    /** Rows of samples stored since the start. */
    public long rowsWritten() {
        return rowsWritten;
    }

    private void run(Batch spare) {
        Batch batch = spare;
        try {
            while ((batch = takeInExchangeFor(batch)) != null) {
                store(batch);
                lock.lock();
                try {
                    writing = false;
                    drained.signalAll();
                } finally {
                    lock.unlock();
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped while records were unwritten");
        } finally {
            if (writer != null) {
                writer.close();
            }
        }
    }

    private Batch takeInExchangeFor(Batch empty) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (atHand.isEmpty()) {
                if (closing) {
                    return null;
                }
                filled.await();
            }
            long leftNs = TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
            while (leftNs > 0 && !closing && atHand.sizeBytes() < LARGE_BYTES) {
                leftNs = filled.awaitNanos(leftNs);
            }
            leftNs = TimeUnit.MILLISECONDS.toNanos(LONGEST_RECORD_MS);
            // Its row in this batch and its sequence in the next: sent again after a crash between them, it would be there twice.
            while (leftNs > 0 && !closing && open) {
                leftNs = filled.awaitNanos(leftNs);
            }
            Batch full = atHand;
            atHand = empty;
            writing = true;
            return full;
        } finally {
            lock.unlock();
        }
    }

    private void store(Batch batch) throws InterruptedException {
        long backOffMs = FIRST_BACK_OFF_MS;
        for (int faults = 0; ; ) {
            try {
                if (writer == null) {
                    writer = new BatchWriter(database.connect(), columns);
                }
                java.util.Set<Long> takenOver = writer.write(batch);
                onWritten(batch);
                takenOver.forEach(listener::onTakenOver);
                return;
            } catch (SQLException | IOException | DatabaseException e) {
                if (isFaultOfTheBatch(e) && ++faults >= ATTEMPTS_WITH_A_HEALTHY_DATABASE) {
                    LOG.error("records that the database refuses are left out: {}", message(e));
                    return; // and not acknowledged by this batch
                }
                onLost(e);
            }
            TimeUnit.MILLISECONDS.sleep(backOffMs);
            backOffMs = Math.min(backOffMs * 2, LAST_BACK_OFF_MS);
            revive();
        }
    }

    private void onWritten(Batch batch) {
        for (SampleColumns.Side side : SampleColumns.Side.values()) {
            rowsWritten += batch.samples(side).rows();
        }
        if (away) {
            away = false;
            LOG.info("the database is back; what waited is stored");
            listener.onDatabaseBack();
        }
        batch.lastSequences.forEach((journal, sequence) -> listener.onStored(journal.runId(), journal.worker(), sequence));
    }

    private void onLost(Exception e) {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (!away) {
            away = true;
            LOG.warn("the database is away ({}); records wait and are stored when it is back", message(e));
            listener.onDatabaseLost(message(e));
        }
    }

    private void revive() {
        try {
            database.revive();
        } catch (DatabaseException e) {
            LOG.debug("not yet: {}", message(e));
        }
    }

    /** Data exceptions, constraints, unknown columns: another connection would not help. */
    private static boolean isFaultOfTheBatch(Exception e) {
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }

    private static String message(Exception e) {
        return FaultLine.of(e);
    }

    /** Stores what is left, for at most ten seconds, and ends the writer. */
    @Override
    public void close() {
        try {
            lock.lock();
            try {
                closing = true;
                filled.signalAll();
            } finally {
                lock.unlock();
            }
            if (!thread.join(java.time.Duration.ofSeconds(10))) {
                LOG.warn("the database did not take the last records in time; they stay in the workers' journals");
                thread.interrupt();
                thread.join(java.time.Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
