package busyhour.web.result;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.run.RunStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a run stands and why it ended, as its workers and its owner say. Single-threaded. */
final class RunLife {
    private final Set<String> workers = new HashSet<>();
    private final Set<String> endedWorkers = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final Map<String, RunStatus> states = new HashMap<>();
    private RunStatus status = RunStatus.PENDING;
    private String detail = "";
    private String preparation = "";
    private long startEpochNs;
    private long endNs;
    private boolean interrupted;
    private boolean failed;
    private boolean stopped;

    /** These have a part each, whether they have said so or not. */
    void expect(Collection<String> names) {
        workers.addAll(names);
    }

    void onState(Source source, RunState state) {
        workers.add(String.valueOf(source.worker()));
        if (startEpochNs == 0 || state.startEpochNs() > 0 && state.startEpochNs() < startEpochNs) {
            startEpochNs = state.startEpochNs();
        }
        endNs = Math.max(endNs, state.timeNs());
        if (state.status() != null) {
            states.put(String.valueOf(source.worker()), state.status());
            merge();
        }
        failed |= state.status() == RunStatus.FAILED || state.status() == RunStatus.CANNOT_RUN_FOR_NOW;
        preparation = state.status() == RunStatus.QUEUED ? state.detail() : "";
        if (!state.detail().isEmpty() && state.status() != RunStatus.QUEUED) {
            detail = state.detail();
        }
    }

    /** Of one worker its own status; of several what at least one does still, and the end when all are there. */
    private void merge() {
        if (status.isTerminal()) {
            return;
        }
        if (states.keySet().containsAll(workers) && states.values().stream().allMatch(RunStatus::isTerminal)) {
            status = failed || states.containsValue(RunStatus.FAILED) ? RunStatus.FAILED : RunStatus.COMPLETED;
            if (workers.size() == 1) {
                status = states.values().iterator().next();
            }
            return;
        }
        for (RunStatus each : List.of(RunStatus.RUNNING, RunStatus.STOPPING, RunStatus.QUEUED)) {
            if (states.containsValue(each)) {
                status = each;
                return;
            }
        }
    }

    /** A worker's part is over without its word; the run goes on while others do. */
    void lose(String worker) {
        workers.add(worker);
        endedWorkers.add(worker);
        lost.add(worker);
        states.put(worker, RunStatus.COMPLETED);
        if (lost.containsAll(workers)) {
            fail(workers.size() == 1 ? "the worker was lost" : "all workers of the run were lost");
        } else {
            merge();
        }
    }

    void onEnd(Source source, RunEnd end) {
        endedWorkers.add(String.valueOf(source.worker()));
        if (!end.complete() && workers.size() > 1) {
            lose(String.valueOf(source.worker()));
        } else if (!end.complete()) {
            fail("the worker died before the run's end");
        } else if (end.recordsRefused() > 0) {
            fail(end.recordsRefused() + " records were not kept for want of disk space");
        }
    }

    void interrupt() {
        interrupted = true;
    }

    void abort() {
        stopped = true;
    }

    void fail(String reason) {
        failed = true;
        status = RunStatus.FAILED;
        detail = reason;
    }

    void finish() {
        if (!status.isTerminal()) {
            failed |= !interrupted && !stopped;
            status = failed ? RunStatus.FAILED : RunStatus.COMPLETED;
        }
    }

    RunStatus status() {
        return status;
    }

    /** Why the run failed, or what its worker said last; may be empty. */
    String detail() {
        return detail;
    }

    /** How far a worker is with what it does before the run begins, such as {@code encoding 40 %}; empty when it does nothing such. */
    String preparation() {
        return preparation;
    }

    /** Wall clock of the run's second 0; 0 before the worker began it. */
    long startEpochNs() {
        return startEpochNs;
    }

    /** The latest time that a worker told of, run's clock. */
    long endNs() {
        return endNs;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    boolean isFailed() {
        return failed;
    }

    /** Whether every worker that had a part of the run has sent its last record. */
    boolean ended() {
        return !endedWorkers.isEmpty() && endedWorkers.containsAll(workers);
    }
}
