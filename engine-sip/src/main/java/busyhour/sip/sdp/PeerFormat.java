package busyhour.sip.sdp;

/**
 * Format parameters by which the peer says what it wishes to receive in the codec agreed on, and the limits of its line; part
 * of {@link NegotiatedMedia}. Not thread safe.
 */
public final class PeerFormat {

    int packetizationMode;
    int profileLevelId;
    boolean levelAsymmetry;
    int maxFrameRate;
    int maxFrameMacroblocks;
    boolean stereo;
    boolean inbandFec;
    boolean dtx;
    int maxAverageBitrateBps;
    boolean octetAligned;
    int bandwidthBps;

    PeerFormat() {
        reset();
    }

    void reset() {
        packetizationMode = 0;
        profileLevelId = -1;
        levelAsymmetry = false;
        maxFrameRate = -1;
        maxFrameMacroblocks = -1;
        stereo = false;
        inbandFec = false;
        dtx = false;
        maxAverageBitrateBps = -1;
        octetAligned = false;
        bandwidthBps = -1;
    }

    void copyFrom(final PeerFormat other) {
        packetizationMode = other.packetizationMode;
        profileLevelId = other.profileLevelId;
        levelAsymmetry = other.levelAsymmetry;
        maxFrameRate = other.maxFrameRate;
        maxFrameMacroblocks = other.maxFrameMacroblocks;
        stereo = other.stereo;
        inbandFec = other.inbandFec;
        dtx = other.dtx;
        maxAverageBitrateBps = other.maxAverageBitrateBps;
        octetAligned = other.octetAligned;
        bandwidthBps = other.bandwidthBps;
    }

    /** @return H.264: 0 single NAL units, 1 non-interleaved (RFC 6184 8.1); both directions have the same. */
    public int packetizationMode() {
        return packetizationMode;
    }

    /** @return H.264: profile_idc, profile-iop, level_idc as 24 bits, 0x42000A when the peer says nothing; -1 for other codecs. */
    public int profileLevelId() {
        return profileLevelId;
    }

    /** @return H.264: whether both sides allow each direction a level of its own (RFC 6184 8.2.2). */
    public boolean levelAsymmetry() {
        return levelAsymmetry;
    }

    /** @return VP8: frames a second at most (RFC 7741 6.1), -1 without a limit. */
    public int maxFrameRate() {
        return maxFrameRate;
    }

    /** @return VP8: macroblocks of a frame at most (RFC 7741 6.1), -1 without a limit. */
    public int maxFrameMacroblocks() {
        return maxFrameMacroblocks;
    }

    /** @return Opus: the peer prefers to receive stereo (RFC 7587 6.1). */
    public boolean stereo() {
        return stereo;
    }

    /** @return Opus: the peer can use in-band FEC. */
    public boolean inbandFec() {
        return inbandFec;
    }

    /** @return Opus: the peer prefers discontinuous transmission. */
    public boolean dtx() {
        return dtx;
    }

    /** @return Opus: bits per second that we may send on average, -1 without a limit. */
    public int maxAverageBitrateBps() {
        return maxAverageBitrateBps;
    }

    /** @return AMR, AMR-WB: octet-aligned payloads instead of bandwidth-efficient ones (RFC 4867 4.3, 4.4). */
    public boolean octetAligned() {
        return octetAligned;
    }

    /** @return bits per second that the line may use by b=TIAS (RFC 3890), else by b=AS (RFC 8866 5.8); -1 without a limit. */
    public int bandwidthBps() {
        return bandwidthBps;
    }
}
