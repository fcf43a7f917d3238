package busyhour.ipc.publish;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

/**
 * Which sequences are in which file of a journal. Within a file Chronicle's indexes rise by one with each record, so the
 * first of each is enough to find any. One thread.
 */
final class JournalFiles {
    private static final class First {
        private final int cycle;
        private final long sequence;
        private final long index;
        private long bytes;

        private First(final int cycle, final long sequence, final long index) {
            this.cycle = cycle;
            this.sequence = sequence;
            this.index = index;
        }
    }

    private final RollCycle rollCycle;
    private final Deque<First> firsts = new ArrayDeque<>();
    private final Path directory;
    private final DateTimeFormatter names;

    JournalFiles(final Path directory, final RollCycle rollCycle) {
        this.directory = directory;
        this.rollCycle = rollCycle;
        this.names = DateTimeFormatter.ofPattern(rollCycle.format() + "'" + SingleChronicleQueue.SUFFIX + "'").withZone(ZoneOffset.UTC);
    }

    /** Takes note of the first record of each file, and of what is in it. */
    void onAppended(final long sequence, final long index, final int bytes) {
        noteFirst(sequence, index);
        firsts.peekLast().bytes += bytes;
    }

    /** The first record of a file that was there before. */
    void onFound(final long sequence, final long index) {
        noteFirst(sequence, index);
        firsts.peekLast().bytes = file(firsts.peekLast().cycle).length();
    }

    private void noteFirst(final long sequence, final long index) {
        if (firsts.isEmpty() || rollCycle.toCycle(index) != firsts.peekLast().cycle) {
            firsts.addLast(new First(rollCycle.toCycle(index), sequence, index));
        }
    }

    /** Bytes in all files but the last that hold only records up to this sequence. */
    long bytesUpTo(final long sequence) {
        long bytes = 0;
        First before = null;
        for (final First first : firsts) {
            if (before != null && first.sequence <= sequence + 1) {
                bytes += before.bytes;
            }
            before = first;
        }
        return bytes;
    }

    /** The last sequence in the oldest file, 0 when there are not two. */
    long lastOfOldest() {
        final Iterator<First> oldestFirst = firsts.iterator();
        if (firsts.size() < 2) {
            return 0;
        }
        oldestFirst.next();
        return oldestFirst.next().sequence - 1;
    }

    long firstSequence(final long otherwise) {
        return firsts.isEmpty() ? otherwise : firsts.peekFirst().sequence;
    }

    /** Chronicle's index of a sequence that is there. */
    long index(final long sequence) {
        final Iterator<First> newestFirst = firsts.descendingIterator();
        while (newestFirst.hasNext()) {
            final First first = newestFirst.next();
            if (sequence >= first.sequence) {
                return first.index + (sequence - first.sequence);
            }
        }
        throw new IllegalArgumentException("sequence " + sequence + " is not in the journal");
    }

    /** The sequence of an index in the same file as a known one, or the known one. */
    long sequence(final long knownSequence, final long knownIndex, final long index) {
        return rollCycle.toCycle(index) == rollCycle.toCycle(knownIndex) ? knownSequence + (index - knownIndex) : knownSequence;
    }

    /** Chronicle's own listener tells a file's name from another thread, too late for a file that comes and goes. */
    private File file(final int cycle) {
        return directory.resolve(names.format(Instant.ofEpochMilli((long) cycle * rollCycle.lengthInMillis()))).toFile();
    }

    /** Deletes files; never the last, which is being written. @return whether one was. */
    boolean deleteUpTo(final long sequence) {
        boolean deleted = false;
        while (firsts.size() > 1) {
            final First oldest = firsts.removeFirst();
            if (firsts.peekFirst().sequence > sequence + 1) {
                firsts.addFirst(oldest);
                return deleted;
            }
            deleted |= file(oldest.cycle).delete();
        }
        return deleted;
    }
}
