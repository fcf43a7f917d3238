package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets, seconds and new calls allocate nothing, also under loss, jitter, reordering, restarts and nonsense. */
class ReceiveAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 2_000;

    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[172]);
    private final int[] sequences = new int[PACKETS];
    private final int[] timestamps = new int[PACKETS];
    private final long[] arrivals = new long[PACKETS];
    private final byte[] payloadTypes = new byte[PACKETS];
    private double sink;

    @ParameterizedTest
    @EnumSource(PlayoutMode.class)
    void shouldAllocateNothing(PlayoutMode mode) {
        final Random random = new Random(1);
        for (int i = 0; i < PACKETS; i++) {
            final int dice = random.nextInt(100);
            sequences[i] = i - (dice < 5 ? random.nextInt(20) : 0) + (i > 1_200 ? 30_000 : 0) + i / 50;
            timestamps[i] = 160 * sequences[i] + (i > 800 ? 1 << 28 : 0);
            arrivals[i] = 20_000_000L * i + random.nextInt(50_000_000);
            payloadTypes[i] = (byte) (dice > 95 ? 101 : dice > 93 ? 13 : dice > 91 ? 77 : 0);
        }
        final RtpReceiveStream stream = new RtpReceiveStream(mode);
        play(stream);
        play(stream);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long twice = THREADS.getCurrentThreadAllocatedBytes();
        play(stream);
        final long after = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(after - twice - (twice - before)).isZero();
        assertThat(sink).isNotNaN();
        assertThat(stream.jitterBuffer().jbPacketLosses()).isPositive();
        assertThat(stream.network().sequenceNumberResets()).isPositive();
    }

    private void play(RtpReceiveStream stream) {
        stream.reset(AudioCodec.PCMU, 0, 20, 20, 0);
        stream.acceptTelephoneEvent(101);
        stream.acceptComfortNoise(13);
        for (int i = 0; i < PACKETS; i++) {
            RtpHeaderFlyweight.write(packet, 0, i == 0, payloadTypes[i], sequences[i], timestamps[i], i > 1_600 ? 5 : 6);
            stream.onPacket(packet, 0, i % 100 == 99 ? 7 : 172, arrivals[i]);
            if (i % 50 == 49) {
                stream.roundTripMs(30);
                stream.onSecond(arrivals[i]);
                sink += read(stream);
            }
        }
    }

    private static double read(RtpReceiveStream stream) {
        final QualityMetrics quality = stream.quality();
        final double late = quality.clockSkewEstimate() + quality.callMos();
        return quality.gapDuration() + quality.burstDuration() + (Double.isNaN(late) ? 0 : late)
                + stream.receptionReport().packetsExpected() + stream.jitterBuffer().jbCurrentDelayMs()
                + stream.audio().deadAirMs() + stream.network().avgPacketSpacing();
    }
}
