package busyhour.web.result;

import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.DropReason;
import busyhour.web.plan.FindMax;
import busyhour.web.plan.Plan;
import busyhour.web.plan.Threshold;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a search for the highest load needs to know of the run while it goes on: how far its clock is, how many calls of the group
 * are up, when a load holds, and what a step of it came to. {@link RunAggregates} feeds it and its lock guards it; any thread may ask.
 */
public final class LoadWatch {
    private static final long NS = 1_000_000_000L;

    private final Plan plan;
    private final FindMax search;
    private final LastValues last;
    private final Object lock;
    private final Map<String, Integer> secondByShard = new HashMap<>();
    private final CallsUp callsUp = new CallsUp();
    private StepWindow window;
    private boolean begun;
    private LoadChange change;

    /**
     * For a plan with a search.
     *
     * @param last final values of the run's counters so far.
     * @param lock the feeder's.
     */
    LoadWatch(Plan plan, LastValues last, Object lock) {
        this.plan = plan;
        this.search = plan.findMax();
        this.last = last;
        this.lock = lock;
    }

    /** Values of a step, and of the thresholds over it. */
    public record Measured(FindMaxResult.Figures figures, List<RunResult.Verdict> until, List<RunResult.Verdict> thresholds,
                           Map<DropReason, Long> dropped, RunResult.Engine engine) {
    }

    void onValue(Slot slot, int endpoint, int second, double value, boolean wholeCall, int group) {
        if (window != null) {
            window.onValue(slot, endpoint, second, value, wholeCall, group);
        }
    }

    void onText(EndpointText text, int group) {
        if (window != null) {
            window.onText(text, group);
        }
    }

    /** @param wasAnswered whether it ends a call that was answered. @param group -1 when it is not known. */
    void onCall(CallEvent event, boolean wasAnswered, int group) {
        if (group == search.group()) {
            begun |= event.kind() == CallEventKind.OFFERED;
            if (event.kind() == CallEventKind.ANSWERED) {
                callsUp.change(secondOf(event.timeNs()), 1);
            } else if (event.kind() == CallEventKind.ENDED && wasAnswered) {
                callsUp.change(secondOf(event.timeNs()), -1);
            }
        }
        if (window != null && event.counted()) {
            window.onCall(event, group);
        }
    }

    void onCallMedia(CallMedia media, int group) {
        if (window != null) {
            window.onCallMedia(media, group);
        }
    }

    void onMediaCheck(MediaCheck check, int group) {
        if (window != null) {
            window.onMediaCheck(check, group);
        }
    }

    void onLoadChange(LoadChange itsChange) {
        if (itsChange.group() == search.group()) {
            change = itsChange;
        }
    }

    void onEngineReport(Source source, EngineReport report) {
        secondByShard.merge(source.worker() + "/" + report.shard(), report.second(), Math::max);
        if (window != null) {
            window.onEngineReport(source, report);
        }
    }

    void onWorkerReport(Source source, WorkerReport report) {
        if (window != null) {
            window.onWorkerReport(source, report);
        }
    }

    private static int secondOf(long timeNs) {
        return (int) Math.min(Integer.MAX_VALUE, timeNs / NS);
    }

    /** The last second of the run that every shard has told all of; -1 before. */
    public int second() {
        synchronized (lock) {
            return secondByShard.values().stream().mapToInt(Integer::intValue).min().orElse(-1);
        }
    }

    /** Whether the group has begun to call. */
    public boolean hasBegun() {
        synchronized (lock) {
            return begun;
        }
    }

    /** Calls of the group that are up now. */
    public int callsUp() {
        synchronized (lock) {
            return callsUp.now();
        }
    }

    /** Since when this load of the group holds, run's clock; -1 when the worker has not said so. */
    public long holdsSinceNs(Load load) {
        synchronized (lock) {
            return change != null && change.load().equals(load) ? change.timeNs() : -1;
        }
    }

    /** Forgets the last change of load: the next one is waited for. */
    public void expectChange() {
        synchronized (lock) {
            change = null;
        }
    }

    /** A step is measured from second {@code from} to {@code to - 1}; both are yet to come. */
    public void open(int from, int to) {
        synchronized (lock) {
            window = new StepWindow(plan, last.numbersNow(), from, to);
        }
    }

    /** Whether every call of the step is answered or has failed. */
    public boolean isSettled() {
        synchronized (lock) {
            return window.isSettled();
        }
    }

    /** What the step came to; it is not measured any longer. */
    public Measured close(RunResult whole) {
        synchronized (lock) {
            StepWindow step = window;
            window = null;
            RunResult result = step.result(whole.run(), whole.endpoints());
            JsonNode tree = ResultJson.tree(result);
            RunResult.Calls calls = result.calls();
            Statistics setup = result.metrics().get("call_setup_time_ms");
            Statistics mos = result.metrics().get("mos");
            RunResult.Engine engine = result.engine();
            return new Measured(new FindMaxResult.Figures(calls.offered(), calls.started(), calls.answered(), calls.failed(),
                    calls.dropped(), calls.asr(), callsUp.mean(step.from(), step.to()), setup == null ? Double.NaN : setup.p95(),
                    mos == null ? Double.NaN : mos.avg(), engine.shardBusyRatio(), engine.lateness().p99Us(), engine.kernelDrops()),
                    verdicts(search.until(), tree), verdicts(plan.thresholds(), tree), new TreeMap<>(step.dropped()), engine);
        }
    }

    private static List<RunResult.Verdict> verdicts(List<Threshold> thresholds, JsonNode tree) {
        List<RunResult.Verdict> verdicts = new ArrayList<>();
        for (Threshold threshold : thresholds) {
            if (threshold.isOfPart()) {
                double value = ResultJson.number(tree, threshold.path());
                verdicts.add(new RunResult.Verdict(threshold, value, threshold.holds(value)));
            }
        }
        return verdicts;
    }
}
