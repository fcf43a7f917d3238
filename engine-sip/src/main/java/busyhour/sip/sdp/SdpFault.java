package busyhour.sip.sdp;

/** Why a session description cannot be read. */
public final class SdpFault {

    public static final int OK = 0;
    public static final int TOO_LARGE = 1;
    /** The first line is not {@code v=0}. */
    public static final int BAD_VERSION = 2;
    /** A line is not {@code letter=value}. */
    public static final int BAD_LINE = 3;
    public static final int BAD_ORIGIN = 4;
    public static final int BAD_CONNECTION = 5;
    public static final int BAD_MEDIA = 6;
    public static final int TOO_MANY_MEDIA = 7;
    public static final int TOO_MANY_FORMATS = 8;
    public static final int TOO_MANY_ATTRIBUTES = 9;
    public static final int MISSING_ORIGIN = 10;

    /** One more than the greatest fault. */
    public static final int COUNT = 11;

    private static final String[] TEXT = {
        "ok", "too large", "bad version", "bad line", "bad origin", "bad connection", "bad media line",
        "too many media lines", "too many formats", "too many attributes", "missing origin"};

    private SdpFault() {
    }

    /** @return a few words for people and counters. */
    public static String text(final int fault) {
        return TEXT[fault];
    }
}
