package busyhour.ipc.message;

import java.util.List;

/**
 * What the worker's process did in one second.
 *
 * @param second         of the run, from 0.
 * @param cpuNs          CPU time of the process in this second.
 * @param gcPauseMaxNs   longest pause in this second.
 * @param publisherLagNs largest in this second.
 * @param journalBytes   written since the run began.
 * @param recordsRefused not journaled for want of disk, since the run began.
 * @param shards         what each shard's thread was kept from; empty from an older worker.
 */
public record WorkerReport(
        int second, long cpuNs, long gcPauseMaxNs, long heapUsedBytes, long publisherLagNs, long journalBytes, long recordsRefused,
        List<ShardShare> shards) {
}
