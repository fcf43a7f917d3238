package busyhour.web.fleet;

import java.util.HashMap;
import java.util.Map;

import busyhour.ipc.link.RunPosition;
import busyhour.ipc.link.Source;

/**
 * How far each worker's records of a run are counted in its aggregates, and handed to the store. A process that takes a run over
 * counts all of it again, and stores what is behind the journals' stored sequence only:
 *
 * <pre>
 *   1 ......................... stored ............ newest
 *   | counted again, not stored | counted and stored    |
 * </pre>
 *
 * The collector's thread.
 */
final class RunLedger {

    private static final class Progress {
        private long counted;
        private long handedIn;
    }

    private final Map<String, Progress> workers = new HashMap<>();
    private volatile long missed;

    /**
     * Begins a worker's part, or goes on with it: what comes next is behind the position.
     *
     * @param stored   by the database.
     * @param handedIn to the store by this process before, when it did not conduct the run yet; 0 for none.
     */
    RunPosition position(String worker, long stored, long handedIn) {
        Progress progress = workers.computeIfAbsent(worker, name -> new Progress());
        progress.handedIn = Math.max(progress.handedIn, Math.max(stored, handedIn));
        return new RunPosition(progress.counted, stored, true);
    }

    /** Whether a worker's records are counted; before its position was asked for they are not. */
    boolean isBegun(String worker) {
        return workers.containsKey(worker);
    }

    /** Whether a record is to be stored; to be asked once for each. */
    boolean isToBeStored(Source source) {
        Progress progress = workers.get(source.worker());
        boolean is = source.sequence() > progress.handedIn;
        progress.handedIn = Math.max(progress.handedIn, source.sequence());
        return is;
    }

    /** Whether a record is to be counted; to be asked once for each. */
    boolean isToBeCounted(Source source) {
        Progress progress = workers.get(source.worker());
        if (source.sequence() <= progress.counted) {
            return false;
        }
        missed = missed + source.sequence() - progress.counted - 1;
        progress.counted = source.sequence();
        return true;
    }

    /**
     * What is not in the statistics, one sentence for people; null when nothing is: workers that keep more than they may forget the oldest,
     * which is stored then. Any thread.
     */
    String shortfall() {
        return missed == 0 ? null : "the first " + missed + " records of workers are stored, and not in these statistics: they were no longer at"
                + " the workers when another platform process took the run over";
    }
}
