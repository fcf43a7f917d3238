package busyhour.ipc.link;

import busyhour.ipc.run.RunStatus;

/**
 * A run in progress at a worker, as its heartbeats say it.
 *
 * @param endpoints that it plays of it.
 */
public record WorkerRun(long runId, RunStatus status, int endpoints) {
}
