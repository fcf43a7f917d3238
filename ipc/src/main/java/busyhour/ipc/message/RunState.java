package busyhour.ipc.message;

import busyhour.ipc.run.RunStatus;

/**
 * How the run stands at a worker.
 *
 * @param timeNs       since the run began at the worker.
 * @param startEpochNs wall clock when timeNs was 0.
 * @param detail       for people, may be empty.
 */
public record RunState(long timeNs, long startEpochNs, RunStatus status, String detail) {
}
