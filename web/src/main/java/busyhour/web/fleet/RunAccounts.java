package busyhour.web.fleet;

import busyhour.web.plan.Plan;

/** SIP accounts that runs hold while they go on: one serves one endpoint at a time. Any thread. */
public interface RunAccounts {

    /** All accounts stand in the plans themselves. */
    RunAccounts NONE = new RunAccounts() {
        @Override
        public Leased lease(long runId, Plan plan) {
            return new Leased(plan, null);
        }

        @Override
        public void release(long runId) {
            // nothing is held
        }
    };

    /**
     * Takes accounts for all endpoints of a run, or none.
     *
     * @param runId its row must be there.
     */
    Leased lease(long runId, Plan plan);

    /** Gives a run's accounts back. */
    void release(long runId);

    /**
     * What was taken.
     *
     * @param plan    with an account for each endpoint; null when some are missing.
     * @param refusal which are missing, one sentence; null when none are.
     */
    record Leased(Plan plan, String refusal) {
    }
}
