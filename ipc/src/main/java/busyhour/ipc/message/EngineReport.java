package busyhour.ipc.message;

import busyhour.ipc.histogram.BucketHistogram;

/**
 * What one shard did in one second; all counts and times are of this second alone.
 *
 * @param shard          number in the worker.
 * @param second         of the run, from 0.
 * @param cpu            number of the core it is pinned to, -1 = not pinned.
 * @param wallNs         length of the second as it was.
 * @param busyNs         of it in duty cycles that did work.
 * @param cpuNs          CPU time of the shard's thread.
 * @param endpoints      not closed at the second's end.
 * @param calls          answered and not ended at the second's end.
 * @param sipMalformed   received messages that are not SIP that can be worked with.
 * @param sipForbidden   messages not sent, as the plan does not permit where to.
 * @param packetsSkipped media packets, of video frames, never sent: the shard was too far behind their time.
 * @param sendLatenessNs of media packets, with the exact maximum; to be merged, not changed.
 */
public record EngineReport(
        int shard, int second, int cpu, long wallNs, long busyNs, long cpuNs, long dutyCycleMaxNs, long allocatedBytes,
        long packetsSent, long packetsReceived, long sendErrors, long kernelDrops, long sipMessagesSent, long sipMessagesReceived,
        long sipMalformed, long sipForbidden, long ringRefusals, long packetsSkipped, int endpoints, int calls, BucketHistogram sendLatenessNs) {
}
