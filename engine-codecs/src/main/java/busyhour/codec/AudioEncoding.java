package busyhour.codec;

/**
 * How audio is encoded: what one {@link EncodedTrack} differs from another by, besides the sound. Immutable; any thread.
 *
 * @param codec        one that is sent ({@link AudioCodec#isSent}).
 * @param ptimeMs      packet time: 10, 20, 40 or 60, for all but Opus also 30.
 * @param channels     1, with Opus also 2.
 * @param bitrateBps   of Opus, 6,000 to 510,000; 0 for the codecs that have one rate.
 * @param fec          Opus carries a coarse copy of each frame in the next (RFC 6716 2.1.7).
 * @param dtx          Opus sends next to nothing in silence (RFC 6716 2.1.9).
 * @param comfortNoise the others send descriptions of the noise in silence (RFC 3389), and else nothing.
 */
public record AudioEncoding(
        AudioCodec codec, int ptimeMs, int channels, int bitrateBps, boolean fec, boolean dtx, boolean comfortNoise) {

    /** Lowest and highest bit rate of Opus (RFC 6716 2.1.1). */
    public static final int MIN_OPUS_BPS = 6_000;
    public static final int MAX_OPUS_BPS = 510_000;

    /** @throws IllegalArgumentException for what cannot be encoded. */
    public AudioEncoding {
        final boolean opus = codec == AudioCodec.OPUS;
        require(codec.isSent(), codec + " is received only");
        require(isPtime(codec, ptimeMs), "ptime is 10, 20, 30 (not with Opus), 40 or 60 ms, not " + ptimeMs);
        require(channels == 1 || opus && channels == 2, codec + " has no " + channels + " channels");
        require(opus ? bitrateBps >= MIN_OPUS_BPS && bitrateBps <= MAX_OPUS_BPS : bitrateBps == 0,
                codec + " has no bit rate of " + bitrateBps);
        require(opus || !fec && !dtx, codec + " has neither FEC nor DTX");
        require(!opus || !comfortNoise, "Opus has a DTX of its own");
    }

    private static void require(final boolean right, final String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Whether a codec can be sent in packets of this time. */
    public static boolean isPtime(final AudioCodec codec, final int ptimeMs) {
        return ptimeMs == 10 || ptimeMs == 20 || ptimeMs == 40 || ptimeMs == 60 || ptimeMs == 30 && codec != AudioCodec.OPUS;
    }

    /** Of any codec but Opus. */
    public static AudioEncoding of(final AudioCodec codec, final int ptimeMs) {
        return new AudioEncoding(codec, ptimeMs, 1, 0, false, false, false);
    }

    public static AudioEncoding opus(
            final int ptimeMs, final int channels, final int bitrateBps, final boolean fec, final boolean dtx) {
        return new AudioEncoding(AudioCodec.OPUS, ptimeMs, channels, bitrateBps, fec, dtx, false);
    }

    public AudioEncoding withPtimeMs(final int value) {
        return new AudioEncoding(codec, value, channels, bitrateBps, fec, dtx, comfortNoise);
    }

    public AudioEncoding withComfortNoise(final boolean value) {
        return new AudioEncoding(codec, ptimeMs, channels, bitrateBps, fec, dtx, value);
    }

    /** Samples of each channel in a frame. */
    public int samplesPerFrame() {
        return codec.sampleRateHz() * ptimeMs / 1_000;
    }
}
