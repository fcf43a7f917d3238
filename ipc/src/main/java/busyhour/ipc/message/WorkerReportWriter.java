package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.WorkerReportEncoder;

/** Writes what the worker's process did in one second. Single-threaded, allocates nothing. */
public final class WorkerReportWriter {
    /** Shards of one worker that a report can tell of. */
    public static final int MAX_SHARDS = 1_024;
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + WorkerReportEncoder.BLOCK_LENGTH
            + WorkerReportEncoder.ShardsEncoder.HEADER_SIZE;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WorkerReportEncoder encoder = new WorkerReportEncoder();
    private final long[] stealNs = new long[MAX_SHARDS];
    private final long[] waitNs = new long[MAX_SHARDS];
    private int shards;

    /**
     * Adds what the next shard's thread (they count from 0) was kept from, to the report that is written next.
     *
     * @param steal ns, negative = not known.
     * @param wait  ns, negative = not known.
     */
    public WorkerReportWriter shard(final long steal, final long wait) {
        if (shards < MAX_SHARDS) {
            stealNs[shards] = steal;
            waitNs[shards++] = wait;
        }
        return this;
    }

    /**
     * Writes a report.
     *
     * @param cpuNs          CPU time of the process in this second.
     * @param gcPauseMaxNs   longest pause in this second.
     * @param publisherLagNs largest in this second.
     * @param journalBytes   written since the run began.
     * @param recordsRefused for want of disk, since the run began.
     * @return false when the ring is full.
     */
    public boolean tryWrite(
            final ShardRing ring, final int second, final long cpuNs, final long gcPauseMaxNs, final long heapUsedBytes,
            final long publisherLagNs, final long journalBytes, final long recordsRefused) {
        final int count = shards;
        shards = 0;
        final int index = ring.tryClaim(WorkerReportEncoder.TEMPLATE_ID,
                LENGTH + count * WorkerReportEncoder.ShardsEncoder.sbeBlockLength());
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .cpuNs(cpuNs).gcPauseMaxNs(gcPauseMaxNs).heapUsedBytes(heapUsedBytes).publisherLagNs(publisherLagNs)
                .journalBytes(journalBytes).recordsRefused(recordsRefused).second(second);
        final WorkerReportEncoder.ShardsEncoder group = encoder.shardsCount(count);
        for (int i = 0; i < count; i++) {
            group.next().shard(i).stealNs(known(stealNs[i], WorkerReportEncoder.ShardsEncoder.stealNsNullValue()))
                    .waitNs(known(waitNs[i], WorkerReportEncoder.ShardsEncoder.waitNsNullValue()));
        }
        ring.commit(index);
        return true;
    }

    private static long known(final long ns, final long nullValue) {
        return ns < 0 ? nullValue : ns;
    }
}
