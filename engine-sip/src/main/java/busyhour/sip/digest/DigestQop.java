package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Quality of protection as bits (RFC 7616 3.3). */
public final class DigestQop {

    /** No qop parameter: RFC 2069 mode. */
    public static final int NONE = 0;
    public static final int AUTH = 1;
    public static final int AUTH_INT = 2;

    static final byte[] AUTH_OCTETS = Ascii.bytes("auth");
    static final byte[] AUTH_INT_OCTETS = Ascii.bytes("auth-int");

    private DigestQop() {
    }

    /** @return the bits of the known words in a list without its quotes; {@link #NONE} for none. */
    static int parse(final DirectBuffer buffer, final long span) {
        int bits = NONE;
        final int end = span < 0 ? 0 : Span.end(span);
        int at = span < 0 ? 0 : Span.offset(span);
        while (at < end) {
            final int word = at;
            at = Ascii.skipToken(buffer, word, end);
            if (Ascii.equalsIgnoreCase(buffer, word, at - word, AUTH_OCTETS)) {
                bits |= AUTH;
            } else if (Ascii.equalsIgnoreCase(buffer, word, at - word, AUTH_INT_OCTETS)) {
                bits |= AUTH_INT;
            }
            at = Math.max(at, word + 1);
        }
        return bits;
    }

    static byte[] octets(final int qop) {
        return qop == AUTH_INT ? AUTH_INT_OCTETS : AUTH_OCTETS;
    }
}
