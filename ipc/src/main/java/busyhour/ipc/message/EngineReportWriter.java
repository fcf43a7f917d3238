package busyhour.ipc.message;

import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.sbe.EngineReportEncoder;
import busyhour.ipc.sbe.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what a shard did in one second. Begin, set what is known (the rest is 0), write. All counts and times are of this
 * second alone. Single-threaded, allocates nothing.
 */
public final class EngineReportWriter {
    private static final int BLOCK_END = MessageHeaderEncoder.ENCODED_LENGTH + EngineReportEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EngineReportEncoder block = new EngineReportEncoder();
    private final EngineReportEncoder encoder = new EngineReportEncoder();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[BLOCK_END]);

    /**
     * Begins a report; all is 0.
     *
     * @param shard  number in the worker.
     * @param second of the run, from 0.
     * @param cpu    number of the core it is pinned to, -1 = not pinned.
     */
    public EngineReportWriter begin(final int shard, final int second, final int cpu) {
        scratch.setMemory(0, BLOCK_END, (byte) 0);
        block.wrapAndApplyHeader(scratch, 0, header).shard(shard).second(second).cpu(cpu);
        return this;
    }

    /**
     * Time of the shard's thread.
     *
     * @param wallNs         length of the second as it was.
     * @param busyNs         of it in duty cycles that did work.
     * @param cpuNs          CPU time of the thread.
     * @param dutyCycleMaxNs longest duty cycle.
     */
    public EngineReportWriter time(final long wallNs, final long busyNs, final long cpuNs, final long dutyCycleMaxNs) {
        block.wallNs(wallNs).busyNs(busyNs).cpuNs(cpuNs).dutyCycleMaxNs(dutyCycleMaxNs);
        return this;
    }

    /** Media packets handed to the kernel and taken from it, sends it refused, datagrams it dropped. */
    public EngineReportWriter packets(final long sent, final long received, final long sendErrors, final long kernelDrops) {
        block.packetsSent(sent).packetsReceived(received).sendErrors(sendErrors).kernelDrops(kernelDrops);
        return this;
    }

    /** Media packets that were never sent: the shard was too far behind their time. */
    public EngineReportWriter skipped(final long packets) {
        block.packetsSkipped(packets);
        return this;
    }

    /** SIP messages. */
    public EngineReportWriter sip(final long sent, final long received) {
        block.sipMessagesSent(sent).sipMessagesReceived(received);
        return this;
    }

    /** Received messages that cannot be worked with, and messages not sent for want of permission. */
    public EngineReportWriter sipFaults(final long malformed, final long forbidden) {
        block.sipMalformed(malformed).sipForbidden(forbidden);
        return this;
    }

    /** Bytes that the shard's thread allocated, and messages that the full ring refused. */
    public EngineReportWriter faults(final long allocatedBytes, final long ringRefusals) {
        block.allocatedBytes(allocatedBytes).ringRefusals(ringRefusals);
        return this;
    }

    /** Endpoints not closed, and calls answered and not ended, at the second's end. */
    public EngineReportWriter load(final int endpoints, final int calls) {
        block.endpoints(endpoints).calls(calls);
        return this;
    }

    /**
     * Writes the report.
     *
     * @param sendLatenessNs of this second's media packets; reset it after a successful write.
     * @return false when the ring is full.
     */
    public boolean tryWrite(final ShardRing ring, final BucketHistogram sendLatenessNs) {
        int buckets = 0;
        for (int bucket = sendLatenessNs.lowest(); bucket <= sendLatenessNs.highest(); bucket++) {
            buckets += sendLatenessNs.count(bucket) > 0 ? 1 : 0;
        }
        block.sendLatenessMaxNs(sendLatenessNs.max());
        final int index = ring.tryClaim(EngineReportEncoder.TEMPLATE_ID, BLOCK_END
                + EngineReportEncoder.SendLatenessEncoder.HEADER_SIZE
                + buckets * EngineReportEncoder.SendLatenessEncoder.sbeBlockLength());
        if (index < 0) {
            return false;
        }
        ring.buffer().putBytes(index, scratch, 0, BLOCK_END);
        encoder.wrap(ring.buffer(), index + MessageHeaderEncoder.ENCODED_LENGTH);
        final EngineReportEncoder.SendLatenessEncoder group = encoder.sendLatenessCount(buckets);
        for (int bucket = sendLatenessNs.lowest(); bucket <= sendLatenessNs.highest(); bucket++) {
            if (sendLatenessNs.count(bucket) > 0) {
                group.next().bucket(bucket).events(sendLatenessNs.count(bucket));
            }
        }
        ring.commit(index);
        return true;
    }
}
