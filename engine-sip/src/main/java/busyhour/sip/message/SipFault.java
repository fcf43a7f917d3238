package busyhour.sip.message;

/**
 * Why a message, or a part of it, is not what RFC 3261 allows. {@link #OK} is 0; each fault has the status code with
 * which a request is refused, and 0 where nothing may be answered.
 */
public final class SipFault {

    public static final int OK = 0;
    /** Nothing but line ends: a keep-alive (RFC 5626 3.5.1). */
    public static final int EMPTY = 1;
    public static final int TOO_LARGE = 2;
    /** Neither a request line nor a status line. */
    public static final int BAD_START_LINE = 3;
    public static final int BAD_VERSION = 4;
    public static final int BAD_STATUS_CODE = 5;
    public static final int BAD_REQUEST_URI = 6;
    public static final int LINE_TOO_LONG = 7;
    public static final int TOO_MANY_HEADERS = 8;
    /** A header line without name or colon. */
    public static final int BAD_HEADER_LINE = 9;
    /** The datagram ends inside the headers. */
    public static final int TRUNCATED_HEADERS = 10;
    public static final int BAD_VIA = 11;
    public static final int BAD_FROM = 12;
    public static final int BAD_TO = 13;
    public static final int BAD_CONTACT = 14;
    public static final int BAD_CALL_ID = 15;
    public static final int BAD_CSEQ = 16;
    /** CSeq names another method than the request line (RFC 3261 8.1.1.5). */
    public static final int CSEQ_METHOD_MISMATCH = 17;
    public static final int BAD_MAX_FORWARDS = 18;
    public static final int BAD_CONTENT_LENGTH = 19;
    /** Content-Length promises more than the datagram holds (RFC 3261 18.3). */
    public static final int BODY_TRUNCATED = 20;
    public static final int DUPLICATE_HEADER = 21;
    public static final int MISSING_VIA = 22;
    public static final int MISSING_FROM = 23;
    public static final int MISSING_TO = 24;
    public static final int MISSING_CALL_ID = 25;
    public static final int MISSING_CSEQ = 26;
    public static final int TOO_MANY_VALUES = 27;
    public static final int TOO_MANY_PARAMETERS = 28;
    public static final int UNBALANCED_QUOTE = 29;
    public static final int BAD_PARAMETER = 30;
    public static final int BAD_URI = 31;
    public static final int BAD_HOST = 32;
    public static final int BAD_PORT = 33;
    public static final int BAD_EXPIRES = 34;

    /** One more than the greatest fault: the size of an array of counters. */
    public static final int COUNT = 35;

    private static final String[] TEXT = {
        "ok", "empty", "message too large", "bad start line", "bad SIP version", "bad status code", "bad Request-URI",
        "line too long", "too many headers", "bad header line", "truncated headers", "bad Via", "bad From", "bad To",
        "bad Contact", "bad Call-ID", "bad CSeq", "CSeq method mismatch", "bad Max-Forwards", "bad Content-Length",
        "body truncated", "duplicate header", "missing Via", "missing From", "missing To", "missing Call-ID",
        "missing CSeq", "too many values", "too many parameters", "unbalanced quote", "bad parameter", "bad URI",
        "bad host", "bad port", "bad Expires"};

    private static final byte[][] PHRASES = new byte[COUNT][];

    static {
        for (int fault = 0; fault < COUNT; fault++) {
            PHRASES[fault] = Ascii.bytes(Character.toUpperCase(TEXT[fault].charAt(0)) + TEXT[fault].substring(1));
        }
    }

    private SipFault() {
    }

    /** @return the status code that refuses a request with this fault, 0 = answer nothing. */
    public static int statusCode(final int fault) {
        return switch (fault) {
            case OK, EMPTY, BAD_START_LINE, BAD_STATUS_CODE, MISSING_VIA -> 0;
            case TOO_LARGE -> 513;
            case BAD_VERSION -> 505;
            default -> 400;
        };
    }

    /** @return a few words for a status line, shared: do not write into them. */
    public static byte[] phrase(final int fault) {
        return PHRASES[fault];
    }

    /** @return a few words for people and counters. */
    public static String text(final int fault) {
        return TEXT[fault];
    }
}
