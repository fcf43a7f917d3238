package busyhour.web.result;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.ShardShare;
import busyhour.ipc.message.WorkerReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How the generator did, merged over shards and workers. Counts (packets, CPU seconds, drops) and extremes of the process
 * are of the whole run; rates, busy share and lateness of its steady part. Single-threaded.
 */
final class EngineAggregates {
    private static final long NS = 1_000_000_000L;
    private static final long SETTLE_NS = 2 * NS;

    /** By worker and number. */
    private final Map<String, Map<Integer, ShardSeconds>> shards = new LinkedHashMap<>();
    private final Map<Integer, Integer> endpointsBySecond = new HashMap<>();
    private final Map<String, Long> recordsRefused = new HashMap<>();
    private double workerCpuNs;
    private double shardCpuNs;
    private long packetsSent;
    private long packetsReceived;
    private long sendErrors;
    private long kernelDrops;
    private long ringRefusals;
    private long sipMalformed;
    private long sipForbidden;
    private long gcPauseMaxNs = -1;
    private long publisherLagMaxNs = -1;

    void onReport(String worker, EngineReport report) {
        shard(worker, report.shard()).add(report);
        endpointsBySecond.merge(report.second(), report.endpoints(), Integer::sum);
        shardCpuNs += report.cpuNs();
        packetsSent += report.packetsSent();
        packetsReceived += report.packetsReceived();
        sendErrors += report.sendErrors();
        kernelDrops += report.kernelDrops();
        ringRefusals += report.ringRefusals();
        sipMalformed += report.sipMalformed();
        sipForbidden += report.sipForbidden();
    }

    void onReport(String worker, WorkerReport report) {
        workerCpuNs += report.cpuNs();
        gcPauseMaxNs = Math.max(gcPauseMaxNs, report.gcPauseMaxNs());
        publisherLagMaxNs = Math.max(publisherLagMaxNs, report.publisherLagNs());
        recordsRefused.merge(worker, report.recordsRefused(), Math::max);
        for (ShardShare share : report.shards()) {
            shard(worker, share.shard()).share(report.second(), share.stealNs(), share.waitNs());
        }
    }

    private ShardSeconds shard(String worker, int shard) {
        return shards.computeIfAbsent(worker, key -> new TreeMap<>())
                .computeIfAbsent(shard, number -> new ShardSeconds(worker, number));
    }

    /**
     * When calls were answered, run's clock; -1 = not yet.
     *
     * @param firstNs       the first of all.
     * @param lastOfRampNs  the last of the callers' first calls.
     * @param firstHangUpNs the first end of an answered call.
     */
    record Answers(long firstNs, long lastOfRampNs, long firstHangUpNs) {
        /** Such that the steady part is these whole seconds. */
        static Answers within(int from, int to) {
            return new Answers(from * NS, from * NS - SETTLE_NS, to * NS);
        }
    }

    /**
     * @param firstInviteMs since the command started, NaN without an INVITE.
     * @param host          facts as the workers told them.
     */
    RunResult.Engine engine(Answers answers, double firstInviteMs, Map<String, String> host) {
        List<ShardSeconds.Sum> steady = steady(answers);
        boolean judged = !steady.isEmpty();
        if (!judged) { // nothing but warm-up: told, and not held against the generator
            steady = sums(second -> second.calls() > 0);
            steady = steady.isEmpty() ? sums(second -> true) : steady;
        }
        BucketHistogram lateness = new BucketHistogram();
        double dutyCycleMaxUs = Double.NaN;
        long allocatedBytes = 0;
        long wallNs = 0;
        long packetsSkipped = 0;
        for (ShardSeconds.Sum shard : steady) {
            merge(lateness, shard.latenessNs());
            dutyCycleMaxUs = max(dutyCycleMaxUs, shard.shard().dutyCycleMaxUs());
            allocatedBytes += shard.allocatedBytes();
            wallNs = Math.max(wallNs, shard.wallNs());
            packetsSkipped += shard.packetsSkipped();
        }
        List<RunResult.Shard> figures = steady.stream().map(ShardSeconds.Sum::shard).toList();
        double busiest = figures.stream().mapToDouble(RunResult.Shard::busyRatio).max().orElse(0);
        double stealRatio = figures.stream().mapToDouble(RunResult.Shard::stealRatio).reduce(Double.NaN, EngineAggregates::max);
        double waitRatio = figures.stream().mapToDouble(RunResult.Shard::coreWaitRatio).reduce(Double.NaN, EngineAggregates::max);
        RunResult.Health measured = new RunResult.Health(stealRatio, waitRatio, packetsSkipped, sendErrors,
                ringRefusals + recordsRefused.values().stream().mapToLong(Long::longValue).sum(), figures, List.of(), List.of());
        RunResult.Engine engine = new RunResult.Engine((int) shards.values().stream().mapToLong(Map::size).sum(),
                (workerCpuNs > 0 ? workerCpuNs : shardCpuNs) / NS, busiest,
                endpointsBySecond.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                packetsSent, packetsReceived, ShardSeconds.latenessOf(lateness), dutyCycleMaxUs,
                wallNs == 0 ? Double.NaN : (double) allocatedBytes * NS / wallNs,
                firstInviteMs, gcPauseMaxNs < 0 ? Double.NaN : gcPauseMaxNs / 1e6, kernelDrops,
                publisherLagMaxNs < 0 ? Double.NaN : publisherLagMaxNs / 1e6, sipMalformed, sipForbidden, measured);
        return new EngineLimits(engine, host).judge(judged);
    }

    private static void merge(BucketHistogram into, BucketHistogram one) {
        for (int b = one.lowest(); b <= one.highest(); b++) {
            if (one.count(b) > 0) {
                into.add(b, one.count(b));
            }
        }
        into.max(one.max());
    }

    /** Of those that are known. */
    private static double max(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    /**
     * From 2 s after the ramp's last answer to the first hang-up, whole seconds. Calls that end before the ramp does leave no
     * such time: then all seconds with a call up, from 2 s after the first answer. Empty when the calls were shorter than that.
     */
    private List<ShardSeconds.Sum> steady(Answers answers) {
        if (answers.firstNs < 0) {
            return List.of();
        }
        long from = Math.ceilDiv(answers.lastOfRampNs + SETTLE_NS, NS);
        long to = answers.firstHangUpNs < 0 ? Long.MAX_VALUE : answers.firstHangUpNs / NS;
        List<ShardSeconds.Sum> steady = answers.lastOfRampNs < 0 ? List.of()
                : sums(second -> second.second() >= from && second.second() < to);
        long warm = Math.ceilDiv(answers.firstNs + SETTLE_NS, NS);
        return steady.isEmpty() ? sums(second -> second.calls() > 0 && second.second() >= warm) : steady;
    }

    private List<ShardSeconds.Sum> sums(Predicate<ShardSeconds.Second> wanted) {
        return shards.values().stream().flatMap(worker -> worker.values().stream()).map(shard -> shard.sum(wanted))
                .filter(Objects::nonNull).toList();
    }
}
