package busyhour.engine.run;

import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the run's threads threw that they should not have. A single fault costs what it hit; one that comes again and again
 * means that a thread no longer does its work, and ends the run. Any thread.
 */
final class EngineFaults implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EngineFaults.class);
    private static final int LOGGED = 10;
    private static final int ENOUGH = 100;

    private Throwable first;
    private int count;

    @Override
    public synchronized void onError(final Throwable fault) {
        first = first == null ? fault : first;
        count++;
        if (count <= LOGGED) {
            LOG.error("a fault in the engine: please report it", fault);
        }
    }

    /** Why the run cannot go on, null while it can. */
    synchronized String reason() {
        return count < ENOUGH ? null : "a fault in the engine, " + count + " times: please report it (" + first + ")";
    }
}
