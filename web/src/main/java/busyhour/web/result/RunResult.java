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
        Map<String, String> producedBy) {

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
     * @param quality  of their media.
     */
    public record Calls(long offered, long started, long answered, long failed, long dropped, double asr, double ner,
                        Map<String, Long> results, Map<String, Long> sipCodes, CallQuality quality) {
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

    /** A group's part: metrics by result key, as of the run, and its calls. */
    public record Group(Map<String, Statistics> metrics, CallQuality quality) {
    }

    /** One threshold's verdict. A value of NaN got no sample, and fails. */
    public record Verdict(Threshold threshold, double value, boolean passed) {
    }

    /**
     * How the generator itself did. Counts (packets, CPU seconds, drops) are of the whole run, as are the extremes of the
     * process (endpoints, GC pause, publisher's lag); rates, busy share and lateness are of the steady part.
     *
     * @param cpuSeconds              of the worker's process.
     * @param shardBusyRatio          of the busiest shard, 0 to 1, never NaN.
     * @param allocatedBytesPerSecond of all shard threads.
     * @param overloaded              a shard over 80 % busy, lateness p99 over 1 ms, or drops in the kernel.
     * @param firstInviteMs           since the command started.
     */
    public record Engine(
            int shards, double cpuSeconds, double shardBusyRatio, int peakEndpoints,
            long packetsSent, long packetsReceived,
            double latenessP50Us, double latenessP99Us, double latenessP999Us, double latenessMaxUs,
            double dutyCycleMaxUs, double allocatedBytesPerSecond, boolean overloaded,
            double firstInviteMs, double gcPauseMaxMs, long kernelDrops, double publisherLagMs,
            long sipMalformed, long sipForbidden) {
    }
}
