package busyhour.rtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
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
    private static final int NOISE = 13;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EncodedTrack track = TrackEncoder.encode(new short[800], AudioCodec.PCMU, 20);
    /** A second of silence and a beep. */
    private final EncodedTrack silent = TrackEncoder.encode(beep(), AudioEncoding.of(AudioCodec.PCMU, 20).withComfortNoise(true));
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final RtpSendStream[] streams = new RtpSendStream[STREAMS];
    private final PacketPacer pacer = new PacketPacer(STREAMS, 0);
    private long offers;
    private long silences;
    private long noises;

    private final PacingTarget target = new PacingTarget() {
        @Override
        public boolean onDue(final int streamId, final long intendedNs, final long nowNs) {
            if (streams[streamId].write(buffer, 0) == 0) {
                silences++;
                streams[streamId].onQuiet(nowNs);
                return true;
            }
            noises += (buffer.getByte(1) & 0x7F) == NOISE ? 1 : 0;
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

    private static short[] beep() {
        final short[] pcm = new short[8_160];
        for (int i = 8_000; i < pcm.length; i++) {
            pcm[i] = (short) (i % 8 * 1_000);
        }
        return pcm;
    }

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
        assertThat(silences).isPositive();
        assertThat(noises).isPositive();
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
                streams[id].start(id % 2 == 0 ? track : silent, id % 5, id, 0, 0, 0, false, nowNs);
                streams[id].content().acceptComfortNoise(id % 3 == 0 ? -1 : NOISE);
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
