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
    private static final byte[] VERSION = {'s', 'i', 'p', '/'};

    private boolean inMessage;
    private boolean afterCrlf;
    /** Octets read since the first unused one; between messages as between lines. */
    private int scanned;
    private int lineStart;
    private int headerStart;
    private int headers;
    private int garbage;
    private final ContentLength contentLength = new ContentLength();
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

    /** The empty line that came last was a whole answer: the next one begins something new. */
    void endOfPong() {
        afterCrlf = false;
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
            if (atWord && Octets.matches(buffer, offset + i, VERSION)) {
                return true;
            }
            atWord = buffer.getByte(offset + i) == ' ';
        }
        return false;
    }

    private int headerLine(final DirectBuffer buffer, final int offset, final int feed, final int end) {
        final int lineEnd = withoutCr(buffer, offset, lineStart, feed);
        if (lineEnd == lineStart) {
            contentLength.onLineEnd();
            return endOfHeaders(end);
        }
        final byte first = buffer.getByte(offset + lineStart);
        final boolean continues = (first == ' ' || first == '\t') && headers > 0;
        if (!continues) {
            contentLength.onLineEnd();
            headerStart = lineStart;
            if (++headers > SipLimits.MAX_HEADERS) {
                return TOO_LONG;
            }
        }
        if (feed - headerStart > SipLimits.MAX_LINE_LENGTH || scanned > SipLimits.MAX_MESSAGE_LENGTH) {
            return TOO_LONG;
        }
        if (continues) {
            contentLength.onFold(buffer, offset + lineStart, offset + lineEnd);
        } else {
            contentLength.onLine(buffer, offset + lineStart, offset + lineEnd);
        }
        return MORE;
    }

    private int endOfHeaders(final int end) {
        headerLength = scanned;
        if (contentLength.isBad()) {
            return use(headerLength, BAD_LENGTH);
        }
        if (headerLength + (long) contentLength.value() > SipLimits.MAX_MESSAGE_LENGTH) {
            return TOO_LONG;
        }
        return body(end);
    }

    private int body(final int available) {
        final int whole = headerLength + contentLength.value();
        if (available < whole) {
            return MORE;
        }
        lengthMissing = contentLength.isMissing();
        return use(whole, MESSAGE);
    }

    /** Ends the thing at hand; what follows is read from its beginning. */
    private int use(final int octets, final int result) {
        length = octets;
        scanned = 0;
        lineStart = 0;
        inMessage = false;
        headers = 0;
        headerStart = 0;
        headerLength = 0;
        contentLength.reset();
        if (result == MESSAGE || result == BAD_LENGTH) {
            afterCrlf = false;
        }
        return result;
    }

    private static int withoutCr(final DirectBuffer buffer, final int offset, final int from, final int feed) {
        return feed > from && buffer.getByte(offset + feed - 1) == '\r' ? feed - 1 : feed;
    }
}
