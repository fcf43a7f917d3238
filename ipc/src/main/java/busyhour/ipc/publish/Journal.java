package busyhour.ipc.publish;

import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.RecordDecoder;
import busyhour.ipc.sbe.RecordEncoder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A run's records on disk, each behind its {@code Record} header as it will go over the wire. Appends at the end, reads from
 * any sequence that is still there, and forgets whole files, one a minute, when all in them was acknowledged.
 *
 * <pre>
 *  first()                     current()                 last()
 *  | file of minute m | file of m+1 ...  ^ to be sent ...    | append
 *
 *  a document:  | position in the ring, int64 | ring, int32, -1 = none | 0 | Record, message: what goes over the wire |
 * </pre>
 *
 * The position is the one behind the message: what a killed process had taken from its rings is told by the last document alone, since a
 * ring is told of its reader's progress before the next ring is read.
 *
 * One thread. Chronicle keeps what a killed process had appended; a lost machine may lose the last seconds.
 */
final class Journal implements AutoCloseable {
    static final int RECORD_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + RecordEncoder.BLOCK_LENGTH;
    /** A record that came from no ring. */
    static final int NO_RING = -1;
    private static final int ORIGIN_LENGTH = 16;
    private static final int RING_OFFSET = 8;
    /** Mapped at a time; sparse, so a short journal takes little. A record is shorter than a quarter of it. */
    static final long BLOCK_BYTES = 4L << 20;

    /** Until a lock that a killed process left is taken over; JournalDirectory sees to it that no other process lives in it. */
    private static final long LOCK_TIMEOUT_MS = 1_000;

    static {
        if (System.getProperty("chronicle.disk.monitor.disable") == null) {
            System.setProperty("chronicle.disk.monitor.disable", "true"); // a thread of its own; free space is checked here
        }
        if (System.getProperty("chronicle.analytics.disable") == null) {
            System.setProperty("chronicle.analytics.disable", "true");
        }
    }

