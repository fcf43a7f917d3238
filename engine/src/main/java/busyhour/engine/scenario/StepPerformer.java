package busyhour.engine.scenario;

/** Does what a step asks for. Called by the interpreter on the shard's thread; allocates nothing. */
public interface StepPerformer {

    /** The step is through. */
    int DONE = 0;
    /** {@link Scenarios#onDone} or {@link Scenarios#onFailed} follows for each of the step's {@link Resource}s. */
    int UNDER_WAY = -1;
    /** Nothing happened, and it may work soon: the transport is full, or something else is under way in the dialog. */
    int REFUSED = -2;

    /**
     * Performs a step, or a part of one that sends its digits one by one.
     *
     * @param endpoint number in the shard.
     * @param step     of the program, counted over all actions.
     * @param part     0, or which digit.
     * @return {@link #DONE}, {@link #UNDER_WAY}, {@link #REFUSED} or a reason of {@link StepFailure}.
     */
    int perform(int endpoint, ScenarioProgram program, int step, int part, long nowNs);
}
