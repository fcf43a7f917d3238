package busyhour.web.result;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.EngineReport;
import busyhour.ipc.message.WorkerReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How the generator did, merged over shards and workers. Counts (packets, CPU seconds, drops) and extremes of the process
 * are of the whole run; rates, busy share and lateness of its steady part. Single-threaded.
 */
final class EngineAggregates {
    static final double BUSY_LIMIT = 0.8;
    static final double LATENESS_LIMIT_US = 1_000;
    private static final long NS = 1_000_000_000L;
    private static final long SETTLE_NS = 2 * NS;

    private final Map<String, List<ShardSecond>> shards = new HashMap<>();
    private final Map<Integer, Integer> endpointsBySecond = new HashMap<>();
    private double workerCpuNs;
    private double shardCpuNs;
    private long packetsSent;
    private long packetsReceived;
    private long kernelDrops;
    private long sipMalformed;
    private long sipForbidden;
    private long gcPauseMaxNs = -1;
    private long publisherLagMaxNs = -1;

    /** One second of one shard, without what is summed up already. */
    private record ShardSecond(int second, long wallNs, long busyNs, long dutyCycleMaxNs, long allocatedBytes, int calls,
                               int[] buckets, long[] counts, long latenessMaxNs) {
    }

    void onReport(String worker, EngineReport report) {
        BucketHistogram lateness = report.sendLatenessNs();
        int used = 0;
        for (int b = lateness.lowest(); b <= lateness.highest(); b++) {
            used += lateness.count(b) > 0 ? 1 : 0;
        }
        int[] buckets = new int[used];
        long[] counts = new long[used];
        for (int b = lateness.lowest(), i = 0; b <= lateness.highest(); b++) {
            if (lateness.count(b) > 0) {
                buckets[i] = b;
                counts[i++] = lateness.count(b);
            }
        }
        shards.computeIfAbsent(worker + "/" + report.shard(), key -> new ArrayList<>()).add(new ShardSecond(report.second(),
                report.wallNs(), report.busyNs(), report.dutyCycleMaxNs(), report.allocatedBytes(), report.calls(),
                buckets, counts, lateness.max()));
        endpointsBySecond.merge(report.second(), report.endpoints(), Integer::sum);
        shardCpuNs += report.cpuNs();
        packetsSent += report.packetsSent();
        packetsReceived += report.packetsReceived();
        kernelDrops += report.kernelDrops();
        sipMalformed += report.sipMalformed();
        sipForbidden += report.sipForbidden();
    }

    void onReport(WorkerReport report) {
        workerCpuNs += report.cpuNs();
        gcPauseMaxNs = Math.max(gcPauseMaxNs, report.gcPauseMaxNs());
        publisherLagMaxNs = Math.max(publisherLagMaxNs, report.publisherLagNs());
    }

    /**
     * When calls were answered, run's clock; -1 = not yet.
     *
     * @param firstNs       the first of all.
     * @param lastOfRampNs  the last of the callers' first calls.
     * @param firstHangUpNs the first end of an answered call.
     */
    record Answers(long firstNs, long lastOfRampNs, long firstHangUpNs) {
    }

    /** @param firstInviteMs since the command started, NaN without an INVITE. */
    RunResult.Engine engine(Answers answers, double firstInviteMs) {
        List<List<ShardSecond>> steady = steady(answers);
        boolean judged = !steady.isEmpty();
        if (!judged) { // nothing but warm-up: told, and not held against the generator
            steady = seconds(second -> second.calls > 0);
            steady = steady.isEmpty() ? seconds(second -> true) : steady;
        }
        BucketHistogram lateness = new BucketHistogram();
        double busiest = 0;
        long dutyCycleMaxNs = 0;
        long allocatedBytes = 0;
        long wallNs = 0;
        for (List<ShardSecond> shard : steady) {
            long shardWallNs = 0;
            long shardBusyNs = 0;
            for (ShardSecond second : shard) {
                shardWallNs += second.wallNs;
                shardBusyNs += second.busyNs;
                dutyCycleMaxNs = Math.max(dutyCycleMaxNs, second.dutyCycleMaxNs);
                allocatedBytes += second.allocatedBytes;
                for (int i = 0; i < second.buckets.length; i++) {
                    lateness.add(second.buckets[i], second.counts[i]);
                }
                lateness.max(second.latenessMaxNs);
            }
            busiest = Math.max(busiest, shardWallNs == 0 ? 0 : (double) shardBusyNs / shardWallNs);
            wallNs = Math.max(wallNs, shardWallNs);
        }
        double p99Us = us(lateness, 99);
        boolean measured = !steady.isEmpty();
        return new RunResult.Engine(shards.size(), (workerCpuNs > 0 ? workerCpuNs : shardCpuNs) / NS, busiest,
                endpointsBySecond.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                packetsSent, packetsReceived, us(lateness, 50), p99Us, us(lateness, 99.9),
                lateness.count() == 0 ? Double.NaN : lateness.max() / 1e3,
                measured ? dutyCycleMaxNs / 1e3 : Double.NaN,
                wallNs == 0 ? Double.NaN : (double) allocatedBytes * NS / wallNs,
                judged && (busiest > BUSY_LIMIT || p99Us > LATENESS_LIMIT_US) || kernelDrops > 0,
                firstInviteMs, gcPauseMaxNs < 0 ? Double.NaN : gcPauseMaxNs / 1e6, kernelDrops,
                publisherLagMaxNs < 0 ? Double.NaN : publisherLagMaxNs / 1e6, sipMalformed, sipForbidden);
    }

    /**
     * From 2 s after the ramp's last answer to the first hang-up, whole seconds. Calls that end before the ramp does leave no
     * such time: then all seconds with a call up, from 2 s after the first answer. Empty when the calls were shorter than that.
     */
    private List<List<ShardSecond>> steady(Answers answers) {
        if (answers.firstNs < 0) {
            return List.of();
        }
        long from = Math.ceilDiv(answers.lastOfRampNs + SETTLE_NS, NS);
        long to = answers.firstHangUpNs < 0 ? Long.MAX_VALUE : answers.firstHangUpNs / NS;
        List<List<ShardSecond>> steady = answers.lastOfRampNs < 0 ? List.of()
                : seconds(second -> second.second >= from && second.second < to);
        long warm = Math.ceilDiv(answers.firstNs + SETTLE_NS, NS);
        return steady.isEmpty() ? seconds(second -> second.calls > 0 && second.second >= warm) : steady;
    }

    private List<List<ShardSecond>> seconds(Predicate<ShardSecond> wanted) {
        return shards.values().stream().map(shard -> shard.stream().filter(wanted).toList())
                .filter(shard -> !shard.isEmpty()).toList();
    }

    private static double us(BucketHistogram lateness, double percentile) {
        return lateness.percentile(percentile) / 1e3;
    }
}
