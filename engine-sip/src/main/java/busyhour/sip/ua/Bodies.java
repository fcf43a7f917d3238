package busyhour.sip.ua;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.ParameterCursor;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;

/** Whether a request's body is one that we can read, or need not (RFC 3261 8.2.3, 20.11). */
final class Bodies {

    private static final byte[] HANDLING = Ascii.bytes("handling");
    private static final byte[] OPTIONAL = Ascii.bytes("optional");
    private static final byte[] IDENTITY = Ascii.bytes("identity");

    private final ParameterCursor parameters = new ParameterCursor();

    /** Whether there is a body that has to be understood and is no plain session description. */
    boolean isUnreadable(final SipMessage message) {
        if (message.bodyLength() == 0) {
            return false;
        }
        return (!message.hasSdp() || isEncoded(message)) && !isOptional(message);
    }

    private static boolean isEncoded(final SipMessage message) {
        final long encoding = message.value(SipHeader.CONTENT_ENCODING);
        return Span.isPresent(encoding) && Span.length(encoding) > 0 && !Ascii.equalsIgnoreCase(message.buffer(), encoding, IDENTITY);
    }

    private boolean isOptional(final SipMessage message) {
        final long disposition = message.value(SipHeader.CONTENT_DISPOSITION);
        if (!Span.isPresent(disposition)) {
            return false;
        }
        final int end = Span.end(disposition);
        parameters.wrap(message.buffer(), Ascii.skipToken(message.buffer(), Span.offset(disposition), end), end);
        while (parameters.next() > 0) {
            if (parameters.nameIs(HANDLING)) {
                return Ascii.equalsIgnoreCase(message.buffer(), parameters.value(), OPTIONAL);
            }
        }
        return false;
    }
}
