package busyhour.engine.run;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.SignallingSpec.Prack;
import busyhour.sip.transaction.TransactionRoom;

/**
 * How many calls and SIP transactions the pools of a shard have to hold. They are taken once, before the first packet, and each is
 * some kilobytes of every endpoint's memory: so no more than the plan can need.
 *
 * @param calls          at one time: one for each endpoint that has calls, two where a transfer may give it a second.
 * @param transactions   by kind, where nobody but this plan's own groups speaks; else of each kind as many.
 * @param clientRequests other than REGISTER, INVITE, UPDATE and BYE.
 * @param earlyDialogs   with reliable provisional responses.
 */
record SignallingRoom(int calls, TransactionRoom transactions, int clientRequests, int earlyDialogs) {

    /** Time that transactions are kept after their end (RFC 3261 Timers D, H, J, 32 s), and some for the call's setup. */
    private static final int KEPT_S = 37;
    private static final int SPARE_CALLS = 64;
    private static final int SPARE_TRANSACTIONS = 256;
    private static final int SPARE_REQUESTS = 64;
    private static final int MAX = 1 << 20;
    private static final long SHORTEST_CALL_MS = 100;

    /** @param endpoints of each group that lie in the shard. */
    static SignallingRoom of(final Assignment assignment, final int[] endpoints) {
        long all = 0;
        long withCalls = 0;
        long callers = 0;
        double made = 0;
        double answered = 0;
        for (int i = 0; i < endpoints.length; i++) {
            final GroupSpec group = assignment.groups().get(i);
            all += endpoints[i];
            if (group.callee().calls()) {
                withCalls += endpoints[i];
                callers += endpoints[i];
                made += endpoints[i] * Math.min(kept(group), most(group));
            } else if (group.callee().hasCalls()) {
                withCalls += endpoints[i];
                answered += endpoints[i] * keptAnswered(assignment, i);
            }
        }
        final boolean simple = isSimple(assignment);
        final long calls = Math.min(MAX, (simple ? withCalls + withCalls / 8 : 2 * withCalls) + SPARE_CALLS);
        final int each = transactions((simple ? all : 2 * all) + Math.max(made, answered));
        if (!simple || mayHearStrangers(assignment)) {
            return new SignallingRoom((int) calls, TransactionRoom.ofEach(each), (int) Math.min(2L * MAX, calls + all), (int) calls);
        }
        // the first INVITE of a caller is challenged, and goes once more
        final boolean reliable = ringsReliably(assignment);
        final TransactionRoom own = new TransactionRoom(Math.min(each, transactions(callers + made)), each, transactions(answered),
                transactions(reliable ? 2 * answered : answered));
        final int requests = (int) Math.min(MAX, SPARE_REQUESTS + withCalls / 8);
        return new SignallingRoom((int) calls, own, requests, reliable ? (int) calls : requests);
    }

    private static int transactions(final double wanted) {
        return (int) Math.min(MAX, SPARE_TRANSACTIONS + (long) Math.ceil(wanted));
    }

    /** Whether a group can be called by others than this plan's callers. */
    private static boolean mayHearStrangers(final Assignment assignment) {
        return assignment.groups().stream().anyMatch(group -> group.callee().kind() == Callee.Kind.RECEIVE && group.registrar() < 0);
    }

    /** Whether provisional responses are such that they want a PRACK: with a description, or because the caller insists. */
    private static boolean ringsReliably(final Assignment assignment) {
        return assignment.groups().stream().anyMatch(group -> group.answering().earlyMedia() || group.signalling().prack() == Prack.REQUIRED);
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
