package busyhour.rtp.video;

/**
 * The send side's figures of one second: rates, lateness, frames. Rates divide by the time that really passed; a window shorter
 * than half a second says nothing about a rate and stays open until the next call.
 */
final class VideoSendRates {

    private static final int UDP_HEADER_LENGTH = 8;
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final long SHORTEST_WINDOW_NS = 500_000_000L;

    private int overheadLength;
    private long windowStartNs;
    private long packets;
    private long bytes;
    private long wireBytes;
    private long mediaBytes;
    private long frames;
    private long frameBytes;
    private long latenessSumNs;
    private long latenessMaxNs;
    private long latenesses;

    private double packetsPs;
    private double bytesBps;
    private double wireBps;
    private double videoBps;
    private double framesPs;
    private double frameBytesAvg;
    private double latenessMaxUs;
    private double latenessAvgUs;

    void start(final boolean ipv6, final long nowNs) {
        overheadLength = UDP_HEADER_LENGTH + (ipv6 ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH);
        windowStartNs = nowNs;
        packets = 0;
        bytes = 0;
        wireBytes = 0;
        mediaBytes = 0;
        frames = 0;
        frameBytes = 0;
        clearLateness();
        packetsPs = Double.NaN;
        bytesBps = Double.NaN;
        wireBps = Double.NaN;
        videoBps = Double.NaN;
        framesPs = Double.NaN;
        frameBytesAvg = Double.NaN;
        latenessMaxUs = Double.NaN;
        latenessAvgUs = Double.NaN;
    }

    private void clearLateness() {
        latenessSumNs = 0;
        latenessMaxNs = 0;
        latenesses = 0;
    }

    /**
     * A packet left.
     *
     * @param length       of RTP header and payload.
     * @param payload      octets of the payload.
     * @param isRepetition sent again: no part of the codec's bit rate.
     */
    void onPacket(final int length, final int payload, final boolean isRepetition, final long latenessNs) {
        packets++;
        bytes += payload;
        wireBytes += length + overheadLength;
        mediaBytes += isRepetition ? 0 : payload;
        latenessSumNs += latenessNs;
        latenessMaxNs = Math.max(latenessMaxNs, latenessNs);
        latenesses++;
    }

    /** A frame's last packet left. */
    void onFrame(final int octets) {
        frames++;
        frameBytes += octets;
    }

    void onSecond(final long nowNs) {
        latenessMaxUs = latenesses > 0 ? latenessMaxNs / 1e3 : Double.NaN;
        latenessAvgUs = latenesses > 0 ? latenessSumNs / 1e3 / latenesses : Double.NaN;
        clearLateness();
        final long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs < SHORTEST_WINDOW_NS) {
            return;
        }
        final double perSecond = 1e9 / elapsedNs;
        packetsPs = packets * perSecond;
        bytesBps = bytes * 8 * perSecond;
        wireBps = wireBytes * 8 * perSecond;
        videoBps = mediaBytes * 8 * perSecond;
        framesPs = frames * perSecond;
        frameBytesAvg = frames > 0 ? (double) frameBytes / frames : Double.NaN;
        windowStartNs = nowNs;
        packets = 0;
        bytes = 0;
        wireBytes = 0;
        mediaBytes = 0;
        frames = 0;
        frameBytes = 0;
    }

    double packetsPs() {
        return packetsPs;
    }

    double bytesBps() {
        return bytesBps;
    }

    double wireBps() {
        return wireBps;
    }

    double videoBps() {
        return videoBps;
    }

    double framesPs() {
        return framesPs;
    }

    double frameBytesAvg() {
        return frameBytesAvg;
    }

    double latenessMaxUs() {
        return latenessMaxUs;
    }

    double latenessAvgUs() {
        return latenessAvgUs;
    }
}
