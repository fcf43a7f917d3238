package busyhour.engine.run;

import busyhour.engine.io.HostFacts;
import busyhour.engine.io.KernelTime;
import busyhour.engine.io.Readiness;
import busyhour.ipc.message.GroupState;
import busyhour.ipc.message.GroupStateWriter;
import busyhour.ipc.message.LoadChangeWriter;
import busyhour.engine.shard.Shard;
import busyhour.ipc.message.RunStateWriter;
import busyhour.ipc.message.WorkerReportWriter;
import busyhour.ipc.plan.Load;
import busyhour.ipc.publish.RunFeed;
import busyhour.ipc.ring.RingMaker;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.RunStatus;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the worker's process itself reports of a run, into a ring of its own: the run's state, the host's facts, and each
 * second CPU time, pauses, heap, journal, and what kept the shards from their cores.
 *
 * <p>One thread, which is none of the shards'.
 */
final class RunReports {

    private static final int RING_BYTES = 1 << 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ShardRing ring;
    private final RunStateWriter states = new RunStateWriter();
    private final WorkerReportWriter reports = new WorkerReportWriter();
    private final LoadChangeWriter loads = new LoadChangeWriter();
    private final GroupStateWriter groups = new GroupStateWriter();
    private final KernelTime time = new KernelTime();
    private final GarbagePauses pauses;
    private ShardShares shares;
    private boolean begun;
    private long startNs;
    private long startEpochNs;
    private long cpuNsBefore;
    private int second;

    RunReports(final GarbagePauses pauses, final RingMaker rings) {
        ring = rings.ring(RING_BYTES);
        this.pauses = pauses;
    }

    /**
     * The run begins; what was written before has neither time nor epoch.
     *
     * @param runStartNs monotonic time that the run's seconds count from, the same instant as {@code runStartEpochNs}.
     */
    void begin(final long runStartNs, final long runStartEpochNs, final List<Shard> shards) {
        begun = true;
        shares = new ShardShares(shards);
        startNs = runStartNs;
        startEpochNs = runStartEpochNs;
        cpuNsBefore = time.processCpuNs();
        pauses.takeLongestNs();
        states.tryWrite(ring, Readiness.facts(shards.stream().map(Shard::readiness).toList()));
    }

    ShardRing ring() {
        return ring;
    }

    void state(final RunStatus status, final String detail, final long nowNs) {
        states.tryWrite(ring, begun ? nowNs - startNs : 0, startEpochNs, status, detail);
    }

    /** The load of a group holds from {@code atNs} on. */
    void load(final int group, final Load load, final long atNs) {
        loads.tryWrite(ring, atNs - startNs, group, load);
    }

    /** A group of a run on several workers came so far; a registrar in place of a group likewise. */
    void group(final int group, final GroupState.Step step, final String address, final long nowNs) {
        groups.tryWrite(ring, begun ? nowNs - startNs : 0, group, step, address);
    }

    void facts(final String version, final EngineSettings settings) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", version);
        HostFacts.read().toMap().forEach((name, value) -> facts.put(name, value == null ? "" : value.toString()));
        facts.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        facts.put("shards", String.valueOf(settings.shards()));
        facts.put("idle", settings.idle().name().toLowerCase(java.util.Locale.ROOT));
        facts.put("shardCores", settings.cores() == null ? "not pinned" : settings.cores().toString());
        states.tryWrite(ring, facts);
    }

    /** What people should know about how the run is played. */
    void warnings(final List<String> warnings) {
        states.tryWrite(ring, Map.of("warnings", String.join("\n", warnings)));
    }

    /** Reports when a second is over. @return whether one was. */
    boolean poll(final RunFeed feed, final long nowNs) {
        if (!begun || nowNs - startNs < (second + 1) * SECOND_NS) {
            return false;
        }
        final long cpuNs = time.processCpuNs();
        final Runtime runtime = Runtime.getRuntime();
        shares.write(reports);
        reports.tryWrite(ring, second, cpuNs - cpuNsBefore, pauses.takeLongestNs(), runtime.totalMemory() - runtime.freeMemory(),
                feed.takeLagMaxNs(), feed.journalBytes(), feed.recordsRefused());
        cpuNsBefore = cpuNs;
        second = (int) ((nowNs - startNs) / SECOND_NS);
        return true;
    }
}
