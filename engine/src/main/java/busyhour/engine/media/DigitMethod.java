package busyhour.engine.media;

/** How a digit travels, as bits: an endpoint may have used several. */
public final class DigitMethod {

    /** Telephone events (RFC 4733). */
    public static final byte RTP = 1;
    /** A body of INFO. */
    public static final byte INFO = 2;
    /** Tones in the audio. */
    public static final byte INBAND = 4;

    private static final String[] NAMES = {null, "rtp", "info", "both", "inband", "both", "both", "both"};

    private DigitMethod() {
    }

    /** @return {@code dtmf_method} for the methods used: more than one are "both"; null for none. */
    public static String name(final int methods) {
        return NAMES[methods];
    }
}
