package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** The words of a line of a session description, which single spaces separate. */
final class SdpLine {

    private SdpLine() {
    }

    /** @return the next word at or after {@code start}, {@link Span#NONE} when there is none. */
    static long word(final DirectBuffer buffer, final int start, final int end) {
        int at = start;
        while (at < end && isBlank(buffer.getByte(at))) {
            at++;
        }
        final int wordStart = at;
        while (at < end && !isBlank(buffer.getByte(at))) {
            at++;
        }
        return at == wordStart ? Span.NONE : Span.between(wordStart, at);
    }

    private static boolean isBlank(final byte c) {
        return c == ' ' || c == '\t';
    }

    /** @return the number in the span, -1 for none or more than {@code max}. */
    static long number(final DirectBuffer buffer, final long span, final long max) {
        return span < 0 ? -1 : Ascii.number(buffer, Span.offset(span), Span.end(span), max);
    }

    /** @return the offset of the first such octet, or {@code end}. */
    static int find(final DirectBuffer buffer, final int start, final int end, final char octet) {
        int at = start;
        while (at < end && buffer.getByte(at) != octet) {
            at++;
        }
        return at;
    }
}
