package busyhour.web.result;

import busyhour.ipc.RunId;
import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.Source;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;
import busyhour.web.plan.Plan;
import busyhour.web.plan.Threshold;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Aggregates one run's records per run and per group, as they arrive. The collector's thread writes; any thread may read
 * (one lock, held for microseconds by a record and for some milliseconds by {@link #result}). Records of other runs must
 * not be handed in. A record about an endpoint that the plan does not have is left out.
 */
public final class RunAggregates implements CollectorHandler {
    private static final long NS = 1_000_000_000L;
    private static final int DISTRIBUTION_STEPS = 40;
    /** Endpoint of what belongs to none. */
    private static final int NO_ENDPOINT = -1;

    private final Plan plan;
    private final long runId;
    private final long commandEpochMs;
    private final int endpoints;
    private final LastValues last;
    private final ScopeAggregates total;
    private final ScopeAggregates[] groups;
    private final Series totalSeries;
    private final Series[] groupSeries;
    private final EndpointTable table;
    /** When each endpoint's call began: its setup time stands in the charts at the second of its answer. */
    private final long[] startedNs;
    private final CallCounts calls;
    private final EngineAggregates engine = new EngineAggregates();
    private static final int MAX_REASONS = 20;

    private final FailedActions failedActions = new FailedActions();
    private final Map<String, String> producedBy = new LinkedHashMap<>();
    private final Set<String> workers = new HashSet<>();
    private final Set<String> endedWorkers = new HashSet<>();
    private final Slot mos = MetricCatalogue.instance().require("mos", Media.AUDIO, Direction.RECV);
    private final Slot jitter = MetricCatalogue.instance().require("jitter_ms", Media.AUDIO, Direction.RECV);
    private final Slot loss = MetricCatalogue.instance().require("fraction_lost", Media.AUDIO, Direction.RECV);
    private final Slot setup = MetricCatalogue.instance().require("call_setup_time_ms", Media.ANY, Direction.CALL);

    private RunStatus status = RunStatus.PENDING;
    private String detail = "";
    private long startEpochNs;
    private long firstInviteNs = -1;
    private long endNs;
    private boolean interrupted;
    private boolean failed;
    private boolean stopped;

    /**
     * @param commandEpochMs wall clock when the command (or the request) came: {@code firstInviteMs} counts from it.
     */
    public RunAggregates(Plan plan, long runId, long commandEpochMs) {
        this.plan = plan;
        this.runId = runId;
        this.commandEpochMs = commandEpochMs;
        endpoints = plan.endpoints();
        last = new LastValues(endpoints);
        total = new ScopeAggregates(last, 0, endpoints);
        totalSeries = new Series(endpoints);
        groups = new ScopeAggregates[plan.groups().size()];
        groupSeries = new Series[groups.length];
        for (int i = 0; i < groups.length; i++) {
            int first = plan.groups().get(i).firstEndpoint();
            int size = plan.groups().get(i).endpoints();
            groups[i] = new ScopeAggregates(last, first, first + size);
            groupSeries[i] = new Series(size);
        }
        table = new EndpointTable(plan, last);
        calls = new CallCounts(endpoints);
        startedNs = new long[endpoints];
        Arrays.fill(startedNs, -1);
    }

    public Plan plan() {
        return plan;
    }

    public long runId() {
        return runId;
    }

    @Override
    public void onWorkerConnected(String worker, String host) {
        // nothing is measured yet
    }

    @Override
    public void onWorkerLost(String worker, String reason) {
        // the run's owner decides what that means for it
    }

    @Override
    public synchronized void onSample(Source source, SampleView sample) {
        int group = groupOf(sample.endpoint());
        if (group < 0) {
            return;
        }
        Series.Second whole = totalSeries.at(sample.second());
        Series.Second part = groupSeries[group].at(sample.second());
        boolean wholeCall = sample.scope() == SampleScope.CALL;
        while (sample.next()) {
            if (!wholeCall || sample.slot().metric().kind() != Kind.GAUGE) { // a call's score is not one more second's
                onValue(sample.slot(), sample.endpoint(), sample.value(), group, whole, part);
            }
        }
    }

    private void onValue(Slot slot, int endpoint, double value, int group, Series.Second whole, Series.Second part) {
        if (slot.metric().kind() == Kind.COUNTER) {
            last.set(slot, endpoint, value);
            return;
        }
        total.record(slot, value);
        groups[group].record(slot, value);
        if (slot == mos) {
            table.onMos(endpoint, value);
        } else if (slot == jitter) {
            table.onJitter(endpoint, value);
        } else if (slot == setup) {
            table.onSetup(endpoint, value);
        }
        if (whole != null) {
            addToSecond(whole, slot, value);
            addToSecond(part, slot, value);
        }
    }

    private void addToSecond(Series.Second second, Slot slot, double value) {
        if (slot == mos) {
            second.mos.add(value);
        } else if (slot == jitter) {
            second.jitter.add(value);
        } else if (slot == loss) {
            second.loss.add(value);
        }
    }

    @Override
    public synchronized void onText(Source source, EndpointText text) {
        int group = groupOf(text.endpoint());
        if (group < 0 || text.slot() == null) {
            return;
        }
        if (text.slot().direction() == Direction.CALL) {
            total.recordCallText(text.slot(), text.value());
            groups[group].recordCallText(text.slot(), text.value());
        } else {
            last.set(text.slot(), text.endpoint(), text.value());
        }
    }

    @Override
    public synchronized void onState(Source source, EndpointState state) {
        int group = groupOf(state.endpoint());
        if (group < 0) {
            return;
        }
        EndpointPhase before =
                table.onState(state.endpoint(), state.phase(), state.outcome(), state.statusCode(), state.detail());
        if (state.phase() != null && state.phase() != before) {
            for (Series series : List.of(totalSeries, groupSeries[group])) {
                Series.Second second = series.at(secondOf(state.timeNs()));
                if (second != null) {
                    second.phaseChanges[before.ordinal()]--;
                    second.phaseChanges[state.phase().ordinal()]++;
                }
            }
        }
    }

    @Override
    public synchronized void onCallEvent(Source source, CallEvent event) {
        int group = groupOf(event.endpoint());
        if (event.endpoint() == NO_ENDPOINT && event.counted()) {
            onRefusedCall(event);
        }
        if (group < 0 || event.kind() == null) {
            return;
        }
        if (event.caller() && event.kind() == CallEventKind.STARTED && (firstInviteNs < 0 || event.timeNs() < firstInviteNs)) {
            firstInviteNs = event.timeNs();
        }
        if (event.kind() == CallEventKind.STARTED) {
            table.onCall(event.endpoint(), event.call() + 1);
            startedNs[event.endpoint()] = event.timeNs();
        } else if (event.kind() == CallEventKind.ENDED) {
            table.onCallEnd(event.endpoint(), event.result(), event.statusCode());
        }
        if (event.counted()) {
            addToSeries(totalSeries.at(secondOf(event.timeNs())), event);
            addToSeries(groupSeries[group].at(secondOf(event.timeNs())), event);
            calls.onEvent(event);
        }
    }

    /** A foreign caller's INVITE for which no endpoint was free: it belongs to none, and fails all the same. */
    private void onRefusedCall(CallEvent event) {
        if (event.kind() == CallEventKind.OFFERED || event.kind() == CallEventKind.STARTED || event.kind() == CallEventKind.ENDED) {
            addToSeries(totalSeries.at(secondOf(event.timeNs())), event);
            calls.onEvent(event);
        }
    }

    private void addToSeries(Series.Second second, CallEvent event) {
        if (second == null) {
            return;
        }
        switch (event.kind()) {
            case STARTED -> second.started++;
            case ANSWERED -> {
                second.answered++;
                second.concurrentChange++;
                if (event.caller() && startedNs[event.endpoint()] >= 0) {
                    second.setup.add((event.timeNs() - startedNs[event.endpoint()]) / 1e6);
                }
            }
            case ENDED -> {
                if (calls.endsAnswered(event)) {
                    second.concurrentChange--;
                } else {
                    second.failed++;
                }
            }
            default -> { }
        }
    }

    /** Steps of scenario actions that failed, the most frequent first. */
    synchronized List<FailedActions.Line> failedActions(int limit) {
        return failedActions.lines(limit);
    }

    @Override
    public synchronized void onAction(Source source, ActionResult action) {
        int group = plan.groupOf(action.endpoint());
        failedActions.add(group < 0 ? "" : plan.groups().get(group).name(), action);
    }

    @Override
    public void onSipTrace(Source source, SipTrace trace) {
        // messages are stored, not aggregated
    }

    @Override
    public synchronized void onEngineReport(Source source, EngineReport report) {
        engine.onReport(source.worker(), report);
    }

    @Override
    public synchronized void onWorkerReport(Source source, WorkerReport report) {
        engine.onReport(report);
    }

    @Override
    public synchronized void onHostFacts(Source source, Map<String, String> facts) {
        produced(facts);
    }

    @Override
    public synchronized void onRunState(Source source, RunState state) {
        workers.add(String.valueOf(source.worker()));
        if (startEpochNs == 0) {
            startEpochNs = state.startEpochNs();
        }
        endNs = Math.max(endNs, state.timeNs());
        if (state.status() != null && !status.isTerminal()) {
            status = state.status();
        }
        failed |= state.status() == RunStatus.FAILED || state.status() == RunStatus.CANNOT_RUN_FOR_NOW;
        if (!state.detail().isEmpty() && state.status() != RunStatus.QUEUED) { // then it says how far preparation is
            detail = state.detail();
        }
    }

    @Override
    public synchronized void onRunEnd(Source source, RunEnd end) {
        endedWorkers.add(String.valueOf(source.worker()));
        if (!end.complete()) {
            fail("the worker died before the run's end");
        } else if (end.recordsRefused() > 0) {
            fail(end.recordsRefused() + " records were not kept for want of disk space");
        }
    }

    /** A person or the system ended the run early. */
    public synchronized void interrupt() {
        interrupted = true;
    }

    /** The run could not be done, or not to its end; {@code reason} is one sentence for people. */
    public synchronized void fail(String reason) {
        failed = true;
        status = RunStatus.FAILED;
        detail = reason;
    }

    /** Nothing more comes: a run that its worker has not ended is ended here, as completed when a person stopped it. */
    public synchronized void finish() {
        if (!status.isTerminal()) {
            failed |= !interrupted && !stopped;
            status = failed ? RunStatus.FAILED : RunStatus.COMPLETED;
        }
    }

    /** The run was ended early because a threshold cannot hold. */
    public synchronized void abort() {
        stopped = true;
    }

    /** Adds facts about what produced the result; those that a worker told stay. */
    public synchronized void produced(Map<String, String> facts) {
        facts.forEach((name, fact) -> {
            if (!fact.isBlank()) {
                producedBy.putIfAbsent(name, fact);
            }
        });
    }

    /** Why the run failed, or what its worker said last; may be empty. */
    public synchronized String detail() {
        return detail;
    }

    public synchronized RunStatus status() {
        return status;
    }

    /** Whether every worker that had a part of the run has sent its last record. */
    public synchronized boolean ended() {
        return !endedWorkers.isEmpty() && endedWorkers.containsAll(workers);
    }

    /** The result so far, or for good once the run ended. */
    public synchronized RunResult result() {
        return result(false);
    }

    /**
     * The result as far as it can be judged while the run goes on: call rates over settled calls, and only those thresholds
     * that more time cannot mend by itself (a count that has yet to be reached is left out).
     */
    public synchronized List<RunResult.Verdict> settledVerdicts() {
        return result(true).thresholds().stream().filter(verdict -> !Double.isNaN(verdict.value()))
                .filter(verdict -> !stillGrows(verdict.threshold())).toList();
    }

    private static boolean stillGrows(Threshold threshold) {
        String statistic = threshold.path().getLast();
        boolean wantsMore = threshold.operator() != Threshold.Operator.BELOW && threshold.operator() != Threshold.Operator.AT_MOST;
        boolean rate = threshold.path().getFirst().equals("calls") && (statistic.equals("asr") || statistic.equals("ner"));
        boolean sum = statistic.equals("sum") || statistic.equals("count");
        boolean counted = !threshold.path().getFirst().equals("metrics") && !threshold.path().getFirst().equals("groups") && !rate;
        return wantsMore && (sum || counted) && threshold.limit() > 0;
    }

    private RunResult result(boolean settled) {
        Map<String, Map<String, Statistics>> byGroup = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            byGroup.put(plan.groups().get(i).name(), groups[i].metrics());
        }
        double firstInviteMs = firstInviteNs < 0 || startEpochNs == 0 ? Double.NaN
                : (startEpochNs + firstInviteNs) / 1e6 - commandEpochMs;
        RunResult open = new RunResult(
                new RunResult.Run(RunId.text(runId), plan.name(), status.name(), startedAt(), durationMs(), 0),
                new RunResult.Endpoints(endpoints, table.registered(), table.phases(), table.outcomes(), table.reasons(MAX_REASONS),
                        failedActions.named(MAX_REASONS)),
                calls.calls(settled), total.metrics(), byGroup, List.of(),
                engine.engine(new EngineAggregates.Answers(calls.firstAnswerNs(), calls.lastFirstAnswerNs(), calls.firstHangUpNs()),
                        firstInviteMs),
                new LinkedHashMap<>(producedBy));
        JsonNode tree = ResultJson.tree(open);
        List<RunResult.Verdict> verdicts = new ArrayList<>();
        for (Threshold threshold : plan.thresholds()) {
            double value = ResultJson.number(tree, threshold.path());
            verdicts.add(new RunResult.Verdict(threshold, value, threshold.holds(value)));
        }
        int exitCode = ExitCode.decide(failed, interrupted, open.engine().overloaded(), calls.answered() > 0 || registeredAsPlanned(),
                verdicts.stream().allMatch(RunResult.Verdict::passed)).code();
        return new RunResult(
                new RunResult.Run(open.run().id(), plan.name(), status.name(), startedAt(), durationMs(), exitCode),
                open.endpoints(), open.calls(), open.metrics(), open.groups(), verdicts, open.engine(), open.producedBy());
    }

    /** A plan without calls is about registrations: then each must have gone well to the end. */
    private boolean registeredAsPlanned() {
        return plan.registersOnly() && table.outcomes().getOrDefault(EndpointOutcome.SUCCESS.name(), 0) == plan.endpoints();
    }

    private Instant startedAt() {
        return startEpochNs == 0 ? Instant.ofEpochMilli(commandEpochMs) : Instant.ofEpochSecond(0, startEpochNs);
    }

    private long durationMs() {
        return status.isTerminal() && endNs > 0 ? endNs / 1_000_000 : Math.max(endNs / 1_000_000, totalSeries.size() * 1_000L);
    }

    /** Second by second, of the whole run. */
    public synchronized List<SeriesPoint> series() {
        return totalSeries.points();
    }

    /** Second by second, of one group by its index in the plan. */
    public synchronized List<SeriesPoint> series(int group) {
        return groupSeries[group].points();
    }

    /** All endpoints by number. */
    public synchronized List<EndpointRow> endpoints() {
        return table.rows();
    }

    /** Those that need to be looked at first: failures, then low MOS. */
    public synchronized List<EndpointRow> worstEndpoints(int limit) {
        return table.worst(limit);
    }

    /** How the values of a slot spread, by its result key; null when it has none or is text. */
    public synchronized Distribution distribution(String resultKey) {
        Slot slot = MetricCatalogue.instance().slot(resultKey);
        if (slot == null || slot.metric().isText()) {
            return null;
        }
        SlotHistogram histogram = total.histogram(slot);
        return histogram == null ? null : histogram.distribution(slot.resultKey(), DISTRIBUTION_STEPS);
    }

    private int groupOf(int endpoint) {
        return endpoint < 0 || endpoint >= endpoints ? -1 : plan.groupOf(endpoint);
    }

    private static int secondOf(long timeNs) {
        return (int) Math.min(Integer.MAX_VALUE, timeNs / NS);
    }
}
