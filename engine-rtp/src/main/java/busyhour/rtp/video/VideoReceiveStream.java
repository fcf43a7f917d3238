package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.rtp.receive.PacketReception;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.FeedbackSource;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One received video stream: everything that is measured about it without decoding, and what is asked of the sender.
 *
 * <pre>
 *   reset(...)      a new call begins on this stream; nothing of the last one stays
 *   feedback(...)   what of feedback was negotiated
 *   onPacket        each datagram of the media socket, in order of arrival
 *   onSecond        once a second: the metrics of that second are then in metrics(), quality(), network(), jitterBuffer()
 * </pre>
 *
 * <p>One thread. Allocates only in the constructor.
 */
public final class VideoReceiveStream implements FeedbackSource {

    private final PacketReception reception;
    private final FrameFigures frames = new FrameFigures();
    private final FreezeDetector freezes = new FreezeDetector();
    private final FeedbackFigures feedback = new FeedbackFigures();
    private final VideoReceiveMetrics metrics = new VideoReceiveMetrics(frames, freezes, feedback);

    /** @param playoutMode the jitter buffer that delay and discard assume. */
    public VideoReceiveStream(final PlayoutMode playoutMode) {
        reception = new PacketReception(playoutMode);
        reset(VideoCodec.H264, 0, -1, 20, 0);
    }

    /**
     * Begins a call.
     *
     * @param codec          negotiated codec.
     * @param payloadType    its negotiated payload type in the direction towards us.
     * @param rtxPayloadType of retransmissions to us (RFC 4588), -1 = none are.
     * @param ipHeaderBytes  20 for IPv4, 40 for IPv6: counts towards the wire rate.
     * @param nowNs          monotonic.
     */
    public void reset(final VideoCodec codec, final int payloadType, final int rtxPayloadType, final int ipHeaderBytes, final long nowNs) {
        reception.reset(VideoCodec.CLOCK_RATE_HZ, payloadType, ipHeaderBytes, nowNs);
        frames.reset(codec);
        freezes.reset();
        feedback.reset();
    }

    /**
     * After reset: what may be asked of the peer.
     *
     * @param kinds              bits of {@link FeedbackKinds}.
     * @param transportExtension id of the transport-wide sequence number's header extension, -1 without.
     */
    public void feedback(final int kinds, final int transportExtension) {
    }

    /** Another codec is agreed on in mid-call: taken from its first packet on. All that was counted stays. */
    public void addCodec(final VideoCodec codec, final int payloadType, final int rtxPayloadType) {
        reception.addPayloadType(payloadType);
    }

    /** Whether the peer is to send at all: a pause that was agreed on (hold) is no freeze, and nothing is asked for. True after reset. */
    public void expectMedia(final boolean media, final long nowNs) {
        freezes.expect(media, nowNs);
    }

    /**
     * A datagram arrived on the stream's media socket.
     *
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @return a code of {@link PacketOutcome}; {@link PacketOutcome#MEDIA} for retransmissions too.
     */
    public int onPacket(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        return reception.wrap(buffer, offset, length);
    }

    /** Latest round trip from RTCP, milliseconds; NaN while unknown. Retransmissions are waited for so long. */
    public void roundTripMs(final double rttMs) {
    }

    /** Closes the second; the metrics answer for it until the next one. Rates count the time since the last one. */
    public void onSecond(final long nowNs) {
    }

    @Override
    public long nextFeedbackNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public int writeFeedback(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
        return 0;
    }

    @Override
    public void onFeedbackSent(final long nowNs) {
    }

    /** What report blocks say about the source now received. */
    public ReceptionReportSource receptionReport() {
        return reception.receptionReport();
    }

    /** Whether a packet of a negotiated payload type arrived since reset. */
    public boolean hasSource() {
        return reception.hasSource();
    }

    public VideoReceiveMetrics metrics() {
        return metrics;
    }

    public QualityMetrics quality() {
        return reception.quality();
    }

    public NetworkMetrics network() {
        return reception.network();
    }

    public JitterBufferMetrics jitterBuffer() {
        return reception.jitterBuffer();
    }
}
