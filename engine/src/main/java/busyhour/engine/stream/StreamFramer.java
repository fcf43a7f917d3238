package busyhour.engine.stream;

import busyhour.sip.message.SipLimits;
import org.agrona.DirectBuffer;

/**
 * Finds where SIP messages begin and end in a stream (RFC 3261 7.5, 18.3). Sees the octets from the first that is not used up yet,
 * remembers how far it has read, and so reads each octet once however the stream is cut.
 *
 * <pre>
 *   BETWEEN --start line--> HEADERS --empty line--> BODY --Content-Length octets--> message
 *      |  CRLF: keep-alive (RFC 5626 4.4.1)            (no Content-Length: no body)
 *      +- other lines: skipped, counted, up to a limit
 * </pre>
 *
 * One connection's thread. Allocates nothing.
 */
final class StreamFramer {

    /** Nothing whole is there yet. */
    static final int MORE = 0;
    /** A message of {@link #length} octets. */
    static final int MESSAGE = 1;
    /** An empty line: half of a ping, or the answer to one. */
    static final int CRLF = 2;
    /** The second empty line in a row: a ping, to be answered by one CRLF. */
    static final int PING = 3;
    /** {@link #length} octets that are no SIP. */
    static final int GARBAGE = 4;
    /** A header, message or heap of garbage that goes beyond the limits. */
    static final int TOO_LONG = 5;
    /** {@link #length} octets of a message whose end is told in two ways or none: to be refused, and the stream is lost. */
    static final int BAD_LENGTH = 6;

    private static final int MAX_GARBAGE = SipLimits.MAX_LINE_LENGTH;
    private static final byte[] CONTENT_LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'};
    private static final byte[] VERSION = {'s', 'i', 'p', '/'};

    private boolean inMessage;
    private boolean afterCrlf;
    private boolean isLengthLine;
    private boolean badLength;
    /** Octets read since the first unused one; between messages as between lines. */
    private int scanned;
    private int lineStart;
    private int headerStart;
    private int headers;
    private int garbage;
    /** Of the body; -1 = not told. */
    private int contentLength = -1;
    /** The number of a Content-Length being read; -1 = no digit yet. */
    private long number = -1;
    private boolean numberEnded;
    private int headerLength;
    private int length;
    private boolean lengthMissing;

    /** Octets that the result of {@link #next} is about: to be used up before the next call. */
    int length() {
        return length;
    }

    /** Whether the last message had no Content-Length. */
    boolean lengthMissing() {
        return lengthMissing;
    }

    /**
     * @param offset the first octet not used up.
     * @param limit  behind the last octet that has come.
     * @return what is there; after {@link #MORE} the same octets come again with more behind them.
     */
    int next(final DirectBuffer buffer, final int offset, final int limit) {
        if (headerLength > 0) {
            return body(limit - offset);
        }
        final int end = limit - offset;
        while (scanned < end) {
            final int feed = indexOfLf(buffer, offset + scanned, limit) - offset;
            if (feed < 0) {
                scanned = end;
                break;
            }
            scanned = feed + 1;
            final int result = inMessage ? headerLine(buffer, offset, feed, end) : lineBetween(buffer, offset, feed);
            if (result != MORE || headerLength > 0) {
                return result;
            }
            lineStart = scanned;
        }
        return isTooLong() ? TOO_LONG : MORE;
    }

    private boolean isTooLong() {
        return scanned > SipLimits.MAX_MESSAGE_LENGTH || scanned - (inMessage ? headerStart : 0) > SipLimits.MAX_LINE_LENGTH;
    }

