package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;

/** Option tags of Require and Supported as bits (RFC 3261 19.2 and the IANA registry). */
final class OptionTags {

    /** RFC 3262. */
    static final int RELIABLE = 1;
    /** RFC 4028. */
    static final int TIMER = 1 << 1;
    /** RFC 3891. */
    static final int REPLACES = 1 << 2;
    /** RFC 4488. */
    static final int NO_REFER_SUB = 1 << 3;
    /** RFC 3327. */
    static final int PATH = 1 << 4;
    /** Some tag that we do not know. */
    static final int UNKNOWN = 1 << 30;

    static final byte[] RELIABLE_TAG = Ascii.bytes("100rel");

    private static final byte[][] TAGS = {
        RELIABLE_TAG, Ascii.bytes("timer"), Ascii.bytes("replaces"), Ascii.bytes("norefersub"), Ascii.bytes("path")};

    private final HeaderValues values = new HeaderValues();

    /** The tags in all headers with this id. */
    int of(final SipMessage message, final byte header) {
        if (!message.hasHeader(header)) {
            return 0;
        }
        int bits = 0;
        values.reset(message, header);
        while (values.next()) {
            bits |= bit(message, values.value());
        }
        return bits;
    }

    private static int bit(final SipMessage message, final long value) {
        for (int i = 0; i < TAGS.length; i++) {
            if (Ascii.equalsIgnoreCase(message.buffer(), value, TAGS[i])) {
                return 1 << i;
            }
        }
        return UNKNOWN;
    }

    /** Whether the request requires what is not among these tags (RFC 3261 8.2.2.3). */
    boolean requiresOther(final SipMessage request, final int supported) {
        return (of(request, SipHeader.REQUIRE) & ~supported) != 0;
    }

    /** Writes the required tags that are not among these into Unsupported. */
    void writeUnsupported(final SipWriter out, final SipMessage request, final int supported) {
        boolean first = true;
        values.reset(request, SipHeader.REQUIRE);
        while (values.next()) {
            final long value = values.value();
            if ((bit(request, value) & supported) == 0) {
                if (first) {
                    out.name(SipHeader.UNSUPPORTED);
                } else {
                    out.octet((byte) ',').space();
                }
                first = false;
                out.append(request.buffer(), Span.offset(value), Span.length(value));
            }
        }
        if (!first) {
            out.endLine();
        }
    }

    /** A header's value with these tags, null when there is none; set-up time. */
    static byte[] text(final int bits) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < TAGS.length; i++) {
            if ((bits >> i & 1) != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(new String(TAGS[i], java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        return text.isEmpty() ? null : Ascii.bytes(text.toString());
    }
}
