package busyhour.web.run;

import busyhour.ipc.link.CollectorHandler;
import busyhour.web.result.RunResult;

/**
 * Follows one run: stores its records and shows them. Its handler methods are called by the collector's thread, each record once and
 * after the aggregates took it. What is stored for good is told to the {@link Acknowledger}; a follower never holds a run up: when the
 * database is away for so long that no more records can wait, it says so once and goes without them.
 */
public interface RunObserver extends CollectorHandler {

    /** The run has ended and this is its result for good. Called once, on the command line's main thread. */
    void onResult(RunResult result);

    /** Whom to tell what is stored; {@link busyhour.ipc.link.PlatformLink#acknowledge} fits. Any thread. */
    interface Acknowledger {
        void acknowledge(String worker, long runId, long sequence);
    }
}
