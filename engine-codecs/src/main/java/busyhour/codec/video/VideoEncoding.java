package busyhour.codec.video;

/**
 * How a video is encoded and cut into RTP payloads. Equal encodings of the same picture share one {@link EncodedVideo}.
 *
 * @param codec              H.264 or VP8.
 * @param width              pixels, even.
 * @param height             pixels, even.
 * @param fps                frames each second.
 * @param bitrateBps         of the encoded video over its whole length, payload formats and headers not counted.
 * @param keyFrameIntervalMs time between key frames.
 * @param packetizationMode  of H.264 (RFC 6184 5.4): 0 single NAL units, 1 also STAP-A and FU-A; of no meaning for VP8.
 * @param maxPayload         octets of the largest RTP payload.
 */
public record VideoEncoding(
        VideoCodec codec,
        int width,
        int height,
        int fps,
        int bitrateBps,
        int keyFrameIntervalMs,
        int packetizationMode,
        int maxPayload) {

    /** With RTP (an extension, RTX), SRTP, UDP and IPv6 around it still below 1,280 octets, the least that every IPv6 path carries. */
    public static final int DEFAULT_MAX_PAYLOAD = 1_180;
    /** Longest side of a picture. */
    public static final int MAX_SIDE = 1_920;
    public static final int MAX_KEY_FRAME_INTERVAL_MS = 60_000;

    public VideoEncoding {
        require(codec != null, "codec", "none", "H264 or VP8");
        require(isSide(width), "width", width, "an even number from 64 to " + MAX_SIDE);
        require(isSide(height), "height", height, "an even number from 64 to " + MAX_SIDE);
        require(fps >= 1 && fps <= 60, "fps", fps, "1 to 60");
        require(bitrateBps >= 10_000 && bitrateBps <= 50_000_000, "bitrateBps", bitrateBps, "10,000 to 50,000,000");
        require(keyFrameIntervalMs >= 100 && keyFrameIntervalMs <= MAX_KEY_FRAME_INTERVAL_MS, "keyFrameIntervalMs", keyFrameIntervalMs,
                "100 to " + MAX_KEY_FRAME_INTERVAL_MS);
        require(packetizationMode == 0 || packetizationMode == 1, "packetizationMode", packetizationMode, "0 or 1");
        require(maxPayload >= 200 && maxPayload <= 65_000, "maxPayload", maxPayload, "200 to 65,000");
    }

    private static boolean isSide(final int pixels) {
        return pixels >= 64 && pixels <= MAX_SIDE && pixels % 2 == 0;
    }

    private static void require(final boolean isRight, final String field, final Object found, final String expected) {
        if (!isRight) {
            throw new IllegalArgumentException("video " + field + ": found " + found + ", expected " + expected);
        }
    }

    /** Packetisation mode 1 and payloads that pass everywhere. */
    public static VideoEncoding of(
            final VideoCodec codec, final int width, final int height, final int fps, final int bitrateBps, final int keyFrameIntervalMs) {
        return new VideoEncoding(codec, width, height, fps, bitrateBps, keyFrameIntervalMs, 1, DEFAULT_MAX_PAYLOAD);
    }

    /** What the bit rate allows for each pixel of each frame. */
    double bitsPerPixel() {
        return (double) bitrateBps / fps / width / height;
    }

    /** Frames from one key frame to the next, at least 1. */
    public int keyFrameIntervalFrames() {
        return Math.max(1, Math.round(keyFrameIntervalMs * fps / 1_000f));
    }
}
