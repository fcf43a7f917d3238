package busyhour.sip.transaction;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Branches that we make: the cookie of RFC 3261 8.1.1.7 and 16 hexadecimal digits, so that a number names them. */
public final class Branch {

    /** Answer of {@link #parse} for a branch that is not of ours. Never used as a branch. */
    public static final long FOREIGN = 0;

    private static final byte[] COOKIE = Ascii.bytes("z9hG4bK");
    private static final int DIGITS = 16;

    private Branch() {
    }

    /** Writes the branch parameter's value. */
    public static SipWriter put(final SipWriter writer, final long branch) {
        return writer.append(COOKIE).hex(branch);
    }

    /** The number of a branch, {@link #FOREIGN} when it cannot be one of ours. */
    public static long parse(final DirectBuffer buffer, final long span) {
        if (Span.length(span) != COOKIE.length + DIGITS) {
            return FOREIGN;
        }
        final int start = Span.offset(span);
        for (int i = 0; i < COOKIE.length; i++) {
            if (buffer.getByte(start + i) != COOKIE[i]) {
                return FOREIGN;
            }
        }
        return Hex.parse(buffer, start + COOKIE.length, DIGITS, FOREIGN);
    }
}
