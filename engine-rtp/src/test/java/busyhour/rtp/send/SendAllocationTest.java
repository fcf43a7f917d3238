package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** All that a shard does for a sent packet, churn and refusals included. */
class SendAllocationTest {

    private static final long MS = 1_000_000;
    private static final int STREAMS = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EncodedTrack track = TrackEncoder.encode(new short[800], AudioCodec.PCMU, 20);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final RtpSendStream[] streams = new RtpSendStream[STREAMS];
    private final PacketPacer pacer = new PacketPacer(STREAMS, 0);
    private long offers;

    private final PacingTarget target = new PacingTarget() {
        @Override
        public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
            streams[streamId].write(buffer, 0);
            if (++offers % 17 == 0) {
                streams[streamId].onRefused();
                return false;
            }
            streams[streamId].onSent(nowNs, nowNs - intendedNs);
            return true;
        }

        @Override
        public void onSkipped(final int streamId, final int packets, final long nowNs) {
            streams[streamId].onSkipped(packets);
        }
    };

    @Test
    void shouldAllocateNothing() {
        for (int id = 0; id < STREAMS; id++) {
            streams[id] = new RtpSendStream();
        }
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        long nowNs = run(0, 1_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(nowNs, 3_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(offers).isGreaterThan(5_000);
        assertThat(pacer.skippedPackets()).isPositive();
        assertThat(pacer.refusedSends()).isPositive();
    }

    private long run(final long startNs, final int steps) {
        long nowNs = startNs;
        for (int step = 0; step < steps; step++) {
            nowNs += step % 250 == 249 ? 200 * MS : MS / 2;
            final int id = step * 31 % STREAMS;
            if (pacer.isPaced(id)) {
                pacer.remove(id);
            } else {
                streams[id].start(track, 0, id, 0, 0, 0, false, nowNs);
                pacer.add(id, nowNs, (10 + id % 3 * 10) * MS, id % 2 * 15 * MS, id);
            }
            while (pacer.poll(nowNs, 32, target) == 32) {
                pacer.nextDueNs();
            }
            if (step % 100 == 99) {
                for (int i = 0; i < STREAMS; i++) {
                    streams[i].onSecond(nowNs);
                }
            }
        }
        return nowNs;
    }
}
