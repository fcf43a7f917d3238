package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that a shard does for a video packet: pacing, sending, loss, feedback both ways, retransmission, key frames, seconds. */
class VideoAllocationTest {

    private static final long MS = 1_000_000;
    private static final int ALL = FeedbackKinds.NACK | FeedbackKinds.PLI | FeedbackKinds.FIR | FeedbackKinds.REMB | FeedbackKinds.TRANSPORT_CC;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[2048]);
    private final UnsafeBuffer compound = new UnsafeBuffer(new byte[2048]);
    private final VideoSendStream send = new VideoSendStream();
    private final VideoSendStream back = new VideoSendStream();
    private final VideoReceiveStream receive = new VideoReceiveStream(PlayoutMode.ADAPTIVE);
    private final VideoReceiveStream nothing = new VideoReceiveStream(PlayoutMode.ADAPTIVE);
    private final RtcpSession sender = new RtcpSession();
    private final RtcpSession receiver = new RtcpSession();
    private final PacketPacer pacer = new PacketPacer(1, 0);
    private long packets;
    private long nowNs;

    private final PacingTarget target = new PacingTarget() {

        @Override
        public boolean onDue(final int streamId, final long intendedNs, final long dueNs) {
            packets++;
            send.skipLate(nowNs);
            final int length = send.write(packet, 0);
            if (packets % 19 == 0) {
                send.onRefused();
                return false;
            }
            send.onSent(nowNs);
            if (packets % 41 != 0 && packets % 1_000 > 20) {
                receive.onPacket(packet, 0, length, nowNs);
                if (packets % 53 == 0) {
                    receive.onPacket(packet, 0, length, nowNs);
                }
            }
            return true;
        }

        @Override
        public void onSkipped(final int streamId, final int skipped, final long dueNs) {
            throw new AssertionError("a self-timed stream skips itself");
        }

        @Override
        public long nextDueNs(final int streamId) {
            return send.nextDueNs();
        }
    };

    @ParameterizedTest
    @CsvSource({"H264, 97, true", "VP8, 97, false", "H264, -1, false", "VP8, -1, true"})
    void shouldAllocateNothing(final VideoCodec codec, final int rtxType, final boolean reducedSize) {
        final var video = TestVideo.of(codec, 30, 90, 90);
        back.start(video, 0, 2, 2, 2, 96, rtxType, 3, false, 0);
        send.start(video, 0, 1, 1, 1, 96, rtxType, 4, false, 0);
        send.transportExtension(3);
        receive.reset(codec, 96, rtxType, 20, 0);
        receive.feedback(ALL, 3);
        final byte[] name = "busyhour".getBytes(StandardCharsets.US_ASCII);
        sender.start(send, nothing.receptionReport(), 90_000, 90_000, name, 1_000 * MS, 1_700_000_000_000_000_000L, 1, 0);
        sender.feedback(send, nothing, reducedSize, 1_000_000);
        receiver.start(back, receive.receptionReport(), 90_000, 90_000, name, 1_000 * MS, 1_700_000_000_000_000_000L, 2, 0);
        receiver.feedback(back, receive, reducedSize, 1_000_000);
        send.begin(pacer.addSelfTimed(0, 0, video.frameDurationNs()));
        threads.getCurrentThreadAllocatedBytes(); // its first call allocates
        run(8_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(20_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isZero();
        assertThat(packets).isGreaterThan(1_500);
        assertThat(receive.metrics().nackSent()).isGreaterThan(10);
        assertThat(receive.metrics().framesReceived()).isGreaterThan(400);
        assertThat(receive.metrics().pliSent()).isPositive();
        assertThat(send.metrics().repeatedPackets()).isPositive();
        assertThat(send.metrics().transportFeedbacks()).isPositive();
        assertThat(send.metrics().rembReceivedBps()).isPositive();
    }

    private void run(final int milliseconds) {
        for (int step = 0; step < milliseconds; step++) {
            nowNs += step % 4_000 == 3_999 ? 300 * MS : MS;
            pacer.poll(nowNs, 100, target);
            report(receiver, sender);
            report(sender, receiver);
            pacer.reschedule(0, send.nextDueNs());
            if (step % 1_000 == 0) {
                final boolean pause = step % 9_000 == 0;
                receive.expectMedia(!pause, nowNs);
                receive.roundTripMs(step % 2_000 == 0 ? Double.NaN : 5);
                send.onSecond(nowNs);
                receive.onSecond(nowNs);
            }
        }
    }

    private void report(final RtcpSession from, final RtcpSession to) {
        if (from.nextReportNs() <= nowNs && from.isDue(nowNs)) {
            final int length = from.writeReport(compound, 0, nowNs);
            from.onSent(nowNs);
            to.onCompound(compound, 0, length, nowNs);
        }
    }
}
