package busyhour.web.result;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.EngineReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One shard's seconds, kept apart so that the steady ones can be told when they are known. Single-threaded. */
final class ShardSeconds {
    private static final double NS = 1e9;

    private final String worker;
    private final int shard;
    private final List<Second> seconds = new ArrayList<>();
    private final Map<Integer, Share> shares = new HashMap<>();
    private int core = -1;

    /** One second, without what is summed up already. */
    record Second(int second, long wallNs, long busyNs, long dutyCycleMaxNs, long allocatedBytes, long packetsSkipped, int calls,
                  int[] buckets, long[] counts, long latenessMaxNs) {
    }

    /** What the thread was kept from in one second, NaN = not known. */
    private record Share(double stealNs, double waitNs) {
    }

    /** Some of a shard's seconds, summed up. */
    record Sum(RunResult.Shard shard, BucketHistogram latenessNs, long wallNs, long allocatedBytes, long packetsSkipped) {
    }

    ShardSeconds(String worker, int shard) {
        this.worker = worker;
        this.shard = shard;
    }

    void add(EngineReport report) {
        core = report.cpu();
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
        seconds.add(new Second(report.second(), report.wallNs(), report.busyNs(), report.dutyCycleMaxNs(), report.allocatedBytes(),
                report.packetsSkipped(), report.calls(), buckets, counts, lateness.max()));
    }

    /** @param stealNs and waitNs: negative = not known. */
    void share(int second, long stealNs, long waitNs) {
        shares.put(second, new Share(stealNs < 0 ? Double.NaN : stealNs, waitNs < 0 ? Double.NaN : waitNs));
    }

    /** Null when none of the seconds is wanted. */
    Sum sum(Predicate<Second> wanted) {
        BucketHistogram lateness = new BucketHistogram();
        long wallNs = 0;
        long busyNs = 0;
        long dutyCycleMaxNs = 0;
        long allocatedBytes = 0;
        long packetsSkipped = 0;
        double stealNs = 0;
        double waitNs = 0;
        int stealSeconds = 0;
        int waitSeconds = 0;
        for (Second second : seconds) {
            if (!wanted.test(second)) {
                continue;
            }
            wallNs += second.wallNs;
            busyNs += second.busyNs;
            dutyCycleMaxNs = Math.max(dutyCycleMaxNs, second.dutyCycleMaxNs);
            allocatedBytes += second.allocatedBytes;
            packetsSkipped += second.packetsSkipped;
            for (int i = 0; i < second.buckets.length; i++) {
                lateness.add(second.buckets[i], second.counts[i]);
            }
            lateness.max(second.latenessMaxNs);
            Share share = shares.get(second.second);
            if (share != null && !Double.isNaN(share.stealNs)) {
                stealNs += share.stealNs;
                stealSeconds++;
            }
            if (share != null && !Double.isNaN(share.waitNs)) {
                waitNs += share.waitNs;
                waitSeconds++;
            }
        }
        if (wallNs == 0) {
            return null;
        }
        RunResult.Shard figures = new RunResult.Shard(worker, shard, core, (double) busyNs / wallNs, latenessOf(lateness),
                dutyCycleMaxNs / 1e3, stealSeconds == 0 ? Double.NaN : stealNs / (stealSeconds * NS),
                waitSeconds == 0 ? Double.NaN : waitNs / (waitSeconds * NS));
        return new Sum(figures, lateness, wallNs, allocatedBytes, packetsSkipped);
    }

    /** NaN without a packet. */
    static RunResult.Lateness latenessOf(BucketHistogram ns) {
        return new RunResult.Lateness(ns.percentile(50) / 1e3, ns.percentile(99) / 1e3, ns.percentile(99.9) / 1e3,
                ns.count() == 0 ? Double.NaN : ns.max() / 1e3);
    }
}
