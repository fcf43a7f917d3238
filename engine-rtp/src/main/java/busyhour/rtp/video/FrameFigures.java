package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;

/** Frames as they were received: counters over the call, gauges of the closed second. */
final class FrameFigures {

    private static final double NS_PER_MS = 1e6;

    private VideoCodec codec;
    private long received;
    private long incomplete;
    private long undecodable;
    private long keyFrames;
    private long malformed;
    private long resolutionChanges;
    private int width;
    private int height;
    private boolean hasFrame;
    private long lastFrameNs;
    private long lastKeyFrameNs;
    private double keyFrameIntervalMs;

    private long octets;
    private long frames;
    private long frameOctets;
    private long assemblyNs;
    private long spacings;
    private double spacingSumMs;
    private double spacingSquaresMs;

    private double framesPs;
    private double bitrateBps;
    private double sizeAvgBytes;
    private double assemblyMs;
    private double spacingMs;
    private double jitterMs;

    void reset(final VideoCodec negotiated) {
        codec = negotiated;
        received = 0;
        incomplete = 0;
        undecodable = 0;
        keyFrames = 0;
        malformed = 0;
        resolutionChanges = 0;
        width = 0;
        height = 0;
        hasFrame = false;
        keyFrameIntervalMs = Double.NaN;
        framesPs = Double.NaN;
        bitrateBps = Double.NaN;
        sizeAvgBytes = Double.NaN;
        assemblyMs = Double.NaN;
        spacingMs = Double.NaN;
        jitterMs = Double.NaN;
        openSecond();
    }

    private void openSecond() {
        octets = 0;
        frames = 0;
        frameOctets = 0;
        assemblyNs = 0;
        spacings = 0;
        spacingSumMs = 0;
        spacingSquaresMs = 0;
    }

    /** Packets are of this codec from now on. */
    void codec(final VideoCodec other) {
        codec = other;
    }

    /** A payload of the stream that was not there before. */
    void onPayload(final int length) {
        octets += length;
    }

    void onMalformed() {
        malformed++;
    }

    /** A key frame says how large its picture is. */
    void onSize(final int pixelsX, final int pixelsY) {
        if (width != 0 && (pixelsX != width || pixelsY != height)) {
            resolutionChanges++;
        }
        width = pixelsX;
        height = pixelsY;
    }

    /**
     * A frame is whole, and those before it are whole or given up.
     *
     * @param assemblingNs from its first packet to its last.
     * @param decodable    refers to nothing that was lost.
     */
    void onFrame(final int length, final long assemblingNs, final boolean isKeyFrame, final boolean decodable, final long nowNs) {
        received++;
        frames++;
        frameOctets += length;
        assemblyNs += assemblingNs;
        undecodable += decodable ? 0 : 1;
        if (hasFrame) {
            final double spacing = (nowNs - lastFrameNs) / NS_PER_MS;
            spacings++;
            spacingSumMs += spacing;
            spacingSquaresMs += spacing * spacing;
        }
        hasFrame = true;
        lastFrameNs = nowNs;
        if (isKeyFrame) {
            keyFrameIntervalMs = keyFrames > 0 ? (nowNs - lastKeyFrameNs) / NS_PER_MS : Double.NaN;
            lastKeyFrameNs = nowNs;
            keyFrames++;
        }
    }

    void onIncomplete(final int lost) {
        incomplete += lost;
    }

    /** The peer paused: the next frame's distance says nothing. */
    void onPause() {
        hasFrame = false;
    }

    void onSecond(final long elapsedNs) {
        final boolean any = received + incomplete > 0;
        framesPs = any ? frames * 1e9 / elapsedNs : Double.NaN;
        bitrateBps = any ? octets * 8e9 / elapsedNs : Double.NaN;
        sizeAvgBytes = frames > 0 ? (double) frameOctets / frames : Double.NaN;
        assemblyMs = frames > 0 ? assemblyNs / NS_PER_MS / frames : Double.NaN;
        spacingMs = spacings > 0 ? spacingSumMs / spacings : Double.NaN;
        jitterMs = spacings > 1 ? Math.sqrt(Math.max(0, spacingSquaresMs / spacings - spacingMs * spacingMs)) : Double.NaN;
        openSecond();
    }

    String codecName() {
        return codec == null ? null : codec.encodingName();
    }

    long received() {
        return received;
    }

    long incomplete() {
        return incomplete;
    }

    long undecodable() {
        return undecodable;
    }

    long keyFrames() {
        return keyFrames;
    }

    long malformed() {
        return malformed;
    }

    long resolutionChanges() {
        return resolutionChanges;
    }

    /** NaN before a key frame said. */
    double megapixels() {
        return width == 0 ? Double.NaN : width * height / 1e6;
    }

    double keyFrameIntervalMs() {
        return keyFrameIntervalMs;
    }

    double framesPs() {
        return framesPs;
    }

    double bitrateBps() {
        return bitrateBps;
    }

    double sizeAvgBytes() {
        return sizeAvgBytes;
    }

    double assemblyMs() {
        return assemblyMs;
    }

    double spacingMs() {
        return spacingMs;
    }

    double jitterMs() {
        return jitterMs;
    }
}
