package busyhour.web.result;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import busyhour.web.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statistics of a part of a run, as a result of its own.
 *
 * <pre>
 *          from                         to
 *   ────────┤ calls that were intended  ├──────►   counted, whenever they are answered or fail
 *           │ seconds that were measured│          gauges; what counters grew by; the generator
 *           │ what calls said when over │          one-shots but for setup time and post-dial delay, which are of the counted calls
 * </pre>
 *
 * A call that was not answered when the result is taken counts as not answered. Single-threaded.
 */
final class StepWindow {
    private static final long NS = 1_000_000_000L;
    private static final Slot SETUP = call("call_setup_time_ms");
    private static final Slot POST_DIAL = call("post_dial_delay_ms");

    private final Plan plan;
    private final int from;
    private final int to;
    private final LastValues before;
    private final LastValues last;
    private final Part total;
    private final Part[] groups;
    private final CallCounts calls;
    private final EngineAggregates engine = new EngineAggregates();
    private final Map<DropReason, Long> dropped = new TreeMap<>();
    private long open;

    /** One-shots and gauges; what counters grew by is only known at the end. */
    private record Part(ScopeAggregates values, CallQuality calls, ArrivalCounts arrivals) {
        Map<String, Statistics> metrics(LastValues growth) {
            return values.over(growth).metrics();
        }
    }

    /**
     * Seconds {@code from} to {@code to - 1} of a run.
     *
     * @param before counters as they stand when the window is made, which is before {@code from}.
     */
    StepWindow(Plan plan, LastValues before, int from, int to) {
        this.plan = plan;
        this.before = before;
        this.from = from;
        this.to = to;
        int endpoints = plan.endpoints();
        last = new LastValues(endpoints);
        total = part(0, endpoints);
        groups = plan.groups().stream().map(group -> part(group.firstEndpoint(), group.endpoints())).toArray(Part[]::new);
        calls = new CallCounts(endpoints);
    }

    private Part part(int first, int size) {
        return new Part(new ScopeAggregates(last, first, first + size), new CallQuality(), new ArrivalCounts());
    }

    private static Slot call(String key) {
        return MetricCatalogue.instance().require(key, Media.ANY, Direction.CALL);
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    private boolean has(int second) {
        return second >= from && second < to;
    }

    private boolean has(long timeNs) {
        return timeNs >= from * NS && timeNs < to * NS;
    }

    void onValue(Slot slot, int endpoint, int second, double value, boolean wholeCall, int group) {
        if (slot.metric().kind() == Kind.COUNTER) {
            if (second < from) {
                before.set(slot, endpoint, value);
            } else if (second < to) {
                last.set(slot, endpoint, value);
            }
        } else if (!has(second) || slot == SETUP || slot == POST_DIAL) {
            return;
        } else if (wholeCall && slot.metric().kind() == Kind.GAUGE) {
            total.calls.addScore(slot, value);
            groups[group].calls.addScore(slot, value);
        } else {
            record(slot, value, group);
        }
    }

    private void record(Slot slot, double value, int group) {
        total.values.record(slot, value);
        groups[group].values.record(slot, value);
    }

    void onText(EndpointText text, int group) {
        if (!has(text.second())) {
            return;
        }
        if (text.slot().direction() == Direction.CALL) {
            total.values.recordCallText(text.slot(), text.value());
            groups[group].values.recordCallText(text.slot(), text.value());
        } else {
            last.set(text.slot(), text.endpoint(), text.value());
        }
    }

    /** A step in the life of a call that the run's counts are made of. @param group -1 when it is not known. */
    void onCall(CallEvent event, int group) {
        if (!has(event.intendedNs())) {
            return;
        }
        boolean wasAnswered = calls.endsAnswered(event);
        calls.onEvent(event);
        if (group >= 0 && group < groups.length) {
            groups[group].arrivals.onEvent(event, wasAnswered);
        }
        if (event.kind() == CallEventKind.STARTED) {
            open++;
        } else if (event.kind() == CallEventKind.ANSWERED || event.kind() == CallEventKind.ENDED && !wasAnswered) {
            open--;
        } else if (event.kind() == CallEventKind.DROPPED && event.dropReason() != null) {
            dropped.merge(event.dropReason(), 1L, Long::sum);
        }
        Slot slot = event.kind() == CallEventKind.ANSWERED ? SETUP : event.kind() == CallEventKind.RINGING ? POST_DIAL : null;
        if (slot != null && event.caller() && group >= 0) {
            record(slot, (event.timeNs() - event.intendedNs()) / 1e6, group);
        }
    }

    void onCallMedia(CallMedia media, int group) {
        if (has(media.timeNs())) {
            total.calls.add(media);
            groups[group].calls.add(media);
        }
    }

    void onMediaCheck(MediaCheck check, int group) {
        if (has(check.timeNs())) {
            total.calls.add(check);
            groups[group].calls.add(check);
        }
    }

    void onEngineReport(Source source, EngineReport report) {
        if (has(report.second())) {
            engine.onReport(source.worker(), report);
        }
    }

    void onWorkerReport(Source source, WorkerReport report) {
        if (has(report.second())) {
            engine.onReport(source.worker(), report);
        }
    }

    /** Whether every call that was started in it is answered or has failed. */
    boolean isSettled() {
        return open <= 0;
    }

    /** Calls that were not started, by the reason. */
    Map<DropReason, Long> dropped() {
        return dropped;
    }

    /** As of a run that was nothing but this. @param whole of the run, for what a part has none of its own. */
    RunResult result(RunResult.Run run, RunResult.Endpoints whole) {
        LastValues growth = last.since(before);
        Map<String, RunResult.Group> byGroup = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>(List.of(groups));
        for (int i = 0; i < parts.size(); i++) {
            byGroup.put(plan.groups().get(i).name(), new RunResult.Group(parts.get(i).metrics(growth), parts.get(i).calls.result(),
                    parts.get(i).arrivals.arrivals()));
        }
        return new RunResult(run, whole, calls.calls(false, total.calls.result()), total.metrics(growth), byGroup, List.of(),
                engine.engine(EngineAggregates.Answers.within(from, to), Double.NaN, Map.of()), Map.of(), null);
    }
}
