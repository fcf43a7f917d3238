package busyhour.web.result;

import busyhour.web.plan.Plan;

/**
 * Aggregates a run's samples per run and per group. Written by the collector's thread, read by any.
 */
public final class RunAggregates {
    private final Plan plan;
    private final long runId;

    public RunAggregates(Plan plan, long runId) {
        this.plan = plan;
        this.runId = runId;
    }

    public Plan plan() {
        return plan;
    }

    public long runId() {
        return runId;
    }

    /** The result so far, or for good once the run ended. */
    public RunResult result() {
        throw new UnsupportedOperationException("not yet");
    }
}
