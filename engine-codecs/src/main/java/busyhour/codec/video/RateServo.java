package busyhour.codec.video;

/**
 * Finds how much detail a picture needs so that an encoder fills its bit rate: more while less came out within about the last second
 * than it allows, less while more. What lies further back is forgotten: the encoder does not make up for it either. The change is in proportion to the level, as the rate of fine grain is in proportion to that of coarse.
 */
final class RateServo {

    private static final double LEAST = 0.002;
    private static final double GAIN = 3;
    /** So much the encoder evens out by itself: a key frame is as large as many others. */
    private static final double SLACK_SECONDS = 0.1;

    private final double octetsPerFrame;
    private final int fps;
    private double surplusOctets;
    private double level;

    RateServo(final int bitrateBps, final int fps, final double startLevel) {
        this.octetsPerFrame = bitrateBps / 8.0 / fps;
        this.fps = fps;
        this.level = startLevel;
    }

    /** A level to start with: by experience as much as there are bits for each pixel. */
    static double startLevel(final VideoEncoding encoding) {
        return Math.min(0.5, encoding.bitsPerPixel());
    }

    void onFrame(final int octets) {
        surplusOctets += octets - octetsPerFrame - surplusOctets / fps;
        final double surplusSeconds = surplusOctets / octetsPerFrame / fps;
        if (Math.abs(surplusSeconds) > SLACK_SECONDS) {
            level = Math.min(1, Math.max(LEAST, level) * (1 - GAIN * Math.clamp(surplusSeconds, -0.5, 0.5) / fps));
        }
    }

    /** 0 to 1; what is hardly visible is 0. */
    double level() {
        return level <= LEAST ? 0 : level;
    }
}
