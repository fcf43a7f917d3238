package busyhour.web.run;

import busyhour.web.result.RunResult;

/** Follows one run. */
public interface RunObserver {

    /** The run has ended and this is its result for good. Called once, on the command line's main thread. */
    void onResult(RunResult result);
}
