package busyhour.engine.scenario;

/** What a call has once and a step holds until its completion is heard of: bits. */
public final class Resource {

    /** Offer and answer: re-INVITE or UPDATE. */
    public static final int OFFER = 1;
    /** An INFO request. */
    public static final int INFO = 2;
    /** A MESSAGE request. */
    public static final int MESSAGE = 4;
    /** Digits in the media stream. */
    public static final int DIGITS = 8;
    /** A transfer (RFC 3515). */
    public static final int TRANSFER = 16;
    /** A file that is played. */
    public static final int PLAYBACK = 32;

    static final int COUNT = 6;

    private Resource() {
    }

    static int index(final int bit) {
        return Integer.numberOfTrailingZeros(bit);
    }
}
