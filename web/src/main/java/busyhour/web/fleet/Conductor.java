package busyhour.web.fleet;

import java.util.List;

import busyhour.web.store.Runs.Run;

/** Who gives runs to workers. Any thread. */
public interface Conductor {

    /** Starts a test. The run is CANNOT_RUN_FOR_NOW, or QUEUED where that was asked for, when workers cannot take it. */
    Run start(RunRequest request);

    /** Ends a run's calls. Returns false when this process does not conduct it. */
    boolean stop(long runId);

    /** What of a run each worker plays, or played; empty where no worker of a platform did. */
    List<RunPart> parts(long runId);

    /** Its place among those that wait for room, from 1; null for one that does not wait. */
    Integer queuePlace(long runId);
}
