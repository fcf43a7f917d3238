package busyhour.web.result;

import busyhour.ipc.RunId;
import busyhour.ipc.link.CollectorHandler;
import busyhour.ipc.link.Source;
import busyhour.ipc.message.ActionResult;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.CallMedia;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.LoadChange;
import busyhour.ipc.message.MediaCheck;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Kind;
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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

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
    private static final int MAX_REASONS = 20;

    private final Plan plan;
    private final long runId;
    private final long commandEpochMs;
    private final int endpoints;
    private final LastValues last;
    private final Scope total;
    private final Scope[] groups;
    private final EndpointTable table;
    /** When each endpoint's call began: its setup time stands in the charts at the second of its answer. */
    private final long[] startedNs;
    private final CallCounts calls;
    private final ArrivalCounts[] arrivals;
    private final EngineAggregates engine = new EngineAggregates();
    private final FailedActions failedActions = new FailedActions();
    private final RunLife life = new RunLife();
    private final Map<String, String> producedBy = new LinkedHashMap<>();
    private final LoadWatch watch;
    private FindMaxResult findMax;
    private long firstInviteNs = -1;

    /**
     * @param commandEpochMs wall clock when the command (or the request) came: {@code firstInviteMs} counts from it.
     */
    public RunAggregates(Plan plan, long runId, long commandEpochMs) {
        this.plan = plan;
        this.runId = runId;
        this.commandEpochMs = commandEpochMs;
        endpoints = plan.endpoints();
        last = new LastValues(endpoints);
        total = new Scope(last, 0, endpoints);
        groups = plan.groups().stream().map(group -> new Scope(last, group.firstEndpoint(), group.endpoints())).toArray(Scope[]::new);
        table = new EndpointTable(plan, last);
        calls = new CallCounts(endpoints);
        arrivals = Stream.generate(ArrivalCounts::new).limit(groups.length).toArray(ArrivalCounts[]::new);
        startedNs = new long[endpoints];
        Arrays.fill(startedNs, -1);
        watch = plan.findMax() == null ? null : new LoadWatch(plan, last, this);
    }

    public Plan plan() {
        return plan;
    }

    public long runId() {
        return runId;
    }

    /** What a search for the highest load looks at, null in a run without one. */
    public LoadWatch watch() {
        return watch;
    }

    /** How the search for the highest load stands. */
    public synchronized void findMax(FindMaxResult soFar) {
        findMax = soFar;
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
        boolean wholeCall = sample.scope() == SampleScope.CALL;
        while (sample.next()) {
            if (watch != null) {
                watch.onValue(sample.slot(), sample.endpoint(), sample.second(), sample.value(), wholeCall, group);
            }
            if (wholeCall && sample.slot().metric().kind() == Kind.GAUGE) { // a call's score is not one more second's
                onCallScore(sample.slot(), sample.endpoint(), sample.value(), groups[group]);
                continue;
            }
            onValue(sample.slot(), sample.endpoint(), sample.second(), sample.value(), groups[group]);
        }
    }

    private void onCallScore(Slot slot, int endpoint, double value, Scope group) {
        total.calls.addScore(slot, value);
        group.calls.addScore(slot, value);
        table.onCallScore(slot, endpoint, value);
    }

    private void onValue(Slot slot, int endpoint, int second, double value, Scope group) {
        if (slot.metric().kind() == Kind.COUNTER) {
            last.set(slot, endpoint, value);
            return;
        }
        total.record(slot, second, value);
        group.record(slot, second, value);
        table.onValue(slot, endpoint, value);
    }

    @Override
    public synchronized void onText(Source source, EndpointText text) {
        int group = groupOf(text.endpoint());
        if (group < 0 || text.slot() == null) {
            return;
        }
        if (watch != null) {
            watch.onText(text, group);
        }
        if (text.slot().direction() == Direction.CALL) {
            total.values.recordCallText(text.slot(), text.value());
            groups[group].values.recordCallText(text.slot(), text.value());
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
            for (Scope scope : List.of(total, groups[group])) {
                scope.onPhase(secondOf(state.timeNs()), before, state.phase());
            }
        }
    }

    @Override
    public synchronized void onCallEvent(Source source, CallEvent event) {
        int group = groupOf(event.endpoint());
        if (watch != null && event.kind() != null) {
            watch.onCall(event, calls.endsAnswered(event), group < 0 ? event.group() : group);
        }
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
            count(event, groups[group]);
        }
    }

    /**
     * A foreign caller's INVITE for which no endpoint was free: it belongs to none, and fails all the same. Or a call of ours that was
     * due and found no caller.
     */
    private void onRefusedCall(CallEvent event) {
        if (event.kind() != CallEventKind.RINGING && event.kind() != CallEventKind.ANSWERED && event.kind() != null) {
            count(event, null);
        }
    }

    /** @param group null for a call that belongs to no endpoint. */
    private void count(CallEvent event, Scope group) {
        boolean wasAnswered = calls.endsAnswered(event);
        boolean timed = event.endpoint() >= 0 && event.caller() && startedNs[event.endpoint()] >= 0;
        double setupMs = timed ? (event.timeNs() - startedNs[event.endpoint()]) / 1e6 : Double.NaN;
        total.onCall(event, secondOf(event.timeNs()), wasAnswered, setupMs);
        if (group != null) {
            group.onCall(event, secondOf(event.timeNs()), wasAnswered, setupMs);
        }
        int number = event.endpoint() >= 0 ? groupOf(event.endpoint()) : event.group();
        if (number >= 0 && number < arrivals.length) {
            arrivals[number].onEvent(event, wasAnswered);
        }
        calls.onEvent(event);
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
    public synchronized void onCallMedia(Source source, CallMedia media) {
        int group = groupOf(media.endpoint());
        if (group < 0) {
            return;
        }
        if (watch != null && media.ended()) {
            watch.onCallMedia(media, group);
        }
        table.onMedia(media);
        if (media.ended()) {
            total.calls.add(media);
            groups[group].calls.add(media);
        }
    }

    @Override
    public synchronized void onMediaCheck(Source source, MediaCheck check) {
        int group = groupOf(check.endpoint());
        if (group >= 0) {
            if (watch != null) {
                watch.onMediaCheck(check, group);
            }
            table.onCheck(check);
            total.calls.add(check);
            groups[group].calls.add(check);
        }
    }

    @Override
    public void onSipTrace(Source source, SipTrace trace) {
        // messages are stored, not aggregated
    }

    @Override
    public synchronized void onLoadChange(Source source, LoadChange change) {
        if (watch != null) {
            watch.onLoadChange(change);
        }
    }

    @Override
    public synchronized void onEngineReport(Source source, EngineReport report) {
        if (watch != null) {
            watch.onEngineReport(source, report);
        }
        engine.onReport(source.worker(), report);
    }

    @Override
    public synchronized void onWorkerReport(Source source, WorkerReport report) {
        if (watch != null) {
            watch.onWorkerReport(source, report);
        }
        engine.onReport(source.worker(), report);
    }

    @Override
    public synchronized void onHostFacts(Source source, Map<String, String> facts) {
        produced(facts);
    }

    @Override
    public synchronized void onRunState(Source source, RunState state) {
        life.onState(source, state);
    }

    @Override
    public synchronized void onRunEnd(Source source, RunEnd end) {
        life.onEnd(source, end);
    }

    /** These workers have a part each: the run is over when all have said their last. */
    public synchronized void expect(Collection<String> workers) {
        life.expect(workers);
    }

    /**
     * A worker's part is over without its word: its endpoints that are not closed are so now, with OSERROR. The run goes on while other
     * workers do, and has failed when none is left.
     *
     * @param mine   whether an endpoint is that worker's.
     * @param reason one sentence for people, at each of its endpoints.
     * @return what became of its endpoints, for the store.
     */
    public synchronized List<EndpointState> lose(String worker, IntPredicate mine, String reason) {
        List<EndpointState> closed = new ArrayList<>();
        for (EndpointRow row : table.rows()) {
            if (mine.test(row.endpoint()) && row.phase() != EndpointPhase.CLOSED) {
                closed.add(new EndpointState(life.endNs(), row.endpoint(), -1, EndpointPhase.CLOSED, EndpointOutcome.OSERROR, 0, reason));
            }
        }
        closed.forEach(state -> onState(null, state));
        life.lose(worker);
        return closed;
    }

    /** Whether somebody said that the run failed, though it may go on at others. */
    public synchronized boolean hasFailed() {
        return life.isFailed();
    }

    /** Whether all of these endpoints are closed. */
    public synchronized boolean areClosed(IntPredicate mine) {
        return table.rows().stream().filter(row -> mine.test(row.endpoint())).allMatch(row -> row.phase() == EndpointPhase.CLOSED);
    }

    /** A person or the system ended the run early. */
    public synchronized void interrupt() {
        life.interrupt();
    }

    /** Whether somebody did. */
    public synchronized boolean isInterrupted() {
        return life.isInterrupted();
    }

    /** The run could not be done, or not to its end; {@code reason} is one sentence for people. */
    public synchronized void fail(String reason) {
        life.fail(reason);
    }

    /** Nothing more comes: a run that its worker has not ended is ended here, as completed when a person stopped it. */
    public synchronized void finish() {
        life.finish();
    }

    /** The run was ended early because a threshold cannot hold. */
    public synchronized void abort() {
        life.abort();
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
        return life.detail();
    }

    /** How far a worker is with what it does before the run begins, such as {@code encoding 40 %}; may be empty. */
    public synchronized String preparation() {
        return life.preparation();
    }

    public synchronized RunStatus status() {
        return life.status();
    }

    /** Whether every worker that had a part of the run has sent its last record. */
    public synchronized boolean ended() {
        return life.ended();
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
                .filter(verdict -> !verdict.threshold().stillGrows()).toList();
    }

    private RunResult result(boolean settled) {
        Map<String, RunResult.Group> byGroup = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            byGroup.put(plan.groups().get(i).name(), new RunResult.Group(groups[i].values.metrics(), groups[i].calls.result(),
                    arrivals[i].arrivals()));
        }
        double firstInviteMs = firstInviteNs < 0 || life.startEpochNs() == 0 ? Double.NaN
                : (life.startEpochNs() + firstInviteNs) / 1e6 - commandEpochMs;
        RunResult open = new RunResult(
                new RunResult.Run(RunId.text(runId), plan.name(), life.status().name(), startedAt(), durationMs(), 0),
                new RunResult.Endpoints(endpoints, table.registered(), table.phases(), table.outcomes(), table.reasons(MAX_REASONS),
                        failedActions.named(MAX_REASONS), table.security()),
                calls.calls(settled, total.calls.result()), total.values.metrics(), byGroup, List.of(),
                engine.engine(findMax == null || findMax.steps().isEmpty()
                        ? new EngineAggregates.Answers(calls.firstAnswerNs(), calls.lastFirstAnswerNs(), calls.firstHangUpNs())
                        : EngineAggregates.Answers.within(findMax.steps().getLast().fromSecond(), findMax.steps().getLast().toSecond()),
                        firstInviteMs, producedBy),
                new LinkedHashMap<>(producedBy), findMax);
        JsonNode tree = ResultJson.tree(open);
        List<RunResult.Verdict> verdicts = new ArrayList<>();
        for (Threshold threshold : plan.thresholds()) {
            double value = findMax != null && threshold.isOfPart() ? findMax.value(threshold) : ResultJson.number(tree, threshold.path());
            verdicts.add(new RunResult.Verdict(threshold, value, threshold.holds(value)));
        }
        int exitCode = ExitCode.decide(life.isFailed(), life.isInterrupted(), open.generatorWasLimit(), calls.answered() > 0 || registeredAsPlanned(),
                verdicts.stream().allMatch(RunResult.Verdict::passed) && (findMax == null || findMax.level() > 0)).code();
        return new RunResult(
                new RunResult.Run(open.run().id(), plan.name(), life.status().name(), startedAt(), durationMs(), exitCode),
                open.endpoints(), open.calls(), open.metrics(), open.groups(), verdicts, open.engine(), open.producedBy(), findMax);
    }

    /** A plan without calls is about registrations: then each must have gone well to the end. */
    private boolean registeredAsPlanned() {
        return plan.registersOnly() && table.outcomes().getOrDefault(EndpointOutcome.SUCCESS.name(), 0) == plan.endpoints();
    }

    private Instant startedAt() {
        return life.startEpochNs() == 0 ? Instant.ofEpochMilli(commandEpochMs) : Instant.ofEpochSecond(0, life.startEpochNs());
    }

    private long durationMs() {
        long endMs = life.endNs() / 1_000_000;
        return life.status().isTerminal() && endMs > 0 ? endMs : Math.max(endMs, total.series.size() * 1_000L);
    }

    /** Second by second, of the whole run. */
    public synchronized List<SeriesPoint> series() {
        return total.series.points();
    }

    /** Second by second, of one group by its index in the plan. */
    public synchronized List<SeriesPoint> series(int group) {
        return groups[group].series.points();
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
        SlotHistogram histogram = total.values.histogram(slot);
        return histogram == null ? null : histogram.distribution(slot.resultKey(), DISTRIBUTION_STEPS);
    }

    private int groupOf(int endpoint) {
        return endpoint < 0 || endpoint >= endpoints ? -1 : plan.groupOf(endpoint);
    }

    private static int secondOf(long timeNs) {
        return (int) Math.min(Integer.MAX_VALUE, timeNs / NS);
    }
}
