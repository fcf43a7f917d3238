package busyhour.engine.shard;

import busyhour.ipc.plan.Load;

/**
 * What the run tells a shard. Made by the run's thread, a few in a run; the shard only reads it.
 *
 * @param kind  what to do.
 * @param group number of the group that {@link Kind#START_CALLS} starts or whose load {@link Kind#SET_LOAD} changes, else -1.
 * @param atNs  monotonic time that the command counts from.
 * @param load  for {@link Kind#SET_LOAD}, else null.
 */
public record ShardCommand(Kind kind, int group, long atNs, Load load) {

    /** One without a load. */
    public ShardCommand(final Kind kind, final int group, final long atNs) {
        this(kind, group, atNs, null);
    }

    /** Commands. */
    public enum Kind {
        /** Register all endpoints that have a registrar; the others are ready at once. */
        REGISTER,
        /** The callers of a group begin; the first call of caller i is intended at {@code atNs} plus its place in the ramp. */
        START_CALLS,
        /** From {@code atNs} on the group calls so much. */
        SET_LOAD,
        /** No new calls; calls in progress end with BYE or CANCEL; then the endpoints unregister and close. */
        STOP
    }
}
