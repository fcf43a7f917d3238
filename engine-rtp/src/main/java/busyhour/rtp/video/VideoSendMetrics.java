package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;
import busyhour.rtp.rtcp.TransportFeedbackFlyweight;

/**
 * The catalogue's figures of one sent video stream: counters as of now, gauges of the last closed second. NaN = not measured.
 * Packets and octets are of the media and of retransmissions together, as the kernel got them.
 */
public final class VideoSendMetrics {

    private final VideoSendRates rates = new VideoSendRates();
    private final KeyFrameRequests requests;
    private final Retransmissions retransmissions;
    private String codec;
    private double megapixels;
    private long packetsSent;
    private long bytesSent;
    private long sendErrors;
    private long rtxPackets;
    private long repeatedPackets;
    private long framesSent;
    private long skippedFrames;
    private long keyFramesSent;
    private long lastKeyFrameNs;
    private double keyFrameIntervalMs;
    private long sliceLosses;
    private double maximumBitrateBps;
    private long transportFeedbacks;
    private long transportReceived;
    private long transportLost;

    VideoSendMetrics(final KeyFrameRequests requests, final Retransmissions retransmissions) {
        this.requests = requests;
        this.retransmissions = retransmissions;
    }

    void start(final boolean ipv6, final long nowNs) {
        rates.start(ipv6, nowNs);
        packetsSent = 0;
        bytesSent = 0;
        sendErrors = 0;
        rtxPackets = 0;
        repeatedPackets = 0;
        framesSent = 0;
        skippedFrames = 0;
        keyFramesSent = 0;
        keyFrameIntervalMs = Double.NaN;
        sliceLosses = 0;
        maximumBitrateBps = Double.NaN;
        transportFeedbacks = 0;
        transportReceived = 0;
        transportLost = 0;
    }

    void content(final EncodedVideo video) {
        codec = video.encoding().codec().encodingName();
        megapixels = video.width() * video.height() / 1e6;
    }

    void onPacket(final int length, final int payload, final boolean isRepetition, final boolean isRtx, final long latenessNs) {
        packetsSent++;
        bytesSent += payload;
        repeatedPackets += isRepetition ? 1 : 0;
        rtxPackets += isRtx ? 1 : 0;
        rates.onPacket(length, payload, isRepetition, latenessNs);
    }

    void onFrame(final int octets, final boolean isKeyFrame, final long frameNs) {
        framesSent++;
        rates.onFrame(octets);
        if (isKeyFrame) {
            keyFrameIntervalMs = keyFramesSent > 0 ? (frameNs - lastKeyFrameNs) / 1e6 : Double.NaN;
            lastKeyFrameNs = frameNs;
            keyFramesSent++;
        }
    }

    void onRefused() {
        sendErrors++;
    }

    void onSkippedFrames(final int frames) {
        skippedFrames += frames;
    }

    void onSliceLoss() {
        sliceLosses++;
    }

    void onMaximumBitrate(final double bitsPerSecond) {
        maximumBitrateBps = bitsPerSecond;
    }

    void onTransportFeedback(final TransportFeedbackFlyweight feedback) {
        transportFeedbacks++;
        while (feedback.next()) {
            transportReceived += feedback.isReceived() ? 1 : 0;
            transportLost += feedback.isReceived() ? 0 : 1;
        }
    }

    void onSecond(final long nowNs) {
        rates.onSecond(nowNs);
    }

    public double packetsSent() {
        return packetsSent;
    }

    /** Payload octets. */
    public double bytesSent() {
        return bytesSent;
    }

    public double packetsSentRatePs() {
        return rates.packetsPs();
    }

    public double bytesSentRateBps() {
        return rates.bytesBps();
    }

    /** With RTP (extensions too), UDP and IP headers. */
    public double wireSentRateBps() {
        return rates.wireBps();
    }

    public double sendErrors() {
        return sendErrors;
    }

    public double sendLatenessMaxUs() {
        return rates.latenessMaxUs();
    }

    public double sendLatenessAvgUs() {
        return rates.latenessAvgUs();
    }

    public double nackReceived() {
        return retransmissions.asked();
    }

    public double pliReceived() {
        return requests.picturesLost();
    }

    /** Repeated requests too. */
    public double firReceived() {
        return requests.intraRequests();
    }

    public double sliReceived() {
        return sliceLosses;
    }

    public double rembReceivedBps() {
        return maximumBitrateBps;
    }

    public double rtxPacketsSent() {
        return rtxPackets;
    }

    /** Payload of the media without retransmissions. */
    public double videoBitrateBps() {
        return rates.videoBps();
    }

    public String videoCodec() {
        return codec;
    }

    public double frameRateSent() {
        return rates.framesPs();
    }

    public double framesSent() {
        return framesSent;
    }

    public double resolutionMpix() {
        return codec == null ? Double.NaN : megapixels;
    }

    public double keyframesSent() {
        return keyFramesSent;
    }

    public double keyframeIntervalMs() {
        return keyFrameIntervalMs;
    }

    public double keyframeRequestsReceived() {
        return requests.picturesLost() + requests.intraRequests();
    }

    public double frameSizeAvgBytes() {
        return rates.frameBytesAvg();
    }

    /** Packets sent again, by RTX or in the stream itself. Not in the catalogue. */
    public long repeatedPackets() {
        return repeatedPackets;
    }

    /** Frame times left out because the generator was too late. Not a metric of the tested system. */
    public long skippedFrames() {
        return skippedFrames;
    }

    /** Packets of transport-wide feedback. Not in the catalogue, as what follows. */
    public long transportFeedbacks() {
        return transportFeedbacks;
    }

    /** Share of our packets that the peer's transport-wide feedback calls missing, percent; NaN without any. */
    public double transportLossPercent() {
        final long all = transportReceived + transportLost;
        return all == 0 ? Double.NaN : 100.0 * transportLost / all;
    }
}
