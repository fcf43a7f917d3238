package busyhour.engine.shard;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelTime;
import busyhour.engine.io.ThreadAllocation;
import busyhour.engine.media.MediaTraffic;
import busyhour.ipc.histogram.BucketHistogram;
import busyhour.ipc.message.EngineReportWriter;
import busyhour.ipc.ring.ShardRing;

/**
 * What the generator itself did, second by second: time in duty cycles, send lateness, packets, allocation. From these the
 * report says whether the generator, not the tested system, was the limit.
 *
 * <p>The shard reads the clock once a cycle, so a cycle lasts until the next one starts: an agent that did work is run
 * again at once, and the idle time after an empty cycle is not counted as busy.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class ShardHealth implements MediaTraffic {

    private static final long SECOND_NS = 1_000_000_000L;

    private final DatagramIo io;
    private final ShardRing ring;
    private final int shard;
    private final long runStartNs;
    private final KernelTime time = new KernelTime();
    private final EngineReportWriter writer = new EngineReportWriter();
    private final BucketHistogram latenessNs = new BucketHistogram();
    private int cpu;

    private int second;
    private long secondStartNs;
    private long cycleStartNs;
    private boolean cycleDidWork;
    private long busyNs;
    private long longestCycleNs;
    private long packetsSent;
    private long packetsReceived;
    private long packetsSkipped;

    private long cpuNsBefore;
    private long allocatedBefore;
    private long sendErrorsBefore;
    private long dropsBefore;
    private long sipSentBefore;
    private long sipReceivedBefore;
    private long sipMalformedBefore;
    private long sipForbiddenBefore;
    private long refusalsBefore;

    public ShardHealth(final DatagramIo io, final ShardRing ring, final int shard, final long runStartNs) {
        this.io = io;
        this.ring = ring;
        this.shard = shard;
        this.runStartNs = runStartNs;
        this.cpu = -1;
    }

    /** On the shard's thread, before its first cycle. */
    void begin(final int pinnedCpu, final long nowNs) {
        cpu = pinnedCpu;
        second = (int) ((nowNs - runStartNs) / SECOND_NS);
        secondStartNs = nowNs;
        cycleStartNs = nowNs;
        cpuNsBefore = time.threadCpuNs();
        allocatedBefore = ThreadAllocation.currentThreadBytes();
    }

    /** A duty cycle starts; the one before it ends. */
    void onCycle(final long nowNs) {
        if (cycleDidWork) {
            final long cycleNs = nowNs - cycleStartNs;
            busyNs += cycleNs;
            longestCycleNs = Math.max(longestCycleNs, cycleNs);
        }
        cycleStartNs = nowNs;
        cycleDidWork = false;
    }

    /** The running cycle did work. */
    void onWork() {
        cycleDidWork = true;
    }

    /** Whether the running second is over. */
    boolean isDue(final long nowNs) {
        return nowNs - runStartNs >= (second + 1) * SECOND_NS;
    }

    long nextDeadlineNs() {
        return runStartNs + (second + 1) * SECOND_NS;
    }

    /** Reports the second that is over and begins the next. */
    void report(
            final int endpoints, final int calls, final long sipSent, final long sipReceived, final long sipMalformed,
            final long sipForbidden, final long nowNs) {
        final long cpuNs = time.threadCpuNs();
        final long allocated = ThreadAllocation.currentThreadBytes();
        final long sendErrors = io.totalSendRefusals() + io.totalSendFailures();
        final long drops = io.totalSocketDrops();
        final long refusals = ring.refusals();
        writer.begin(shard, second, cpu)
                .time(nowNs - secondStartNs, busyNs, cpuNs - cpuNsBefore, longestCycleNs)
                .packets(packetsSent, packetsReceived, sendErrors - sendErrorsBefore, drops - dropsBefore)
                .skipped(packetsSkipped)
                .sip(sipSent - sipSentBefore, sipReceived - sipReceivedBefore)
                .sipFaults(sipMalformed - sipMalformedBefore, sipForbidden - sipForbiddenBefore)
                .faults(allocated - allocatedBefore, refusals - refusalsBefore)
                .load(endpoints, calls)
                .tryWrite(ring, latenessNs);
        latenessNs.reset();
        busyNs = 0;
        longestCycleNs = 0;
        packetsSent = 0;
        packetsReceived = 0;
        packetsSkipped = 0;
        cpuNsBefore = cpuNs;
        allocatedBefore = allocated;
        sendErrorsBefore = sendErrors;
        dropsBefore = drops;
        sipSentBefore = sipSent;
        sipReceivedBefore = sipReceived;
        sipMalformedBefore = sipMalformed;
        sipForbiddenBefore = sipForbidden;
        refusalsBefore = refusals;
        second = (int) ((nowNs - runStartNs) / SECOND_NS);
        secondStartNs = nowNs;
    }

    @Override
    public void onSent(final int endpoint, final long lateness) {
        packetsSent++;
        latenessNs.record(lateness);
    }

    /** Packets that were never sent were at least as late as the pacer lets one be, and count as such. */
    @Override
    public void onSkipped(final int endpoint, final int packets, final long lateness) {
        packetsSkipped += packets;
        for (int i = 0; i < packets; i++) {
            latenessNs.record(lateness);
        }
    }

    @Override
    public void onReceived(final int endpoint) {
        packetsReceived++;
    }
}
