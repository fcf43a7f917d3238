package busyhour.engine.run;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;

/**
 * How many calls and SIP transactions the pools of a shard have to hold. They are taken once, before the first packet, and each is
 * some kilobytes of every endpoint's memory: so no more than the plan can need.
 *
 * @param calls        at one time: one for each endpoint that has calls, two where a transfer may give it a second.
 * @param transactions of each of the four kinds.
 */
record SignallingRoom(int calls, int transactions) {

    /** Time that transactions are kept after their end (RFC 3261 Timers D, H, J, 32 s), and some for the call's setup. */
    private static final int KEPT_S = 37;
    private static final int SPARE_CALLS = 64;
    private static final int SPARE_TRANSACTIONS = 256;
    private static final int MAX = 1 << 20;
    private static final long SHORTEST_CALL_MS = 100;

    /** @param endpoints of each group that lie in the shard. */
    static SignallingRoom of(final Assignment assignment, final int[] endpoints) {
        long all = 0;
        long withCalls = 0;
        double made = 0;
        double answered = 0;
        for (int i = 0; i < endpoints.length; i++) {
            final GroupSpec group = assignment.groups().get(i);
            all += endpoints[i];
            if (group.callee().calls()) {
                withCalls += endpoints[i];
                made += endpoints[i] * Math.min(kept(group), most(group));
            } else if (group.callee().hasCalls()) {
                withCalls += endpoints[i];
                answered += endpoints[i] * keptAnswered(assignment, i);
            }
        }
        final boolean simple = isSimple(assignment);
        final long calls = (simple ? withCalls + withCalls / 8 : 2 * withCalls) + SPARE_CALLS;
        final long transactions = SPARE_TRANSACTIONS + (simple ? all : 2 * all) + (long) Math.ceil(Math.max(made, answered));
        return new SignallingRoom((int) Math.min(calls, MAX), (int) Math.min(transactions, MAX));
    }

    /** Nobody but this plan's own groups, and nothing in a call that makes requests or a second call. */
    private static boolean isSimple(final Assignment assignment) {
        return assignment.registrars().stream().allMatch(Assignment.RegistrarSpec::builtin)
                && assignment.groups().stream().allMatch(group -> group.actions().isEmpty() && group.callee().kind() != Callee.Kind.URI);
    }

    /**
     * Calls of an endpoint whose transactions are still kept when the next ones come. Of calls that come by the clock and are refused at
     * once there may be more than would last.
     */
    private static double kept(final GroupSpec group) {
        final double lasting = KEPT_S * 1_000.0 / Math.max(SHORTEST_CALL_MS, group.durationMs() + group.pauseMs());
        double perSecond = 0;
        for (final ArrivalSpec.Stage stage : group.arrivals().stages()) {
            perSecond = Math.max(perSecond, Math.max(stage.from(), stage.to()) * 1_000.0 / stage.perMs());
        }
        final boolean byRate = group.arrivals().kind() == ArrivalSpec.Kind.RATE;
        return byRate ? Math.max(lasting, KEPT_S * perSecond / group.endpoints()) : lasting;
    }

    /** Calls that one of its callers makes in all. */
    private static double most(final GroupSpec group) {
        return group.arrivals().kind() == ArrivalSpec.Kind.BY_CALLER && group.forMs() == 0 && group.calls() > 0
                ? group.calls() : Double.POSITIVE_INFINITY;
    }

    /** Of one of its endpoints: the calls that the plan's own callers make, by their durations; without such callers others call. */
    private static double keptAnswered(final Assignment assignment, final int group) {
        double calls = 0;
        for (final GroupSpec caller : assignment.groups()) {
            if (caller.callee().kind() == Callee.Kind.GROUP && caller.callee().group() == group) {
                calls += caller.endpoints() * Math.min(kept(caller), most(caller));
            }
        }
        return calls == 0 ? kept(assignment.groups().get(group)) : calls / assignment.groups().get(group).endpoints();
    }
}
