package busyhour.engine.endpoint;

import busyhour.engine.arrival.OpenArrivals;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.DropReason;
import busyhour.sip.timer.TimerWheel;

/**
 * Open arrivals: calls come by the clock, whatever became of those before, and each takes the caller that has been free longest.
 *
 * <pre>
 *   OpenArrivals --intended time--> waiting (the plan's patience) --> a free caller --> INVITE
 *                                      |                                ^
 *                                      +--> dropped: no free caller     +-- after its call and the pause
 * </pre>
 *
 * Arrival k is this shard's when endpoint k modulo their number of the group is: the shards of a run share the arrivals out without a word
 * between them.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class OpenCallers extends ArrivingGroup {

    private static final long NS_PER_MS = 1_000_000L;

    private final EndpointRecords records;
    private final TimerWheel timers;
    private final OpenArrivals arrivals;
    private final boolean[] isOwn;
    private final long patienceNs;
    private final FreeCallers free;
    private final WaitingArrivals waiting = new WaitingArrivals();
    private boolean stopped;

    /** @param members one at least. */
    OpenCallers(
            final Group group, final Endpoint[] members, final CallerSteps callers, final NextCalls next, final EndpointRecords records,
            final TimerWheel timers) {
        this(group, members, callers, next, records, timers, new OpenArrivals(group.spec().arrivals()));
    }

    private OpenCallers(
            final Group group, final Endpoint[] members, final CallerSteps callers, final NextCalls next, final EndpointRecords records,
            final TimerWheel timers, final OpenArrivals arrivals) {
        super(group, members, callers, next, arrivals.endUs());
        this.records = records;
        this.timers = timers;
        this.arrivals = arrivals;
        patienceNs = group.spec().arrivals().patienceMs() * NS_PER_MS;
        free = new FreeCallers(members.length);
        isOwn = new boolean[group.spec().endpoints()];
        for (final Endpoint member : members) {
            isOwn[member.index()] = true;
        }
        seekOwn();
    }

    /** Goes on to the next arrival that is ours. */
    private void seekOwn() {
        while (arrivals.nextUs() != OpenArrivals.NEVER && !isOwn[(int) (arrivals.number() % isOwn.length)]) {
            arrivals.advance();
        }
    }

    private long nextArrivalNs() {
        return stopped || arrivals.nextUs() == OpenArrivals.NEVER ? NEVER : startNs() + arrivals.nextUs() * NS_PER_US;
    }

    @Override
    int pollCalls(final long nowNs, final int limit) {
        int work = pollWaiting(nowNs, limit);
        while (work < limit && nextArrivalNs() <= nowNs) {
            final long intendedNs = nextArrivalNs();
            arrivals.advance();
            arrivals.pass();
            seekOwn();
            arrive(intendedNs, nowNs);
            work++;
        }
        return work;
    }

    private int pollWaiting(final long nowNs, final int limit) {
        int work = 0;
        while (work < limit && !waiting.isEmpty()) {
            final Endpoint caller = free.take();
            if (caller == null && nowNs - waiting.first() < patienceNs) {
                break;
            }
            serve(caller, waiting.remove(), nowNs);
            work++;
        }
        return work;
    }

    private void arrive(final long intendedNs, final long nowNs) {
        final Endpoint caller = waiting.isEmpty() ? free.take() : null;
        final boolean waits = caller == null && nowNs - intendedNs < patienceNs && waiting.tryAdd(intendedNs);
        if (!waits) {
            serve(caller, intendedNs, nowNs);
        }
    }

    /** @param caller null = there is none. */
    private void serve(final Endpoint caller, final long intendedNs, final long nowNs) {
        if (caller != null) {
            callers().begin(caller, intendedNs, nowNs);
        } else {
            records.droppedArrival(group(), intendedNs, DropReason.NO_FREE_CALLER, nowNs);
        }
    }

    @Override
    long nextCallNs() {
        if (waiting.isEmpty()) {
            return nextArrivalNs();
        }
        return free.isEmpty() ? Math.min(waiting.first() + patienceNs, nextArrivalNs()) : Long.MIN_VALUE;
    }

    @Override
    boolean isSettled() {
        return waiting.isEmpty() && nextArrivalNs() == NEVER;
    }

    @Override
    void rest(final Endpoint member, final long untilNs, final long nowNs) {
        if (untilNs - nowNs > 0) {
            timers.schedule(member.local(), untilNs, nowNs);
        } else {
            free.add(member);
        }
    }

    @Override
    void onRested(final Endpoint member, final long nowNs) {
        free.add(member);
    }

    @Override
    void setLoad(final Load load, final long atNs, final long nowNs) {
        arrivals.change(load, Math.max(0, (atNs - startNs()) / NS_PER_US));
        seekOwn();
    }

    @Override
    void stop(final long nowNs) {
        stopped = true;
        while (!waiting.isEmpty()) {
            records.droppedArrival(group(), waiting.remove(), DropReason.STOPPED, nowNs);
        }
    }
}
