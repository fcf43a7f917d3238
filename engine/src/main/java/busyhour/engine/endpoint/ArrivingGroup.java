package busyhour.engine.endpoint;

import busyhour.ipc.plan.Load;
import busyhour.ipc.run.EndpointPhase;

/**
 * The callers that one group has in one shard, when calls come by the group's arrivals and not by each caller itself: who begins the
 * next call, and when. Idle callers stay as they are, registered, until the group's time is over.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
abstract class ArrivingGroup {

    static final long NEVER = Long.MAX_VALUE;
    static final long NS_PER_US = 1_000L;

    private final Group group;
    private final Endpoint[] members;
    private final CallerSteps callers;
    private final NextCalls next;
    private final long lengthNs;
    private long startNs = NEVER;
    private int nextToFinish;

    /**
     * @param members  of the group in this shard, in the group's order.
     * @param lengthUs how long calls of the group come.
     */
    ArrivingGroup(final Group group, final Endpoint[] members, final CallerSteps callers, final NextCalls next, final long lengthUs) {
        this.group = group;
        this.members = members;
        this.callers = callers;
        this.next = next;
        lengthNs = lengthUs * NS_PER_US;
    }

    final Group group() {
        return group;
    }

    final Endpoint[] members() {
        return members;
    }

    final CallerSteps callers() {
        return callers;
    }

    final NextCalls next() {
        return next;
    }

    final boolean isStarted() {
        return startNs != NEVER;
    }

    /** When the group's time began, monotonic. */
    final long startNs() {
        return startNs;
    }

    /** Whether the endpoint is there, idle, and can place a call. */
    static boolean mayCall(final Endpoint member) {
        return member.ready && !member.finished && member.call == Endpoint.NO_CALL && !member.lostRegistration();
    }

    /** The group's time begins at {@code atNs}. */
    final void start(final long atNs, final long nowNs) {
        startNs = atNs;
        for (final Endpoint member : members) {
            if (mayCall(member)) {
                rest(member, atNs, nowNs);
            }
        }
    }

    /** Whether at that time no call of the group is to begin any more. */
    final boolean isOver(final long atNs) {
        return isStarted() && atNs - startNs >= lengthNs && isSettled();
    }

    /** Begins calls that are due; lets those close who have nothing to wait for. @return how much was done. */
    final int poll(final long nowNs, final int limit) {
        if (!isStarted()) {
            return 0;
        }
        int work = pollCalls(nowNs, limit);
        while (nextToFinish < members.length && work < limit && isOver(nowNs)) {
            final Endpoint member = members[nextToFinish++];
            if (member.call == Endpoint.NO_CALL && member.phase != EndpointPhase.CALLING && !member.finished) {
                next.finish(member, nowNs);
            }
            work++;
        }
        return work;
    }

    /** When {@link #poll} has something to do. */
    final long nextDeadlineNs() {
        if (!isStarted()) {
            return NEVER;
        }
        final long callNs = nextCallNs();
        return nextToFinish < members.length && isSettled() ? Math.min(callNs, startNs + lengthNs) : callNs;
    }

    /** Begins calls that are due. */
    abstract int pollCalls(long nowNs, int limit);

    /** When that has something to do, {@link #NEVER} without. */
    abstract long nextCallNs();

    /** Whether all calls that came have their callers, or are dropped. */
    abstract boolean isSettled();

    /** A member has no call, and may have one from {@code untilNs} on. */
    abstract void rest(Endpoint member, long untilNs, long nowNs);

    /** The time of a member that rests has come. */
    abstract void onRested(Endpoint member, long nowNs);

    /** The group calls so much from {@code atNs} on. */
    abstract void setLoad(Load load, long atNs, long nowNs);

    /** No more calls. */
    abstract void stop(long nowNs);
}
