package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Event packages that user agents know (RFC 6665), as small codes. */
public final class EventPackage {

    /** Some other package, or no Event header. */
    public static final byte UNKNOWN = 0;
    /** RFC 3515: how a transfer goes. */
    public static final byte REFER = 1;
    /** RFC 3842: message waiting. */
    public static final byte MESSAGE_SUMMARY = 2;

    private static final byte[][] NAMES = {null, Ascii.bytes("refer"), Ascii.bytes("message-summary")};
    private static final byte[][] ACCEPTED = {null, Ascii.bytes("message/sipfrag"), Ascii.bytes("application/simple-message-summary")};

    private EventPackage() {
    }

    /** The package that the Event header names. */
    static byte of(final SipMessage message) {
        final long value = message.value(SipHeader.EVENT);
        if (!Span.isPresent(value)) {
            return UNKNOWN;
        }
        final DirectBuffer text = message.buffer();
        final int start = Span.offset(value);
        final int end = Ascii.skipToken(text, start, Span.end(value));
        for (byte i = 1; i < NAMES.length; i++) {
            if (Ascii.equalsIgnoreCase(text, start, end - start, NAMES[i])) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /** The package's name, shared: do not write into it. */
    static byte[] octets(final byte eventPackage) {
        return NAMES[eventPackage];
    }

    /** The media type of its notifications, shared: do not write into it. */
    static byte[] mediaType(final byte eventPackage) {
        return ACCEPTED[eventPackage];
    }
}
