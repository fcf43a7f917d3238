package busyhour.web.result;

import busyhour.web.plan.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of a run, or of a run so far. Values that were not measured are NaN here and null in JSON.
 *
 * @param metrics    of the whole run by result key, in the catalogue's order; null where nothing was measured.
 * @param groups     by name.
 * @param findMax    of the search for the highest load, null without one; thresholds are then over its last step.
 * @param producedBy version, host, cores, kernel, flags, ... as the workers told.
 */
public record RunResult(
        Run run,
        Endpoints endpoints,
        Calls calls,
        Map<String, Statistics> metrics,
        Map<String, Group> groups,
        List<Verdict> thresholds,
        Engine engine,
        Map<String, String> producedBy,
        FindMaxResult findMax) {

    /** Whether the generator, not the tested system, was the limit: then the figures do not count. */
    public boolean generatorWasLimit() {
        return findMax == null ? engine.overloaded() : findMax.status() == FindMaxResult.Status.GENERATOR;
    }

    /**
     * The run itself.
     *
     * @param id         13 characters (Crockford base32).
     * @param status     RUNNING, STOPPING, COMPLETED or FAILED.
     * @param startedAt  wall clock.
     * @param durationMs from start to end, or so far.
     * @param exitCode   by the contract's order; what it would be now while running.
     */
    public record Run(String id, String name, String status, Instant startedAt, long durationMs, int exitCode) {
    }

    /**
     * Endpoints by where they are and how they ended.
     *
     * @param reasons       what their records say in words, the most frequent first.
     * @param failedActions steps of scenario actions that failed, likewise.
     * @param security      how their media is protected, where that is known.
     */
    public record Endpoints(int planned, int registered, Map<String, Integer> phases, Map<String, Integer> outcomes,
                            Map<String, Integer> reasons, Map<String, Integer> failedActions, Map<String, Integer> security) {
    }

    /**
     * Calls, counted at the caller, or at the callee for foreign callers.
     *
     * @param offered  the plan wanted so far.
     * @param started  INVITEs that left (or came).
     * @param dropped  that could not be started.
     * @param asr      answered / started, %; NaN without a call.
     * @param ner      answered or refused by the user (486, 600, 603) / started, %.
     * @param results  by call_result.
     * @param sipCodes by final status code.
     * @param arrivals how they arrived.
     * @param quality  of their media.
     */
    public record Calls(long offered, long started, long answered, long failed, long dropped, double asr, double ner,
                        Map<String, Long> results, Map<String, Long> sipCodes, Arrivals arrivals, CallQuality quality) {
    }

    /**
     * How calls arrived; what was not measured is NaN.
     *
     * @param dropReasons      why calls were dropped, in words.
     * @param offeredPerSecond the rate that the plan wanted, between the first and the last intended time.
     * @param startedPerSecond the rate that was reached, between the first and the last INVITE.
     * @param startDelayP50Ms  from a call's intended time until its INVITE left.
     */
    public record Arrivals(long offered, long started, long answered, long failed, long dropped, Map<String, Long> dropReasons,
                           double offeredPerSecond, double startedPerSecond, double startDelayP50Ms, double startDelayP99Ms,
                           double startDelayMaxMs) {
    }

    /**
     * What the media of whole calls came to; each end of a call that is ours counts with what it received. Null where nothing was measured.
     *
     * @param mos                conversational MOS over the call.
     * @param mosBelow35Percent  share of the calls with a MOS below 3.5; NaN when none has a MOS.
     * @param talkRatio          share of the answered call in which the peer spoke.
     * @param timeToGreetingMs   200 to the peer's first speech.
     * @param mediaScore         received compared with sent audio, 0 to 100.
     */
    public record CallQuality(Statistics mos, double mosBelow35Percent, Statistics talkRatio, Statistics timeToGreetingMs,
                              Statistics mediaScore) {
    }

    /** A group's part: metrics by result key, as of the run, and its calls, so far as they count at this group. */
    public record Group(Map<String, Statistics> metrics, CallQuality quality, Arrivals arrivals) {
    }

    /** One threshold's verdict. A value of NaN got no sample, and fails. */
    public record Verdict(Threshold threshold, double value, boolean passed) {
    }

    /**
     * How the generator itself did. Counts (packets, CPU seconds, drops) are of the whole run, as are the extremes of the
     * process (endpoints, GC pause, publisher's lag); rates, shares and lateness are of the steady part.
     *
     * @param cpuSeconds              of the worker's process.
     * @param shardBusyRatio          of the busiest shard, 0 to 1, never NaN.
     * @param lateness                of all media packets.
     * @param allocatedBytesPerSecond of all shard threads.
     * @param firstInviteMs           since the command started.
     * @param publisherLagMs          the longest that a record waited to be sent to the platform.
     * @param health                  what kept it from keeping time, and whether it did.
     */
    public record Engine(
            int shards, double cpuSeconds, double shardBusyRatio, int peakEndpoints,
            long packetsSent, long packetsReceived, Lateness lateness,
            double dutyCycleMaxUs, double allocatedBytesPerSecond,
            double firstInviteMs, double gcPauseMaxMs, long kernelDrops, double publisherLagMs,
            long sipMalformed, long sipForbidden, Health health) {

        /** Whether the generator, not the tested system, was the limit: a limit of {@link Health} was passed. */
        public boolean overloaded() {
            return !health.limits().isEmpty();
        }
    }

    /** Microseconds from a packet's intended time until the kernel had it. */
    public record Lateness(double p50Us, double p99Us, double p999Us, double maxUs) {
    }

    /**
     * How well the generator was.
     *
     * @param stealRatio     share of the time that the hypervisor gave to others, on the core of the shard that it hit worst.
     * @param coreWaitRatio  share of the time that a shard's thread was ready to run and others had its core; likewise.
     * @param packetsSkipped never sent, as the shard was too far behind their time.
     * @param sendRefusals   media packets that the kernel did not take.
     * @param recordsLost    samples and events that had no room on their way to the platform: the result lacks them.
     * @param shards         each by itself.
     * @param limits         passed, so that the result does not count.
     * @param warnings       what did not spoil the result, and may spoil the next.
     */
    public record Health(
            double stealRatio, double coreWaitRatio, long packetsSkipped, long sendRefusals, long recordsLost,
            List<Shard> shards, List<Limit> limits, List<Limit> warnings) {
    }

    /** One shard over the steady part; {@code core} -1 = not pinned. */
    public record Shard(
            String worker, int shard, int core, double busyRatio, Lateness lateness, double dutyCycleMaxUs,
            double stealRatio, double coreWaitRatio) {
    }

    /**
     * A limit of the generator that was passed.
     *
     * @param limit  path below {@code engine} in the result.
     * @param advice what to do about it, one sentence for people.
     */
    public record Limit(String limit, double value, double allowed, String advice) {

        /** Such as {@code send lateness p99 1530 us (at most 1000)}. */
        public String words() {
            return switch (limit) {
                case "shardBusyRatio" -> "busiest shard " + percent(value) + " busy (at most " + percent(allowed) + ")";
                case "sendLatenessUs.p99" -> "send lateness p99 " + Numbers.plain(value) + " us (at most " + Numbers.plain(allowed) + ")";
                case "kernelDrops" -> Numbers.plain(value) + " datagrams dropped by the kernel";
                case "packetsSkipped" -> Numbers.plain(value) + " media packets never sent";
                case "stealRatio" -> "hypervisor took " + percent(value) + " of a shard's core";
                case "coreWaitRatio" -> "a shard waited " + percent(value) + " of the time for its core";
                case "gcPauseMaxMs" -> "garbage collection pause " + Numbers.plain(value) + " ms (at most " + Numbers.plain(allowed) + ")";
                case "publisherLagMs" -> "records up to " + Numbers.plain(value) + " ms on their way (at most " + Numbers.plain(allowed) + ")";
                case "recordsLost" -> Numbers.plain(value) + " records lost";
                default -> limit + " " + Numbers.plain(value) + " (at most " + Numbers.plain(allowed) + ")";
            };
        }

        private static String percent(double ratio) {
            return Numbers.plain(Math.rint(ratio * 1_000) / 10) + " %";
        }
    }
}
