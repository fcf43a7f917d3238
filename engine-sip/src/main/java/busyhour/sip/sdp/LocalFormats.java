package busyhour.sip.sdp;

/**
 * Format parameters that an endpoint's descriptions carry: what it wishes to receive. Part of {@link LocalMedia}. Not thread
 * safe.
 */
public final class LocalFormats {

    /** Constrained baseline, level 3.1: 720p at 30 frames a second. */
    public static final int DEFAULT_PROFILE_LEVEL_ID = 0x42E01F;

    boolean opusFec = true;
    boolean opusDtx;
    boolean opusStereo;
    int opusMaxAverageBitrateBps;
    int profileLevelId = DEFAULT_PROFILE_LEVEL_ID;
    int maxFrameRate;
    int maxFrameMacroblocks;

    LocalFormats() {
    }

    void likeness(final LocalFormats other) {
        opus(other.opusFec, other.opusDtx, other.opusStereo, other.opusMaxAverageBitrateBps)
                .profileLevelId(other.profileLevelId).vp8(other.maxFrameRate, other.maxFrameMacroblocks);
    }

    /**
     * RFC 7587 6.1.
     *
     * @param maxAverageBitrateBps 6,000 to 510,000, 0 = no limit is written.
     */
    public LocalFormats opus(final boolean fec, final boolean dtx, final boolean stereo, final int maxAverageBitrateBps) {
        opusFec = fec;
        opusDtx = dtx;
        opusStereo = stereo;
        opusMaxAverageBitrateBps = maxAverageBitrateBps;
        return this;
    }

    /** @param wanted H.264: profile_idc, profile-iop and level_idc as 24 bits (RFC 6184 8.1). */
    public LocalFormats profileLevelId(final int wanted) {
        profileLevelId = wanted;
        return this;
    }

    public int profileLevelId() {
        return profileLevelId;
    }

    /** VP8 (RFC 7741 6.1): what we take at most; 0 = not written. */
    public LocalFormats vp8(final int framesPerSecond, final int macroblocks) {
        maxFrameRate = framesPerSecond;
        maxFrameMacroblocks = macroblocks;
        return this;
    }
}
