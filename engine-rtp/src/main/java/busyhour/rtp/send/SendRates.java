package busyhour.rtp.send;

import busyhour.codec.EncodedTrack;

/**
 * The send side's figures of one second: rates, lateness, codec bit rate, level.
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
    private long windowPackets;
    private long windowBytes;

    private long packets;
    private long bytes;
    private long audioBytes;
    private long timestampUnits;
    private long samples;
    private long sumOfSquares;
    private int largestSquare;
    private long latenessSumNs;
    private long latenessMaxNs;

    private double packetsPs = Double.NaN;
    private double bytesBps = Double.NaN;
    private double wireBps = Double.NaN;
    private double codecBps = Double.NaN;
    private double latenessMaxUs = Double.NaN;
    private double latenessAvgUs = Double.NaN;
    private double levelRmsDbov = Double.NaN;
    private double levelPeakDbov = Double.NaN;

    void start(final boolean ipv6, final long nowNs) {
        overheadLength = RTP_HEADER_LENGTH + UDP_HEADER_LENGTH + (ipv6 ? IPV6_HEADER_LENGTH : IPV4_HEADER_LENGTH);
        windowStartNs = nowNs;
        windowPackets = 0;
        windowBytes = 0;
        clearSecond();
        packetsPs = Double.NaN;
        bytesBps = Double.NaN;
        wireBps = Double.NaN;
        codecBps = Double.NaN;
        latenessMaxUs = Double.NaN;
        latenessAvgUs = Double.NaN;
        levelRmsDbov = Double.NaN;
        levelPeakDbov = Double.NaN;
    }

    /** A packet of audio: its payload, the samples in it and how loud they are. */
    void onAudio(final EncodedTrack track, final int payloadLength, final long squares, final int largest, final long latenessNs) {
        onPacket(payloadLength, latenessNs);
        audioBytes += payloadLength;
        timestampUnits += track.timestampUnitsPerFrame();
        samples += track.samplesPerFrame();
        sumOfSquares += squares;
        largestSquare = Math.max(largestSquare, largest);
    }

    /** A packet time of silence: nothing of the codec was sent in it, which lowers its bit rate. */
    void onSilence(final EncodedTrack track) {
        timestampUnits += track.timestampUnitsPerFrame();
    }

    /** A packet that carries no audio: it is part of the rates, not of the codec's. */
    void onPacket(final int payloadLength, final long latenessNs) {
        packets++;
        bytes += payloadLength;
        latenessSumNs += latenessNs;
        latenessMaxNs = Math.max(latenessMaxNs, latenessNs);
    }

    void onSecond(final long nowNs, final int clockRateHz) {
        windowPackets += packets;
        windowBytes += bytes;
        final long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs >= SHORTEST_WINDOW_NS) {
            packetsPs = windowPackets * 1e9 / elapsedNs;
            bytesBps = windowBytes * BITS_NS / elapsedNs;
            wireBps = (windowBytes + windowPackets * overheadLength) * BITS_NS / elapsedNs;
            windowStartNs = nowNs;
            windowPackets = 0;
            windowBytes = 0;
        }
        final boolean any = packets > 0;
        codecBps = samples > 0 ? audioBytes * 8.0 * clockRateHz / timestampUnits : Double.NaN;
        latenessMaxUs = any ? latenessMaxNs / 1e3 : Double.NaN;
        latenessAvgUs = any ? latenessSumNs / 1e3 / packets : Double.NaN;
        levelRmsDbov = samples > 0 ? dbov((double) sumOfSquares / samples) : Double.NaN;
        levelPeakDbov = samples > 0 ? dbov(largestSquare) : Double.NaN;
        clearSecond();
    }

    private void clearSecond() {
        packets = 0;
        bytes = 0;
        audioBytes = 0;
        timestampUnits = 0;
        samples = 0;
        sumOfSquares = 0;
        largestSquare = 0;
        latenessSumNs = 0;
        latenessMaxNs = 0;
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
