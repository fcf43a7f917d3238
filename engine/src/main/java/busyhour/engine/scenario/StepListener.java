package busyhour.engine.scenario;

/** Hears of each step that came to its end. */
public interface StepListener {

    /**
     * A step is over.
     *
     * @param endpoint number in the shard.
     * @param action   in the order of the plan, from 0.
     * @param step     within the action, from 0.
     * @param failure  {@link StepPerformer#DONE}, or a reason of {@link StepFailure}.
     * @param status   SIP status code that refused it, 0 without one.
     */
    void onStep(int endpoint, int action, int step, int failure, int status, long nowNs);
}
