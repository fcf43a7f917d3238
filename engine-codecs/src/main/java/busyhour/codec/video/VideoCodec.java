package busyhour.codec.video;

/** The video codecs that are sent and received. */
public enum VideoCodec {

    /** H.264 (ITU-T H.264, RFC 6184), constrained baseline when sent. */
    H264("H264"),
    /** VP8 (RFC 6386, RFC 7741). */
    VP8("VP8");

    /** Rate of the RTP timestamp of all video (RFC 3551 5). */
    public static final int CLOCK_RATE_HZ = 90_000;

    private final String encodingName;

    VideoCodec(final String encodingName) {
        this.encodingName = encodingName;
    }

    /** The codec of a name in a plan or an rtpmap (any case), or null. */
    public static VideoCodec byName(final String encodingName) {
        for (final VideoCodec codec : values()) {
            if (codec.encodingName.equalsIgnoreCase(encodingName)) {
                return codec;
            }
        }
        return null;
    }

    /** As SDP, plans and reports write it. */
    public String encodingName() {
        return encodingName;
    }
}
