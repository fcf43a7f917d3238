package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.rtp.receive.PacketReception;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.FeedbackSource;
import java.nio.ByteOrder;
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
 * <p>A missing packet is waited for: 100 ms; where it can be asked for again three round trips and 100 ms (500 ms while the round
 * trip is unknown). One thread. Allocates only in the constructor.
 */
public final class VideoReceiveStream implements FeedbackSource {

    private static final int OSN_LENGTH = 2;
    private static final long WAIT_NS = 100_000_000;
    private static final long UNKNOWN_ROUND_TRIP_WAIT_NS = 500_000_000;
    private static final long LONGEST_WAIT_NS = 1_500_000_000;

    private final PacketReception reception;
    private final VideoFormats formats = new VideoFormats();
    private final FrameFigures frames = new FrameFigures();
    private final FreezeDetector freezes = new FreezeDetector();
    private final FeedbackFigures feedback = new FeedbackFigures();
    private final ReceiverRequests requests;
    private final FrameReception frameReception;
    private final VideoReceiveMetrics metrics = new VideoReceiveMetrics(frames, freezes, feedback);

    private double rttMs;
    private long secondBeganNs;

    /** @param playoutMode the jitter buffer that delay and discard assume. */
    public VideoReceiveStream(final PlayoutMode playoutMode) {
        reception = new PacketReception(playoutMode);
        requests = new ReceiverRequests(reception, feedback);
        frameReception = new FrameReception(reception, frames, freezes, feedback, requests);
        reset(VideoCodec.H264, 0, VideoFormats.NONE, 20, 0);
    }

    /**
     * Begins a call.
     *
     * @param negotiated     codec.
     * @param mediaType      its negotiated payload type in the direction towards us.
     * @param rtxType        payload type of retransmissions to us (RFC 4588), -1 = none are.
     * @param ipHeaderBytes  20 for IPv4, 40 for IPv6: counts towards the wire rate.
     * @param nowNs          monotonic.
     */
    public void reset(final VideoCodec negotiated, final int mediaType, final int rtxType, final int ipHeaderBytes, final long nowNs) {
        formats.reset(negotiated, mediaType, rtxType);
        reception.reset(VideoCodec.CLOCK_RATE_HZ, mediaType, ipHeaderBytes, nowNs);
        frameReception.reset();
        frames.reset(negotiated);
        freezes.reset();
        requests.reset();
        roundTripMs(Double.NaN);
        secondBeganNs = nowNs;
    }

    /**
     * After reset, and again when terms change: what may be asked of the peer.
     *
     * @param kinds              bits of {@link FeedbackKinds}.
     * @param transportExtension id of the transport-wide sequence number's header extension, -1 without.
     */
    public void feedback(final int kinds, final int transportExtension) {
        requests.negotiated(kinds, transportExtension);
        roundTripMs(rttMs);
    }

    /** Another codec is agreed on in mid-call: taken from its first packet on. All that was counted stays. */
    public void addCodec(final VideoCodec added, final int mediaType, final int rtxType) {
        if (formats.add(added, mediaType, rtxType)) {
            reception.addPayloadType(mediaType);
        }
    }

    /** Whether the peer is to send at all: a pause that was agreed on (hold) is no freeze, and nothing is asked for. True after reset. */
    public void expectMedia(final boolean media, final long nowNs) {
        freezes.expect(media, nowNs);
        requests.expect(media);
        if (!media) {
            frames.onPause();
        }
    }

