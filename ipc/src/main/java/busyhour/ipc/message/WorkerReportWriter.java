package busyhour.ipc.message;

import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import busyhour.ipc.sbe.WorkerReportEncoder;

/** Writes what the worker's process did in one second. Single-threaded, allocates nothing. */
public final class WorkerReportWriter {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + WorkerReportEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final WorkerReportEncoder encoder = new WorkerReportEncoder();

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
        final int index = ring.tryClaim(WorkerReportEncoder.TEMPLATE_ID, LENGTH);
        if (index < 0) {
            return false;
        }
        encoder.wrapAndApplyHeader(ring.buffer(), index, header)
                .cpuNs(cpuNs).gcPauseMaxNs(gcPauseMaxNs).heapUsedBytes(heapUsedBytes).publisherLagNs(publisherLagNs)
                .journalBytes(journalBytes).recordsRefused(recordsRefused).second(second);
        ring.commit(index);
        return true;
    }
}
