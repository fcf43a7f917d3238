package busyhour.rtp.video;

import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.rtcp.PeerClock;
import busyhour.rtp.rtcp.RtcpSession;

/**
 * How far sound and picture are apart when they are played.
 * <pre>
 *   delay of a stream = when the playout model plays a timestamp (our clock) - when it was taken (the peer's clock, by its last SR)
 *   offset            = delay of audio - delay of video: the clocks' difference falls out
 * </pre>
 * Positive: the sound comes after the picture. Both streams must come from one peer with one wall clock (RFC 3550 6.4.1).
 */
public final class AvSync {

    /** Beyond, the streams have no clock in common, or somebody between rewrites timestamps but not reports. */
    private static final double MAX_MS = 10_000;

    private AvSync() {
    }

    /** {@code av_sync_ms}; NaN until sender reports and media of both streams came. */
    public static double offsetMs(
            final RtpReceiveStream audio, final RtcpSession audioReports, final VideoReceiveStream video, final RtcpSession videoReports) {
        final PeerClock audioClock = audioReports.received().peerClock();
        final PeerClock videoClock = videoReports.received().peerClock();
        if (!audio.hasSource() || !audioClock.knows(audio.receptionReport().sourceSsrc())
                || !video.hasSource() || !videoClock.knows(video.receptionReport().sourceSsrc())) {
            return Double.NaN;
        }
        final long audioNs = audio.playoutNsOf(audioClock.rtpTimestamp());
        final long videoNs = video.playoutNsOf(videoClock.rtpTimestamp());
        if (audioNs == Long.MIN_VALUE || videoNs == Long.MIN_VALUE) {
            return Double.NaN;
        }
        final double takenApartMs = RtpArithmetic.ntpDistanceNs(videoClock.ntpTime(), audioClock.ntpTime()) / 1e6;
        final double offsetMs = (audioNs - videoNs) / 1e6 - takenApartMs;
        return Math.abs(offsetMs) <= MAX_MS ? offsetMs : Double.NaN;
    }
}
