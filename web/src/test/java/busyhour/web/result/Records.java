package busyhour.web.result;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.link.Source;
import busyhour.ipc.message.CallEvent;
import busyhour.ipc.message.EndpointState;
import busyhour.ipc.message.EndpointText;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.ShardShare;
import busyhour.ipc.message.WorkerReport;
import busyhour.ipc.message.RunEnd;
import busyhour.ipc.message.RunState;
import busyhour.ipc.message.SampleView;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;
import busyhour.ipc.sbe.MessageHeaderDecoder;
import busyhour.web.plan.Plan;
import busyhour.web.plan.PlanException;
import busyhour.web.plan.PlanFiles;
import busyhour.web.plan.PlanReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Hands records to aggregates as a worker would send them. */
final class Records {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final long START_EPOCH_NS = 1_700_000_000_000L * MS;

    private final Source source = new Source();
    private final ShardRing ring = ShardRing.offHeap(1 << 16);
    private final SampleWriter writer = new SampleWriter();
    private final SampleView view = new SampleView();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    final RunAggregates aggregates;

    Records(RunAggregates aggregates) {
        this.aggregates = aggregates;
    }

    /** Two callees (0, 1) and two callers (2, 3). */
    static Plan plan(String... thresholds) {
        String yaml = """
                name: two and two
                groups:
                  - { name: callees, endpoints: 2, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: callers, endpoints: 2, callee: { group: callees } }
                thresholds: [%s]
                """.formatted(String.join(", ", thresholds));
        try {
            return PlanReader.readYaml("plan.yaml", yaml.getBytes(StandardCharsets.UTF_8), PlanFiles.NONE);
        } catch (PlanException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static Records of(String... thresholds) {
        return new Records(new RunAggregates(plan(thresholds), 7, START_EPOCH_NS / MS - 1_500));
    }

    void status(RunStatus status, long timeNs) {
        aggregates.onRunState(source, new RunState(timeNs, START_EPOCH_NS, status, ""));
    }

    void preparing(String how) {
        aggregates.onRunState(source, new RunState(0, 0, RunStatus.QUEUED, how));
    }

    void end() {
        aggregates.onRunEnd(source, new RunEnd(true, 0));
    }

    /** Pairs of result key and value. */
    void sample(int endpoint, int second, SampleScope scope, Object... values) {
        writer.begin(endpoint, second, scope, 0);
        for (int i = 0; i < values.length; i += 2) {
            writer.set(MetricCatalogue.instance().slot((String) values[i]), ((Number) values[i + 1]).doubleValue());
        }
        if (!writer.tryWrite(ring)) {
            throw new IllegalStateException("ring full");
        }
        ring.drain((type, buffer, offset, length) -> {
            header.wrap(buffer, offset);
            aggregates.onSample(source, view.wrap(buffer, offset, header));
        }, 1);
    }

    void second(int endpoint, int second, Object... values) {
        sample(endpoint, second, SampleScope.SECOND, values);
    }

    void call(int endpoint, int second, Object... values) {
        sample(endpoint, second, SampleScope.CALL, values);
    }

    void text(int endpoint, String key, String value) {
        aggregates.onText(source, new EndpointText(endpoint, 1, 0, MetricCatalogue.instance().slot(key), value));
    }

    void state(int endpoint, EndpointPhase phase, EndpointOutcome outcome, long timeNs) {
        aggregates.onState(source, new EndpointState(timeNs, endpoint, 0, phase, outcome, 0, ""));
    }

    void event(int endpoint, int call, CallEventKind kind, long timeNs, CallResult result, int statusCode) {
        boolean caller = endpoint >= 2;
        aggregates.onCallEvent(source,
                new CallEvent(timeNs, timeNs, endpoint, call, kind, caller, caller, result, statusCode));
    }

    void answeredCall(int endpoint, int call, long fromNs, long setupNs, long toNs) {
        event(endpoint, call, CallEventKind.OFFERED, fromNs, null, 0);
        event(endpoint, call, CallEventKind.STARTED, fromNs, null, 0);
        event(endpoint, call, CallEventKind.ANSWERED, fromNs + setupNs, null, 200);
        event(endpoint, call, CallEventKind.ENDED, toNs, CallResult.ANSWERED, 200);
    }

    void failedCall(int endpoint, int call, long fromNs, long toNs, CallResult result, int statusCode) {
        event(endpoint, call, CallEventKind.OFFERED, fromNs, null, 0);
        event(endpoint, call, CallEventKind.STARTED, fromNs, null, 0);
        event(endpoint, call, CallEventKind.ENDED, toNs, result, statusCode);
    }

    /** A call to listening endpoints of which none was free. */
    void refusedCall(long timeNs, int statusCode) {
        for (CallEventKind kind : List.of(CallEventKind.OFFERED, CallEventKind.STARTED, CallEventKind.ENDED)) {
            boolean ended = kind == CallEventKind.ENDED;
            aggregates.onCallEvent(source, new CallEvent(timeNs, timeNs, -1, 0, kind, false, true,
                    ended ? CallResult.BUSY : null, ended ? statusCode : 0));
        }
    }

    /** One second of a shard on a core of its own. */
    void engine(int shard, int second, long latenessNs, int packets, int skipped) {
        BucketHistogram lateness = new BucketHistogram();
        for (int i = 0; i < packets; i++) {
            lateness.record(latenessNs);
        }
        aggregates.onEngineReport(source, new EngineReport(shard, second, 3 + shard, S, S / 2, S / 10, 300_000, 128,
                packets, packets, 2, 0, 3, 4, 1, 2, 1, skipped, 4, 1, lateness));
    }

    /** What the process did in a second, and what kept its only shard from its core. */
    void worker(int second, long gcPauseNs, long lagNs, long refused, long stealNs, long waitNs) {
        aggregates.onWorkerReport(source, new WorkerReport(second, S / 10, gcPauseNs, 1, lagNs, 1, refused,
                List.of(new ShardShare(0, stealNs, waitNs))));
    }

    /** One second of one shard with so many packets, each that late. */
    void engine(int shard, int second, double busy, long latenessNs, int packets, int calls) {
        engine(shard, second, busy, latenessNs, packets, calls, 0);
    }

    void engine(int shard, int second, double busy, long latenessNs, int packets, int calls, int kernelDrops) {
        BucketHistogram lateness = new BucketHistogram();
        for (int i = 0; i < packets; i++) {
            lateness.record(latenessNs);
        }
        aggregates.onEngineReport(source, new EngineReport(shard, second, -1, S, (long) (busy * S), S / 10, 300_000, 128,
                packets, packets - 1, 0, kernelDrops, 3, 4, 1, 2, 0, 0, 4, calls, lateness));
    }
}
