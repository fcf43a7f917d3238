package busyhour.ipc.link;

import busyhour.ipc.run.RunStatus;
import java.util.List;

/**
 * A worker's sign of life.
 *
 * @param worker         its name on the link.
 * @param runs           in progress.
 * @param journalBytes   not acknowledged yet.
 * @param publisherLagNs age of the oldest record not sent yet.
 * @param refusedFrames  that it got and that were not the platform's.
 * @param host           how its host is.
 * @param calibration    what comes of measuring the host, never null.
 */
public record WorkerHeartbeat(
        String worker, List<WorkerRun> runs, long journalBytes, long publisherLagNs, long refusedFrames, HostLoad host, CalibrationReport calibration) {
    /** How a run stands; null when it is not in progress there. */
    public RunStatus status(final long runId) {
        for (final WorkerRun run : runs) {
            if (run.runId() == runId) {
                return run.status();
            }
        }
        return null;
    }

    /** Endpoints of all runs. */
    public int used() {
        return runs.stream().mapToInt(WorkerRun::endpoints).sum();
    }
}
