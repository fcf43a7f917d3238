package busyhour.jmh.load;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.CallEventWriter;
import busyhour.ipc.message.EngineReportWriter;
import busyhour.ipc.message.RunStateWriter;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.message.StateWriter;
import busyhour.ipc.message.WorkerReportWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Kind;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.metric.Slot;
import busyhour.ipc.plan.Assignment;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import busyhour.ipc.run.SampleScope;
import java.util.List;

/**
 * What made-up endpoints say: all are called at once, then give in each second a number for each gauge and counter that audio
 * has, both ways. Of two numbers the value is known to whoever wants to know whether all arrived. One thread.
 */
final class SampleScript {

    private static final long NS = 1_000_000_000L;
    private static final int JITTERS = 997;

    private final List<ShardRing> rings;
    private final SampleWriter samples = new SampleWriter();
    private final StateWriter states = new StateWriter();
    private final CallEventWriter calls = new CallEventWriter();
    private final RunStateWriter runStates = new RunStateWriter();
    private final EngineReportWriter engine = new EngineReportWriter();
    private final WorkerReportWriter worker = new WorkerReportWriter();
    private final BucketHistogram lateness = new BucketHistogram();
    private final Slot[] slots = MetricCatalogue.instance().slots().stream().filter(slot -> slot.media() == Media.AUDIO
            && !slot.metric().isText() && (slot.metric().kind() == Kind.GAUGE || slot.metric().kind() == Kind.COUNTER)).toArray(Slot[]::new);
    private final int jitter = MetricCatalogue.instance().require("jitter_ms", Media.AUDIO, Direction.RECV).index();
    private final int mos = MetricCatalogue.instance().require("mos", Media.AUDIO, Direction.RECV).index();
    private final int endpoints;
    private final boolean[] callers;
    private long records;
    private long written;
    private long jitterSum;

    SampleScript(Assignment assignment, List<ShardRing> rings) {
        this.rings = rings;
        endpoints = assignment.groups().stream().mapToInt(Assignment.GroupSpec::endpoints).sum();
        callers = new boolean[endpoints];
        for (Assignment.GroupSpec group : assignment.groups()) {
            java.util.Arrays.fill(callers, group.firstEndpoint(), group.firstEndpoint() + group.endpoints(), group.callee().calls());
        }
    }

    int endpoints() {
        return endpoints;
    }

    /** Records that the rings took. */
    long records() {
        return records;
    }

    /** Of them samples. */
    long samples() {
        return written;
    }

    /** Of {@code jitter_ms} over all samples. */
    long jitterSum() {
        return jitterSum;
    }

    long refusals() {
        return rings.stream().mapToLong(ShardRing::refusals).sum();
    }

    private ShardRing ring(int endpoint) {
        return rings.get(endpoint % rings.size());
    }

    private void count(boolean taken) {
        records += taken ? 1 : 0;
    }

    void begin() {
        count(runStates.tryWrite(rings.getFirst(), 0, System.currentTimeMillis() * 1_000_000, RunStatus.RUNNING, null));
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            if (callers[endpoint]) {
                event(endpoint, 0, CallEventKind.OFFERED, null);
                event(endpoint, 0, CallEventKind.STARTED, null);
                event(endpoint, 1_000_000, CallEventKind.ANSWERED, null);
            }
            count(states.tryWrite(ring(endpoint), 1_000_000, endpoint, 0, EndpointPhase.INCALL, null, 200, null));
        }
    }

    private void event(int endpoint, long timeNs, CallEventKind kind, CallResult result) {
        count(calls.tryWrite(ring(endpoint), timeNs, 0, endpoint, 0, kind, true, true, result, result == null ? 0 : 200));
    }

    /** @return whether the ring took it. */
    boolean sample(int endpoint, int second) {
        final long value = (endpoint * 31L + second * 17L) % JITTERS;
        samples.begin(endpoint, second, SampleScope.SECOND, 0);
        for (int i = 0; i < slots.length; i++) {
            final int slot = slots[i].index();
            samples.set(slot, slot == jitter ? value : slot == mos ? 4.4 - value / (4.0 * JITTERS)
                    : slots[i].metric().kind() == Kind.COUNTER ? 50.0 * (second + 1) : (value + i) % JITTERS / 8.0);
        }
        final boolean taken = samples.tryWrite(ring(endpoint));
        if (taken) {
            records++;
            written++;
            jitterSum += value;
        }
        return taken;
    }

    /** The shards' and the process's. */
    void reports(int second) {
        for (int shard = 0; shard < rings.size(); shard++) {
            final int streams = endpoints / rings.size();
            lateness.record(20_000);
            engine.begin(shard, second, -1).time(NS, NS / 5, NS / 5, 400_000).packets(50L * streams, 50L * streams, 0, 0).load(streams, streams / 2);
            count(engine.tryWrite(rings.get(shard), lateness));
            lateness.reset();
        }
        count(worker.shard(0, 0).shard(0, 0).tryWrite(rings.getFirst(), second, NS / 3, 0, 50 << 20, 2_000_000, 1 << 20, 0));
    }

    void end(long timeNs) {
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            if (callers[endpoint]) {
                event(endpoint, timeNs, CallEventKind.ENDED, CallResult.ANSWERED);
            }
            count(states.tryWrite(ring(endpoint), timeNs, endpoint, 0, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 0, null));
        }
        count(runStates.tryWrite(rings.getFirst(), timeNs, System.currentTimeMillis() * 1_000_000 - timeNs, RunStatus.COMPLETED, null));
    }
}
