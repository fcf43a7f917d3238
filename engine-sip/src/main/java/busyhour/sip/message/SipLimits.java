package busyhour.sip.message;

/** What one message may be at most. Exceeding a limit is a {@link SipFault}. */
public final class SipLimits {

    /** Octets in a message, as in a UDP datagram. */
    public static final int MAX_MESSAGE_LENGTH = 65_536;

    /** Header lines (folded lines count once). */
    public static final int MAX_HEADERS = 256;

    /** Octets in the start line or in one header with its continuation lines. */
    public static final int MAX_LINE_LENGTH = 8_192;

    /** Values in all header lines of one list header: Via, Contact. */
    public static final int MAX_VALUES = 256;

    /** Parameters of one Via, address or URI. */
    public static final int MAX_PARAMETERS = 64;

    private SipLimits() {
    }
}