    private final JournalFiles files;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ExcerptTailer tailer;
    private final PointerBytesStore source = new PointerBytesStore();
    private final UnsafeBuffer recordBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(RECORD_LENGTH));
    private final PointerBytesStore recordStore = new PointerBytesStore();
    private final UnsafeBuffer originBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ORIGIN_LENGTH));
    private final PointerBytesStore originStore = new PointerBytesStore();
    private final RecordEncoder record = new RecordEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RecordDecoder recordDecoder = new RecordDecoder();
    private final UnsafeBuffer current = new UnsafeBuffer(0, 0);
    private DocumentContext reading;
    private int currentRing;
    private long currentRingPosition;
    private long last;
    private int lastRing = NO_RING;
    private long lastRingPosition;
    private boolean closed;

    Journal(final Path directory, final long runId, final TimeProvider epochMs) {
        files = new JournalFiles(directory, LegacyRollCycles.MINUTELY);
        queue = SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(LegacyRollCycles.MINUTELY)
                .blockSize(BLOCK_BYTES)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .timeProvider(epochMs)
                .build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // opened by one thread, then owned by the agent's
        tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        recordStore.set(recordBuffer.addressOffset(), RECORD_LENGTH);
        originStore.set(originBuffer.addressOffset(), ORIGIN_LENGTH);
        record.wrapAndApplyHeader(recordBuffer, 0, new MessageHeaderEncoder()).runId(runId);
        last = findLast();
        if (last > 0) {
            readLastOrigin();
        }
        tailer.toStart();
    }

    private void readLastOrigin() {
        seek(last);
        if (hasCurrent()) {
            lastRing = currentRing;
            lastRingPosition = currentRingPosition;
        }
        next();
    }

    /** Ring of the last record when the journal was opened, {@link #NO_RING} when there was none. */
    int lastRing() {
        return lastRing;
    }

    /** Up to where that ring is in the journal. */
    long lastRingPosition() {
        return lastRingPosition;
    }

    /** First sequence still there; above {@link #last()} when there is none. */
    long first() {
        return files.firstSequence(last + 1);
    }

    /** Last sequence, 0 = none yet. */
    long last() {
        return last;
    }

    /** Appends a message from native memory that came from no ring. */
    int append(final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        return append(buffer, offset, length, nowNs, NO_RING, 0);
    }

    /**
     * Appends a message from native memory.
     *
     * @param nowNs        kept as the time of journaling.
     * @param ring         number of the ring that it came from.
     * @param ringPosition behind it.
     * @return bytes it took.
     */
    int append(final DirectBuffer buffer, final int offset, final int length, final long nowNs, final int ring, final long ringPosition) {
        record.sequence(last + 1).journaledNs(nowNs);
        originBuffer.putLong(0, ringPosition);
        originBuffer.putInt(RING_OFFSET, ring);
        source.set(buffer.addressOffset() + offset, length);
        try (DocumentContext document = appender.writingDocument()) {
            final Bytes<?> bytes = document.wire().bytes();
            bytes.write(originStore, 0L, ORIGIN_LENGTH);
            bytes.write(recordStore, 0L, RECORD_LENGTH);
            bytes.write(source, 0L, length);
        }
        last++;
        files.onAppended(last, appender.lastIndexAppended(), ORIGIN_LENGTH + RECORD_LENGTH + length);
        return ORIGIN_LENGTH + RECORD_LENGTH + length;
    }

    /** Looks at the next record to be sent. @return false when there is none. */
    boolean hasCurrent() {
        if (reading == null) {
            final DocumentContext document = tailer.readingDocument();
            if (!document.isPresent()) {
                document.close();
                return false;
            }
            final Bytes<?> bytes = document.wire().bytes();
            current.wrap(bytes.addressForRead(bytes.readPosition()), (int) bytes.readRemaining());
            currentRingPosition = current.getLong(0);
            currentRing = current.getInt(RING_OFFSET);
            current.wrap(current.addressOffset() + ORIGIN_LENGTH, current.capacity() - ORIGIN_LENGTH);
            recordDecoder.wrapAndApplyHeader(current, 0, header);
            reading = document;
        }
        return true;
    }

    /** The record with its header; good until {@link #next()}. */
    DirectBuffer current() {
        return current;
    }

    long currentSequence() {
        return recordDecoder.sequence();
    }

    long currentJournaledNs() {
        return recordDecoder.journaledNs();
    }

    /** Goes past the current record. */
    void next() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }

    /** Makes a sequence the next to be sent; one that is forgotten or not there yet becomes the nearest that can be. */
    void seek(final long sequence) {
        next();
        if (sequence > last || last == 0) {
            tailer.toEnd();
        } else {
            tailer.moveToIndex(files.index(Math.max(sequence, first())));
        }
    }

    /** Whether the last record is of this kind. Leaves the next to be sent at the end. */
    boolean endsWith(final int templateId) {
        if (last == 0) {
            return false;
        }
        seek(last);
        final boolean is = hasCurrent() && header.wrap(current, RECORD_LENGTH).templateId() == templateId;
        next();
        return is;
    }

    /** Deletes the files that hold only records up to this sequence and are not being read. */
    void forget(final long acknowledged) {
        if (files.deleteUpTo(Math.min(acknowledged, reading == null ? acknowledged : currentSequence() - 1))) {
            queue.refreshDirectoryListing();
        }
    }

    /** Bytes in files that hold only records up to this sequence, without the last file. */
    long bytesUpTo(final long sequence) {
        return files.bytesUpTo(sequence);
    }

    /** Deletes the oldest of those files. @return whether there was one. */
    boolean forgetOldest(final long acknowledged) {
        final long oldest = files.lastOfOldest();
        final boolean is = oldest > 0 && oldest <= acknowledged && (reading == null || oldest < currentSequence());
        if (is) {
            forget(oldest);
        }
        return is;
    }

    /** Finds the files' first sequences in a journal that was there before. */
    private long findLast() {
        long found = 0;
        tailer.toStart();
        while (hasCurrent()) {
            final long index = tailer.index();
            files.onFound(currentSequence(), index);
            found = files.sequence(currentSequence(), index, queue.lastIndex());
            final int cycle = queue.rollCycle().toCycle(index);
            next();
            if (cycle >= queue.lastCycle() || !tailer.moveToCycle(nextCycle(cycle))) {
                break;
            }
        }
        next();
        return found;
    }

    private int nextCycle(final int cycle) {
        for (final long next : queue.listCyclesBetween(cycle, queue.lastCycle())) {
            if (next > cycle) {
                return (int) next;
            }
        }
        return cycle + 1;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            next();
            tailer.close();
            appender.close();
            queue.close();
        }
    }
}
