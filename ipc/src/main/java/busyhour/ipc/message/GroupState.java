package busyhour.ipc.message;

/**
 * How far a worker is with its part of a group, in a run on several workers.
 *
 * @param timeNs  since the run began at the worker, 0 before.
 * @param group   index in the assignment, {@link #REGISTRAR} for the run's built-in registrar.
 * @param step    null for one that this build does not know.
 * @param address {@code host:port} where it answers; empty where it registers or calls.
 */
public record GroupState(long timeNs, int group, Step step, String address) {
    /** In place of a group: the built-in registrar that one worker has for the whole run. */
    public static final int REGISTRAR = -1;

    /** In this order. */
    public enum Step {
        /** Its media is encoded and its address known; the worker waits for the others. */
        PREPARED,
        /** Its endpoints are registered or listen, or never will. */
        READY,
        /** They made, or answered, their last call. */
        FINISHED;

        private static final Step[] STEPS = values();

        /** Null for a code that this build does not know. */
        public static Step of(final int code) {
            return code < STEPS.length ? STEPS[code] : null;
        }
    }
}
