package busyhour.web.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the generator, not the tested system, was the limit, and what to do about it.
 *
 * <pre>
 *   limits (the result does not count)              warnings (it does)
 *   a shard over 80 % busy                          hypervisor or neighbours took 1 % of a shard's core
 *   p99 of send lateness over 1 ms                  a GC pause over 1 ms
 *   datagrams dropped by the kernel                 records over 2 s on their way to the platform
 *   packets never sent                              records lost on it
 * </pre>
 *
 * Busy share, lateness and packets never sent are judged over the steady part, drops over the whole run. Immutable.
 */
final class EngineLimits {
    static final double BUSY_LIMIT = 0.8;
    static final double LATENESS_LIMIT_US = 1_000;
    static final double TAKEN_LIMIT = 0.01;
    static final double GC_PAUSE_LIMIT_MS = 1;
    static final double PUBLISHER_LAG_LIMIT_MS = 2_000;

    private final RunResult.Engine engine;
    private final RunResult.Health health;
    private final Map<String, String> host;

    /** @param host facts as the workers told them. */
    EngineLimits(RunResult.Engine engine, Map<String, String> host) {
        this.engine = engine;
        this.health = engine.health();
        this.host = host;
    }

    /** @param steady whether there was a steady part; without one neither busy share nor lateness is held against it. */
    RunResult.Engine judge(boolean steady) {
        List<RunResult.Limit> limits = new ArrayList<>();
        if (steady) {
            add(limits, "shardBusyRatio", engine.shardBusyRatio(), BUSY_LIMIT, busyAdvice());
            add(limits, "sendLatenessUs.p99", engine.lateness().p99Us(), LATENESS_LIMIT_US, latenessAdvice());
            add(limits, "packetsSkipped", health.packetsSkipped(), 0,
                    "the shard stood still for several packet times: " + latenessAdvice());
        }
        add(limits, "kernelDrops", engine.kernelDrops(), 0, "datagrams came faster than the shard took them, or it stood still: "
                + (engine.shardBusyRatio() > BUSY_LIMIT ? FULL : "raise net.core.rmem_max (tuning/apply-host.sh does), and see to it"
                        + " that nothing else runs on the shard's core"));
        List<RunResult.Limit> warnings = new ArrayList<>();
        add(warnings, "stealRatio", health.stealRatio(), TAKEN_LIMIT, STEAL_ADVICE);
        add(warnings, "coreWaitRatio", health.coreWaitRatio(), TAKEN_LIMIT, waitAdvice());
        add(warnings, "gcPauseMaxMs", engine.gcPauseMaxMs(), GC_PAUSE_LIMIT_MS, GC_ADVICE);
        add(warnings, "publisherLagMs", engine.publisherLagMs(), PUBLISHER_LAG_LIMIT_MS,
                "records reached the platform late, and none is lost by that: give the worker a core besides its shards', or look at the link");
        add(warnings, "recordsLost", health.recordsLost(), 0,
                "the result lacks them: the publisher or the disk could not follow; give the worker a core besides its shards', or more disk");
        return new RunResult.Engine(engine.shards(), engine.cpuSeconds(), engine.shardBusyRatio(), engine.peakEndpoints(),
                engine.packetsSent(), engine.packetsReceived(), engine.lateness(), engine.dutyCycleMaxUs(),
                engine.allocatedBytesPerSecond(), engine.firstInviteMs(), engine.gcPauseMaxMs(), engine.kernelDrops(),
                engine.publisherLagMs(), engine.sipMalformed(), engine.sipForbidden(),
                new RunResult.Health(health.stealRatio(), health.coreWaitRatio(), health.packetsSkipped(), health.sendRefusals(),
                        health.recordsLost(), health.shards(), List.copyOf(limits), List.copyOf(warnings)));
    }

    private static void add(List<RunResult.Limit> to, String limit, double value, double allowed, String advice) {
        if (value > allowed) { // NaN is not
            to.add(new RunResult.Limit(limit, value, allowed, advice));
        }
    }

    private static final String FULL = "it follows from the busy shard";
    private static final String STEAL_ADVICE =
            "the hypervisor gave the core to other guests: ask for dedicated cores, or for a quieter host";
    private static final String GC_ADVICE =
            "start the worker with the flags of tuning/jvm, and with memory enough that nothing is swapped";

    /** The kind of advice depends on whether this host has cores that no shard uses. */
    private String busyAdvice() {
        int allowed = cores(host.get("allowedCores"));
        String which = engine.shards() < 2 ? "the shard is full" : "shard " + busiest().shard() + " is full";
        return which + ": " + (engine.shards() < allowed
                ? "give it more cores (" + engine.shards() + " of " + allowed + " are used: --cores " + host.get("allowedCores")
                        + " makes a shard for each), or"
                : "there is no core left on this host for another shard:") + " ask for fewer endpoints here, or take another host;"
                + " ./busyhour calibrate tells how many one carries";
    }

    /** The likeliest cause first. */
    private String latenessAdvice() {
        if (engine.shardBusyRatio() > BUSY_LIMIT) {
            return FULL;
        }
        if (health.stealRatio() > TAKEN_LIMIT && !(health.coreWaitRatio() > health.stealRatio())) {
            return percent(health.stealRatio()) + " of the time " + STEAL_ADVICE;
        }
        if (health.coreWaitRatio() > TAKEN_LIMIT) {
            return waitAdvice();
        }
        if (engine.gcPauseMaxMs() > GC_PAUSE_LIMIT_MS) {
            return "a garbage collection stopped the worker: " + GC_ADVICE;
        }
        return isPinned() ? "the shard slept or stood still too long: --idle spin keeps its core awake; tuning/check-host.sh tells what else to change"
                : "pin the shard to a core that nothing else uses (--cores), and tune the host (tuning/check-host.sh tells what to change)";
    }

    private String waitAdvice() {
        return percent(health.coreWaitRatio()) + " of the time others ran on the shard's core: "
                + (isPinned() ? "keep them away from it (tuning/apply-host.sh tells how to isolate one), or stop them"
                        : "give the shard a core of its own (--cores), and keep others away from it, or stop them");
    }

    private RunResult.Shard busiest() {
        return health.shards().stream().max(Comparator.comparingDouble(RunResult.Shard::busyRatio)).orElseThrow();
    }

    private boolean isPinned() {
        return health.shards().stream().allMatch(shard -> shard.core() >= 0);
    }

    private static String percent(double ratio) {
        return Double.isNaN(ratio) ? "part" : String.format(Locale.ROOT, "%.1f %%", ratio * 100);
    }

    /** How many a list such as {@code 0-3,8} names; 0 when it is none. */
    static int cores(String list) {
        int cores = 0;
        for (String part : list == null ? new String[0] : list.split(",")) {
            String[] ends = part.strip().split("-");
            try {
                cores += ends.length == 1 ? Integer.parseInt(ends[0]) >= 0 ? 1 : 0
                        : Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        return cores;
    }
}
