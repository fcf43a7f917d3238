package busyhour.ipc.publish;

import java.io.File;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.StoreFileListener;

/**
 * Which sequences are in which file of a journal. Within a file Chronicle's indexes rise by one with each record, so the
 * first of each is enough to find any. One thread.
 */
final class JournalFiles implements StoreFileListener {
    private record First(int cycle, long sequence, long index) {
    }

    private final RollCycle rollCycle;
    private final Deque<First> firsts = new ArrayDeque<>();
    private final Map<Integer, File> files = new HashMap<>();

    JournalFiles(final RollCycle rollCycle) {
        this.rollCycle = rollCycle;
    }

    @Override
    public void onAcquired(final int cycle, final File file) {
        files.put(cycle, file);
    }

    @Override
    public void onReleased(final int cycle, final File file) {
        // deleted when acknowledged, which may be long after
    }

    /** Takes note of the first record of each file. */
    void onAppended(final long sequence, final long index) {
        if (firsts.isEmpty() || rollCycle.toCycle(index) != firsts.peekLast().cycle) {
            firsts.addLast(new First(rollCycle.toCycle(index), sequence, index));
        }
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

    /** Deletes files; never the last, which is being written. @return whether one was. */
    boolean deleteUpTo(final long sequence) {
        boolean deleted = false;
        while (firsts.size() > 1) {
            final First oldest = firsts.removeFirst();
            if (firsts.peekFirst().sequence > sequence + 1) {
                firsts.addFirst(oldest);
                return deleted;
            }
            final File file = files.remove(oldest.cycle);
            deleted |= file != null && file.delete();
        }
        return deleted;
    }
}
