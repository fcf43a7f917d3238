package busyhour.ipc.message;

import busyhour.ipc.run.RunStatus;

/**
 * How the run stands at a worker.
 *
 * @param timeNs       since the run began at the worker.
 * @param startEpochNs wall clock when timeNs was 0; 0 before the run began.
 * @param detail       for people, may be empty. With {@link RunStatus#QUEUED} how far the worker's preparation is
 *                     ({@code encoding 40 %}), said anew while it goes on; else why the run failed or is not complete.
 */
public record RunState(long timeNs, long startEpochNs, RunStatus status, String detail) {
}
