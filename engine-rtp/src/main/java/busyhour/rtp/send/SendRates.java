package busyhour.rtp.send;

/**
 * The send side's figures of the second that was closed last: rates, lateness, codec bit rate, level.
 * <p>
 * Rates divide by the time that really passed. A window shorter than half a second would say nothing about a
 * rate and stays open until the next call; the other figures are of the packets since the last call.
 */
final class SendRates {

    static final int RTP_HEADER_LENGTH = 12;
    static final int UDP_HEADER_LENGTH = 8;
    static final int IPV4_HEADER_LENGTH = 20;
    static final int IPV6_HEADER_LENGTH = 40;

    private static final long SHORTEST_WINDOW_NS = 500_000_000L;
    private static final double BITS_NS = 8e9;
    /** Overload point of 16-bit samples, squared: 0 dBov. */
    private static final double FULL_SCALE_SQUARED = 32768.0 * 32768.0;
    /** What digital silence is called (RFC 6464: 127 below overload). */
    private static final double SILENCE_DBOV = -127.0;

    private int overheadLength;
    private long windowStartNs;
    private long packetsAtWindow; // sent before it
    private long bytesAtWindow;
    private long packetsAtSecond;

    private double packetsPs = Double.NaN;
    private double bytesBps = Double.NaN;
    private double wireBps = Double.NaN;
    private double codecBps = Double.NaN;
    private double latenessMaxUs = Double.NaN;
    private double latenessAvgUs = Double.NaN;
    private double levelRmsDbov = Double.NaN;
    private double levelPeakDbov = Double.NaN;

    /** A call begins, of which nothing is sent yet. */
    void start(final boolean ipv6, final long nowNs) {
        overheadLength = RTP_HEADER_LENGTH + UDP_HEADER_LENGTH + (ipv6 ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH);
        windowStartNs = nowNs;
        packetsAtWindow = 0;
        bytesAtWindow = 0;
        packetsAtSecond = 0;
        packetsPs = Double.NaN;
        bytesBps = Double.NaN;
        wireBps = Double.NaN;
        codecBps = Double.NaN;
        latenessMaxUs = Double.NaN;
        latenessAvgUs = Double.NaN;
        levelRmsDbov = Double.NaN;
        levelPeakDbov = Double.NaN;
    }

    /** Closes the second. @param sent what was sent in it, and in the call. */
    void onSecond(final SendTally sent, final long nowNs, final int clockRateHz) {
        final long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs >= SHORTEST_WINDOW_NS) {
            final long packets = sent.packetsSent() - packetsAtWindow;
            final long bytes = sent.bytesSent() - bytesAtWindow;
            packetsPs = packets * 1e9 / elapsedNs;
            bytesBps = bytes * BITS_NS / elapsedNs;
            wireBps = (bytes + packets * overheadLength) * BITS_NS / elapsedNs;
            windowStartNs = nowNs;
            packetsAtWindow = sent.packetsSent();
            bytesAtWindow = sent.bytesSent();
        }
        final long packets = sent.packetsSent() - packetsAtSecond;
        packetsAtSecond = sent.packetsSent();
        latenessMaxUs = packets > 0 ? sent.latenessMaxNs() / 1e3 : Double.NaN;
        latenessAvgUs = packets > 0 ? sent.latenessSumNs() / 1e3 / packets : Double.NaN;
        final boolean audible = sent.samples() > 0;
        codecBps = audible ? sent.audioBytes() * 8.0 * clockRateHz / sent.timestampUnits() : Double.NaN;
        levelRmsDbov = audible ? dbov((double) sent.sumOfSquares() / sent.samples()) : Double.NaN;
        levelPeakDbov = audible ? dbov(sent.largestSquare()) : Double.NaN;
    }

    private static double dbov(final double square) {
        return square <= 0 ? SILENCE_DBOV : Math.max(SILENCE_DBOV, 10.0 * Math.log10(square / FULL_SCALE_SQUARED));
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

    double codecBps() {
        return codecBps;
    }

    double latenessMaxUs() {
        return latenessMaxUs;
    }

    double latenessAvgUs() {
        return latenessAvgUs;
    }

    double levelRmsDbov() {
        return levelRmsDbov;
    }

    double levelPeakDbov() {
        return levelPeakDbov;
    }
}
