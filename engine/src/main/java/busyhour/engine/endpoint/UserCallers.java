package busyhour.engine.endpoint;

import busyhour.engine.arrival.UserCurve;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.timer.TimerWheel;

/**
 * Users: endpoint n of the group calls, and calls again after its call and the pause, while there are more than n users. One who is not
 * wanted any more ends the call in progress as planned, and waits.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class UserCallers extends ArrivingGroup {

    private final TimerWheel timers;
    private final UserCurve users;

    UserCallers(final Group group, final Endpoint[] members, final CallerSteps callers, final NextCalls next, final TimerWheel timers) {
        this(group, members, callers, next, timers, new UserCurve(group.spec().arrivals().stages()));
    }

    private UserCallers(
            final Group group, final Endpoint[] members, final CallerSteps callers, final NextCalls next, final TimerWheel timers,
            final UserCurve users) {
        super(group, members, callers, next, users.endUs());
        this.timers = timers;
        this.users = users;
    }

    /** Each user has a timer. */
    @Override
    int pollCalls(final long nowNs, final int limit) {
        return 0;
    }

    @Override
    long nextCallNs() {
        return NEVER;
    }

    @Override
    boolean isSettled() {
        return true;
    }

    @Override
    void rest(final Endpoint member, final long untilNs, final long nowNs) {
        member.restedNs = untilNs;
        final long nextUs = users.nextUs(member.index(), Math.ceilDiv(Math.max(0, untilNs - startNs()), NS_PER_US));
        if (nextUs == UserCurve.NEVER) {
            timers.cancel(member.local());
        } else {
            next().schedule(member, Math.max(untilNs, startNs() + nextUs * NS_PER_US), nowNs);
        }
    }

    @Override
    void onRested(final Endpoint member, final long nowNs) {
        callers().call(member, nowNs);
    }

    @Override
    void setLoad(final Load load, final long atNs, final long nowNs) {
        final long nowUs = Math.max(0, (nowNs - startNs()) / NS_PER_US);
        users.change(load, Math.max(0, (atNs - startNs()) / NS_PER_US), nowUs);
        for (final Endpoint member : members()) {
            if (mayCall(member) && member.phase != EndpointPhase.CALLING) {
                rest(member, Math.max(member.restedNs, nowNs), nowNs);
            }
        }
    }

    @Override
    void stop(final long nowNs) {
        // whoever calls no more has no timer
    }
}
