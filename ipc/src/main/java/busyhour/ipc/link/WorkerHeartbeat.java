package busyhour.ipc.link;

import busyhour.ipc.run.RunStatus;

/**
 * A worker's sign of life.
 *
 * @param runId          run in progress, {@link busyhour.ipc.RunId#NONE} without one.
 * @param status         of that run, null without one.
 * @param journalBytes   not acknowledged yet.
 * @param publisherLagNs age of the oldest record not sent yet.
 */
public record WorkerHeartbeat(String worker, long runId, RunStatus status, long journalBytes, long publisherLagNs) {
}
