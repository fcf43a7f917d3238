package busyhour.engine.endpoint;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;
import busyhour.sip.timer.TimerWheel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The groups of a shard whose calls come by arrivals.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Arrivals {

    private final ArrivingGroup[] groups;

    Arrivals(
            final Endpoint[] endpoints, final CallerSteps callers, final NextCalls next, final EndpointRecords records, final TimerWheel timers) {
        final List<ArrivingGroup> made = new ArrayList<>();
        for (int from = 0, to; from < endpoints.length; from = to) {
            final Group group = endpoints[from].group();
            to = from;
            while (to < endpoints.length && endpoints[to].group() == group) {
                to++;
            }
            final ArrivalSpec.Kind kind = group.spec().arrivals().kind();
            if (group.isCaller() && kind != ArrivalSpec.Kind.BY_CALLER) {
                final Endpoint[] members = Arrays.copyOfRange(endpoints, from, to);
                made.add(kind.isOpen() ? new OpenCallers(group, members, callers, next, records, timers)
                        : new UserCallers(group, members, callers, next, timers));
            }
        }
        groups = made.toArray(ArrivingGroup[]::new);
    }

    /** Null when the group's callers call by themselves. */
    ArrivingGroup of(final int group) {
        for (final ArrivingGroup each : groups) {
            if (each.group().number() == group) {
                return each;
            }
        }
        return null;
    }

    int poll(final long nowNs, final int limit) {
        int work = 0;
        for (final ArrivingGroup each : groups) {
            work += each.poll(nowNs, limit);
        }
        return work;
    }

    long nextDeadlineNs() {
        long deadlineNs = ArrivingGroup.NEVER;
        for (final ArrivingGroup each : groups) {
            deadlineNs = Math.min(deadlineNs, each.nextDeadlineNs());
        }
        return deadlineNs;
    }

    void setLoad(final int group, final Load load, final long atNs, final long nowNs) {
        final ArrivingGroup arriving = of(group);
        if (arriving != null && arriving.isStarted() && arriving.group().spec().arrivals().kind() == load.kind()) {
            arriving.setLoad(load, atNs, nowNs);
        }
    }

    void stop(final long nowNs) {
        for (final ArrivingGroup each : groups) {
            each.stop(nowNs);
        }
    }
}
