package busyhour.rtp.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound and picture of one peer over ways of different length. */
class AvSyncTest {

    private static final long MS = 1_000_000;
    private static final long PEER_EPOCH_NS = 1_700_000_000_123_456_789L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
    private final RtpSendStream audioSend = new RtpSendStream();
    private final VideoSendStream videoSend = new VideoSendStream();
    private final RtpReceiveStream audio = new RtpReceiveStream(PlayoutMode.FIXED_50);
    private final VideoReceiveStream video = new VideoReceiveStream(PlayoutMode.FIXED_50);
    private final RtcpSession audioReports = new RtcpSession();
    private final RtcpSession videoReports = new RtcpSession();

    @ParameterizedTest
    @CsvSource({"0, 0", "40, 0", "0, 25", "300, 10"})
    void shouldTellBothWaysApart(final int audioDelayMs, final int videoDelayMs) {
        final EncodedTrack track = TrackEncoder.encode(new short[8_000], AudioCodec.PCMU, 20);
        final EncodedVideo clip = TestVideo.of(VideoCodec.VP8, 25, 50, 25);
        audioSend.start(track, 0, 1, 9, 12_345, 0, false, 0);
        videoSend.start(clip, 0, 2, 7, -5, 96, -1, 3, false, 0);
        videoSend.begin(7 * MS);
        audio.reset(AudioCodec.PCMU, 0, 20, 20, 0);
        video.reset(VideoCodec.VP8, 96, -1, 20, 0);
        start(audioReports, audio.receptionReport(), audioSend, 8_000);
        start(videoReports, video.receptionReport(), videoSend, 90_000);
        for (long nowNs = 0; nowNs < 4_000 * MS; nowNs += MS) {
            if (nowNs % (20 * MS) == 3 * MS) {
                final int length = audioSend.write(buffer, 0);
                audioSend.onSent(nowNs, 0);
                audio.onPacket(buffer, 0, length, nowNs + audioDelayMs * MS);
            }
            while (videoSend.nextDueNs() <= nowNs) {
                final long dueNs = videoSend.nextDueNs();
                final int length = videoSend.write(buffer, 0);
                videoSend.onSent(dueNs);
                video.onPacket(buffer, 0, length, dueNs + videoDelayMs * MS);
            }
            if (nowNs == 1_000 * MS) {
                assertThat(offsetMs()).isNaN();
            }
            if (nowNs == 2_000 * MS) {
                report(audioReports, audioSend, 8_000, nowNs);
            }
            if (nowNs == 2_700 * MS) {
                assertThat(offsetMs()).isNaN();
                report(videoReports, videoSend, 90_000, nowNs);
            }
        }
        assertThat(offsetMs()).isCloseTo(audioDelayMs - videoDelayMs, within(0.3));
    }

    private double offsetMs() {
        return AvSync.offsetMs(audio, audioReports, video, videoReports);
    }

    private static void start(final RtcpSession session, final ReceptionReportSource from, final SenderReportSource own, final int clockHz) {
        session.start(new Other(own), from, clockHz, clockHz, new byte[] {'x'}, 5_000 * MS, 42, 1, 0);
    }

    /** The peer says what its stream's clock is. */
    private void report(final RtcpSession to, final SenderReportSource from, final int clockHz, final long nowNs) {
        final RtcpSession peer = new RtcpSession();
        peer.start(from, to == audioReports ? audio.receptionReport() : video.receptionReport(), clockHz, clockHz, new byte[] {'y'},
                5_000 * MS, PEER_EPOCH_NS, 1, 0);
        to.onCompound(buffer, 0, peer.writeReport(buffer, 0, nowNs), nowNs + 50 * MS);
    }

    /** Our own side of a session: another SSRC. */
    private record Other(SenderReportSource peer) implements SenderReportSource {
        @Override
        public int ssrc() {
            return ~peer.ssrc();
        }

        @Override
        public long reportPacketCount() {
            return 0;
        }

        @Override
        public long reportOctetCount() {
            return 0;
        }

        @Override
        public int rtpTimestampAt(final long nowNs) {
            return 0;
        }
    }
}
