package busyhour.rtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.AudioCodec;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.speech.Conversation;
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

    /** Every codec, its noise and its nonsense; decoders that hand in what they heard; both directions' speech. */
    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void shouldAllocateNothingForAnyCodec(AudioCodec codec) {
        final RtpReceiveStream stream = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
        stream.prepare(codec);
        converse(stream, codec);
        converse(stream, codec);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long twice = THREADS.getCurrentThreadAllocatedBytes();
        converse(stream, codec);
        final long after = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(after - twice - (twice - before)).isZero();
        assertThat(sink).isNotNaN();
    }

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[700]);

    private void converse(RtpReceiveStream stream, AudioCodec codec) {
        stream.playoutMode(PlayoutMode.FIXED_50);
        stream.reset(codec, 96, 20, 20, 0);
        stream.addCodec(AudioCodec.PCMA, 8);
        stream.acceptComfortNoise(13);
        stream.acceptTelephoneEvent(101);
        stream.audio().decoder(true, 0);
        final Conversation conversation = stream.audio().conversation();
        final int length = codec.bytesPerUnit() == 0 ? 20 : codec.bytesPerUnit() * codec.timestampUnits(20);
        for (int i = 0; i < 600; i++) {
            final long nowNs = 20_000_000L * i;
            final boolean speaks = i / 60 % 2 == 0;
            final int type = i % 40 == 0 ? 13 : i % 41 == 0 ? 101 : i % 43 == 0 ? 8 : 96;
            RtpHeaderFlyweight.write(payload, 0, false, type, i + i / 30, codec.timestampUnits(20) * i, i > 500 ? 8 : 7);
            payload.setMemory(12, 60, (byte) (speaks ? 9 << 3 : 0xF0));
            stream.onPacket(payload, 0, 12 + Math.min(length, 680) - (i % 50 == 0 ? 1 : 0), nowNs);
            stream.audio().decoded(speaks ? 960_000_000L : 1, 960, 1_000_000, 0, 20_000_000, nowNs);
            stream.audio().concealed(20_000_000, i % 20 == 0);
            conversation.onFrame(speaks ? 0 : 160_000_000L, 160, 20_000_000, nowNs);
            stream.onTime(nowNs);
            if (i % 50 == 49) {
                stream.receptionReport().onSenderClock(7, nowNs, codec.timestampUnits(20) * i);
                stream.onSecond(nowNs);
                final double turn = stream.audio().turnLatencyMs() + stream.quality().oneWayDelayMs() + stream.audio().opusBandwidthHz();
                sink += turn == turn ? turn : conversation.talkRatio(nowNs);
                sink += stream.voipReport().lossRatio();
            }
        }
        conversation.onAnswered(0);
        sink += conversation.timeToGreetingMs() > 0 ? 1 : 0;
    }
}
