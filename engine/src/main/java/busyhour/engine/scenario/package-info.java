/**
 * What happens in a call besides talking: actions that a time or an event starts, each a row of steps.
 *
 * <p>A scenario is a program of flat arrays, compiled once for each group, that one interpreter runs for all endpoints of a
 * shard. The interpreter knows neither SIP nor media: what a step asks for goes to a {@link StepPerformer}, what happens in
 * the call comes in by the methods of {@link Scenarios}. Steps run in {@link Scenarios#poll} only, never from within an
 * event, so that no command is given while its own answer is still being told.
 *
 * <pre>
 *   ActionSpec --compile--> ScenarioProgram
 *                                |
 *   events --> Scenarios --> CallMemory (what happened)
 *                  |  \----> StepRuns (the interpreter) over ActionSlots --> StepPerformer
 *                  |                 |
 *               TimerWheel           +--> StepListener (executed, failed, why)
 * </pre>
 *
 * <p>One shard's thread; allocates nothing after construction. RFC 3264 8.4 (hold), RFC 4733 (digits), RFC 3515 (transfer)
 * by those who perform.
 */
package busyhour.engine.scenario;
