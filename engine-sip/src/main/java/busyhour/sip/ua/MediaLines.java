package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Media lines of a session description, counted without reading it: an answer has as many as its offer (RFC 3264 6). */
final class MediaLines {

    private MediaLines() {
    }

    /** @return those of the description in a message, 0 without one. */
    static int count(final SipMessage message) {
        final long sdp = message.sdp();
        return sdp < 0 ? 0 : count(message.buffer(), Span.offset(sdp), Span.length(sdp));
    }

    static int count(final DirectBuffer text, final int offset, final int length) {
        int count = 0;
        for (int i = offset; i + 1 < offset + length; i++) {
            if (text.getByte(i) == 'm' && text.getByte(i + 1) == '=' && (i == offset || text.getByte(i - 1) == '\n')) {
                count++;
            }
        }
        return count;
    }
}
