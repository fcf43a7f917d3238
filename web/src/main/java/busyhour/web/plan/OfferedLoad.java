package busyhour.web.plan;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.ArrivalSpec.Kind;
import busyhour.ipc.plan.ArrivalSpec.Stage;
import java.util.List;

/**
 * How many calls a group's arrivals keep up at a time, in Erlang: rate times holding time (Little), at the busiest moment. Says where
 * that is more than the group, or the one it calls, has endpoints. For warnings only: figures are doubles. One thread.
 */
final class OfferedLoad {
    private static final int GRID = 400;
    private static final double BLOCKED = 0.01;

    private final ArrivalSpec arrivals;

    private OfferedLoad(ArrivalSpec arrivals) {
        this.arrivals = arrivals;
    }

    /**
     * Warns of calls that will find nobody.
     *
     * @param caller  a group with arrivals or users.
     * @param called  the group that it calls, or null.
     */
    static void check(GroupDraft caller, GroupDraft called) {
        if (caller.arrivals().kind() == Kind.BY_CALLER) {
            return;
        }
        OfferedLoad load = new OfferedLoad(caller.arrivals());
        long upMs = caller.durationMs() + (called == null ? 0 : called.ringMs());
        if (caller.arrivals().kind().isOpen()) {
            load.checkCallers(caller, upMs);
        }
        if (called != null) {
            load.checkCalled(caller, called, upMs);
        }
    }

    private void checkCallers(GroupDraft caller, long upMs) {
        long takenMs = upMs + caller.pauseMs();
        double erlang = peak(takenMs);
        int endpoints = caller.endpoints();
        String times = calls(takenMs) + " of " + PlanUnits.duration(takenMs) + (caller.pauseMs() > 0 ? " with the pause after it" : "");
        if (erlang > endpoints) {
            caller.fields().warn("arrivals", times + " make " + number(erlang) + " calls at a time (Erlang), the group has " + endpoints
                    + " endpoints" + (arrivals.kind() == Kind.RATE ? ": it carries " + number(endpoints * 1_000.0 / takenMs) + "/s" : "")
                    + ", and what finds none free within " + PlanUnits.duration(arrivals.patienceMs()) + " is dropped");
        } else if (arrivals.poisson() && blocked(erlang, endpoints) > BLOCKED) {
            caller.fields().warn("arrivals", times + " make " + number(erlang) + " calls at a time (Erlang) by chance, of " + endpoints
                    + " endpoints none is free for " + number(100 * blocked(erlang, endpoints)) + " % of them (Erlang B, without patience): "
                    + enough(erlang) + " would lower that to 1 %");
        } else if (erlang > endpoints - 1) {
            caller.fields().warn("arrivals", times + " make " + number(erlang) + " calls at a time (Erlang), which leaves the " + endpoints
                    + " endpoints no time to set up and to end them: some will be late or dropped, take a few more");
        }
    }

    private void checkCalled(GroupDraft caller, GroupDraft called, long upMs) {
        double most = arrivals.kind() == Kind.USERS
                ? arrivals.stages().stream().mapToLong(stage -> Math.max(stage.from(), stage.to())).max().orElse(0) : peak(upMs);
        if (Math.min(most, caller.endpoints()) > called.endpoints()) {
            caller.fields().warn(caller.arrivals().kind() == Kind.USERS ? "users" : "arrivals", "up to "
                    + number(Math.min(most, caller.endpoints())) + " calls at a time, the called group " + PlanFault.quoted(called.name()) + " has "
                    + called.endpoints() + " endpoints: it will answer 486 to the others");
        }
    }

    private String calls(long takenMs) {
        if (arrivals.kind() == Kind.TRACE) {
            return "calls of the trace";
        }
        double most = arrivals.stages().stream().mapToDouble(stage -> Math.max(stage.from(), stage.to()) * 1_000.0 / stage.perMs()).max().orElse(0);
        return "calls at " + number(most) + "/s";
    }

    /** Most calls that begin within any time of this length. */
    private double peak(long lengthMs) {
        if (arrivals.kind() == Kind.TRACE) {
            return peakOfTrace(lengthMs * 1_000);
        }
        double most = 0;
        long stageStartMs = 0;
        for (Stage stage : arrivals.stages()) {
            most = Math.max(most, begunBetween(stageStartMs - lengthMs, stageStartMs));
            stageStartMs += stage.overMs();
            most = Math.max(most, begunBetween(stageStartMs - lengthMs, stageStartMs));
        }
        for (int i = 1; i <= GRID; i++) {
            long endMs = Math.round((double) stageStartMs * i / GRID);
            most = Math.max(most, begunBetween(endMs - lengthMs, endMs));
        }
        return most;
    }

    private double begunBetween(long fromMs, long toMs) {
        return begun(toMs) - begun(fromMs);
    }

    private double begun(long untilMs) {
        double calls = 0;
        long startMs = 0;
        for (Stage stage : arrivals.stages()) {
            double t = Math.clamp((double) untilMs - startMs, 0, stage.overMs());
            calls += (stage.from() * t + (stage.to() - stage.from()) * t * t / (2.0 * stage.overMs())) / stage.perMs();
            startMs += stage.overMs();
        }
        return calls;
    }

    private double peakOfTrace(long lengthUs) {
        List<Long> times = arrivals.timesUs();
        int most = 0;
        for (int first = 0, last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= lengthUs) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** Erlang B: the share of calls that find all {@code servers} taken. */
    static double blocked(double erlang, int servers) {
        double blocked = 1;
        for (int n = 1; n <= servers; n++) {
            blocked = erlang * blocked / (n + erlang * blocked);
        }
        return blocked;
    }

    private static int enough(double erlang) {
        double blocked = 1;
        int n = 0;
        while (blocked > BLOCKED) {
            n++;
            blocked = erlang * blocked / (n + erlang * blocked);
        }
        return n;
    }

    private static String number(double value) {
        double tenths = Math.rint(value * 10) / 10;
        return tenths >= 100 || tenths == Math.rint(tenths) ? String.valueOf(Math.round(tenths)) : String.valueOf(tenths);
    }
}