    /**
     * A datagram arrived on the stream's media socket. What is to be asked for may be due earlier afterwards
     * ({@code RtcpSession.nextReportNs}).
     *
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @return a code of {@link PacketOutcome}; {@link PacketOutcome#MEDIA} for retransmissions too.
     */
    public int onPacket(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        final int outcome = reception.wrap(buffer, offset, length);
        if (outcome != PacketOutcome.MEDIA) {
            return outcome;
        }
        final RtpHeaderFlyweight header = reception.header();
        if (requests.transportExtension() > 0) {
            final int transport = TransportSequence.read(header, buffer, requests.transportExtension());
            if (transport != TransportSequence.NONE) {
                requests.onTransportSequence(transport, arrivalNs);
            }
        }
        final int type = header.payloadType();
        if (formats.isRetransmission(type)) {
            onRetransmission(type, buffer, length, arrivalNs);
            return PacketOutcome.MEDIA;
        }
        if (formats.isMedia(type) && frameReception.isOldRepetition(header)) {
            reception.onRetransmission(length, arrivalNs);
            frameReception.onRepeated(header.sequence(), formats.codecOf(type), buffer, header.payloadOffset(), header.payloadLength(), arrivalNs);
            return PacketOutcome.MEDIA;
        }
        final int verdict = reception.onPacket(length, arrivalNs);
        frameReception.noteRestart(arrivalNs);
        if (verdict == PacketOutcome.MEDIA) {
            frameReception.onMedia(formats.codecOf(type), buffer, header.payloadOffset(), header.payloadLength(), arrivalNs);
        } else if (verdict == PacketOutcome.UNEXPECTED_PAYLOAD_TYPE) {
            frameReception.onOther(arrivalNs);
        }
        return verdict;
    }

    private void onRetransmission(final int type, final DirectBuffer buffer, final int length, final long arrivalNs) {
        final RtpHeaderFlyweight header = reception.header();
        reception.onRetransmission(length, arrivalNs);
        if (header.payloadLength() < OSN_LENGTH || !reception.hasSource()) {
            return; // probing, or of a stream that is not known
        }
        feedback.rtxPackets++;
        frameReception.onRepeated(buffer.getShort(header.payloadOffset(), ByteOrder.BIG_ENDIAN) & 0xFFFF, formats.codecOf(type),
                buffer, header.payloadOffset() + OSN_LENGTH, header.payloadLength() - OSN_LENGTH, arrivalNs);
    }

    /** Whether packets of this payload type are retransmissions (RFC 4588). */
    public boolean isRetransmission(final int type) {
        return formats.isRetransmission(type);
    }

    /** Codec of the packets of a payload type, or of what it retransmits. */
    public VideoCodec codec(final int type) {
        return formats.codecOf(type);
    }

    /** Latest round trip from RTCP, milliseconds; NaN while unknown. Retransmissions are waited for accordingly. */
    public void roundTripMs(final double latestMs) {
        rttMs = latestMs;
        requests.roundTripMs(latestMs);
        if (!requests.has(FeedbackKinds.NACK)) {
            frameReception.waitNs(WAIT_NS);
        } else if (latestMs >= 0) {
            frameReception.waitNs(Math.min(LONGEST_WAIT_NS, WAIT_NS + (long) (latestMs * 3e6)));
        } else {
            frameReception.waitNs(UNKNOWN_ROUND_TRIP_WAIT_NS);
        }
    }

    /** Closes the second; the metrics answer for it until the next one. Rates count the time since the last one. */
    public void onSecond(final long nowNs) {
        final long elapsedNs = Math.max(1, nowNs - secondBeganNs);
        secondBeganNs = nowNs;
        frameReception.onTime(nowNs);
        reception.frameNs(frameReception.frameNs());
        reception.onSecond(nowNs, rttMs);
        frames.onSecond(elapsedNs);
        freezes.onSecond(nowNs, elapsedNs);
        requests.onSecond(nowNs);
    }

    @Override
    public long nextFeedbackNs() {
        return requests.nextFeedbackNs();
    }

    @Override
    public int writeFeedback(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
        return requests.writeFeedback(buffer, offset, ssrc, nowNs);
    }

    @Override
    public void onFeedbackSent(final long nowNs) {
        requests.onFeedbackSent(nowNs);
    }

    /** When the picture of a timestamp is shown by the playout model, monotonic; {@link Long#MIN_VALUE} before a packet came. */
    public long playoutNsOf(final int timestamp) {
        return reception.playoutNsOf(timestamp);
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