    private static int indexOfLf(final DirectBuffer buffer, final int from, final int limit) {
        for (int i = from; i < limit; i++) {
            if (buffer.getByte(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** @param feed where the line's LF is, from the first unused octet. */
    private int lineBetween(final DirectBuffer buffer, final int offset, final int feed) {
        final int end = withoutCr(buffer, offset, 0, feed);
        if (end == 0) {
            afterCrlf = !afterCrlf;
            return use(feed + 1, afterCrlf ? CRLF : PING);
        }
        afterCrlf = false;
        if (feed > SipLimits.MAX_LINE_LENGTH) {
            return TOO_LONG;
        }
        if (isStartLine(buffer, offset, end)) {
            garbage = 0;
            inMessage = true;
            headerStart = scanned;
            return MORE;
        }
        garbage += feed + 1;
        return garbage > MAX_GARBAGE ? TOO_LONG : use(feed + 1, GARBAGE);
    }

    /** {@code SIP/} at the beginning, or as the beginning of a later word: any version, so that 505 can be said. */
    private static boolean isStartLine(final DirectBuffer buffer, final int offset, final int end) {
        boolean atWord = true;
        for (int i = 0; i + VERSION.length < end; i++) {
            if (atWord && matches(buffer, offset + i, VERSION)) {
                return true;
            }
            atWord = buffer.getByte(offset + i) == ' ';
        }
        return false;
    }

    private int headerLine(final DirectBuffer buffer, final int offset, final int feed, final int end) {
        final int lineEnd = withoutCr(buffer, offset, lineStart, feed);
        if (lineEnd == lineStart) {
            finishHeader();
            return endOfHeaders(end);
        }
        final byte first = buffer.getByte(offset + lineStart);
        final boolean continues = (first == ' ' || first == '\t') && headers > 0;
        if (!continues) {
            finishHeader();
            headerStart = lineStart;
            if (++headers > SipLimits.MAX_HEADERS) {
                return TOO_LONG;
            }
        }
        if (feed - headerStart > SipLimits.MAX_LINE_LENGTH || scanned > SipLimits.MAX_MESSAGE_LENGTH) {
            return TOO_LONG;
        }
        if (!continues) {
            final int value = lengthValue(buffer, offset, lineEnd);
            isLengthLine = value >= 0;
            if (isLengthLine) {
                digits(buffer, offset, value, lineEnd);
            }
        } else if (isLengthLine) {
            digits(buffer, offset, lineStart, lineEnd);
        }
        return MORE;
    }

    /** @return where the value begins when the line is Content-Length or its compact form, else -1. */
    private int lengthValue(final DirectBuffer buffer, final int offset, final int lineEnd) {
        final int at = lineStart;
        final int name;
        if ((buffer.getByte(offset + at) | 0x20) == 'l') {
            name = 1;
        } else if (lineEnd - at > CONTENT_LENGTH.length && matches(buffer, offset + at, CONTENT_LENGTH)) {
            name = CONTENT_LENGTH.length;
        } else {
            return -1;
        }
        int colon = at + name;
        while (colon < lineEnd && isBlank(buffer.getByte(offset + colon))) {
            colon++;
        }
        return colon < lineEnd && buffer.getByte(offset + colon) == ':' ? colon + 1 : -1;
    }

    private static boolean matches(final DirectBuffer buffer, final int at, final byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            final byte c = buffer.getByte(at + i);
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private void digits(final DirectBuffer buffer, final int offset, final int from, final int to) {
        numberEnded |= number >= 0; // a fold is a blank
        for (int i = from; i < to; i++) {
            final byte c = buffer.getByte(offset + i);
            if (c >= '0' && c <= '9' && !numberEnded) {
                number = Math.min(Math.max(number, 0) * 10 + c - '0', Integer.MAX_VALUE);
            } else if (isBlank(c)) {
                numberEnded = number >= 0;
            } else {
                badLength = true;
            }
        }
    }

    private void finishHeader() {
        if (isLengthLine) {
            badLength |= number < 0 || contentLength >= 0 && contentLength != number;
            contentLength = (int) Math.max(number, 0);
        }
        isLengthLine = false;
        number = -1;
        numberEnded = false;
    }

    private int endOfHeaders(final int end) {
        headerLength = scanned;
        if (badLength) {
            return use(headerLength, BAD_LENGTH);
        }
        if (headerLength + (long) Math.max(contentLength, 0) > SipLimits.MAX_MESSAGE_LENGTH) {
            return TOO_LONG;
        }
        return body(end);
    }

    private int body(final int available) {
        final int whole = headerLength + Math.max(contentLength, 0);
        if (available < whole) {
            return MORE;
        }
        lengthMissing = contentLength < 0;
        return use(whole, MESSAGE);
    }

    /** Ends the thing at hand; what follows is read from its beginning. */
    private int use(final int octets, final int result) {
        length = octets;
        scanned = 0;
        lineStart = 0;
        inMessage = false;
        badLength = false;
        headers = 0;
        headerStart = 0;
        headerLength = 0;
        contentLength = -1;
        if (result == MESSAGE || result == BAD_LENGTH) {
            afterCrlf = false;
        }
        return result;
    }

    private static int withoutCr(final DirectBuffer buffer, final int offset, final int from, final int feed) {
        return feed > from && buffer.getByte(offset + feed - 1) == '\r' ? feed - 1 : feed;
    }

    private static boolean isBlank(final byte c) {
        return c == ' ' || c == '\t';
    }
}
