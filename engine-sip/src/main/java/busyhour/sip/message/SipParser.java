package busyhour.sip.message;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads one datagram into a {@link SipMessage} in a single pass. The headers without which no transaction can be found
 * are read at once; all others are noted and left for who asks. Line ends are CRLF, or LF alone as some send them.
 * <p>
 * Bounded by {@link SipLimits}; allocates nothing; never throws on any octets. Not thread safe.
 */
public final class SipParser {

    private static final long LF_IN_EACH_OCTET = 0x0A0A_0A0A_0A0A_0A0AL;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long MAX_CSEQ = 0xFFFF_FFFFL;
    private static final long MAX_EXPIRES = 0xFFFF_FFFFL;
    private static final int MAX_MAX_FORWARDS = 255;
    private static final long MAX_DIGITS = 99_999_999_999_999_999L;

    private final Via otherVia = new Via();
    private final NameAddr otherContact = new NameAddr();

    /**
     * Reads the message in {@code length} octets from {@code offset}.
     *
     * @return {@link SipFault#OK}, or the first fault; {@link SipFault#statusCode(int)} says how to refuse it.
     */
    public int parse(final DirectBuffer buffer, final int offset, final int length, final SipMessage message) {
        message.reset();
        if (length > SipLimits.MAX_MESSAGE_LENGTH) {
            message.wrap(buffer, offset, 0);
            message.fault(SipFault.TOO_LARGE);
            return message.fault;
        }
        final UnsafeBuffer text = message.wrap(buffer, offset, length);
        int start = 0;
        while (start < length && (text.getByte(start) == '\r' || text.getByte(start) == '\n')) {
            start++;
        }
        if (start == length) {
            message.fault(SipFault.EMPTY);
            return message.fault;
        }
        final int lineFeed = findLineFeed(text, start, length);
        final int lineEnd = lineFeed > start && text.getByte(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
        if (lineFeed == length || lineEnd - start > SipLimits.MAX_LINE_LENGTH) {
            message.fault(lineFeed == length ? SipFault.BAD_START_LINE : SipFault.LINE_TOO_LONG);
            return message.fault;
        }
        StartLine.parse(text, start, lineEnd, message);
        if (!message.request && message.statusCode == 0) {
            return message.fault;
        }
        final int body = parseHeaders(text, lineFeed + 1, length, message);
        if (body >= 0) {
            findBody(body, length, message);
        }
        checkMandatory(message);
        return message.fault;
    }

    /** @return the offset after the empty line, or -1 when the headers cannot be read to their end. */
    private int parseHeaders(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        int at = start;
        while (at < end) {
            final byte c = text.getByte(at);
            if (c == '\n') {
                return at + 1;
            }
            if (c == '\r' && at + 1 < end && text.getByte(at + 1) == '\n') {
                return at + 2;
            }
            int lineFeed = findLineFeed(text, at, end);
            while (lineFeed + 1 < end && isBlank(text.getByte(lineFeed + 1))) {
                lineFeed = findLineFeed(text, lineFeed + 1, end);
            }
            if (lineFeed == end) {
                break;
            }
            if (lineFeed - at > SipLimits.MAX_LINE_LENGTH) {
                message.fault(SipFault.LINE_TOO_LONG);
                return -1;
            }
            if (!parseLine(text, at, lineFeed, message)) {
                return -1;
            }
            at = lineFeed + 1;
        }
        message.fault(SipFault.TRUNCATED_HEADERS);
        return -1;
    }

    private static boolean isBlank(final byte c) {
        return c == ' ' || c == '\t';
    }

    /** @return false when no more headers can be taken. */
    private boolean parseLine(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        final int nameEnd = Ascii.skipToken(text, start, end);
        int at = nameEnd;
        while (at < end && isBlank(text.getByte(at))) {
            at++;
        }
        if (nameEnd == start || at == end || text.getByte(at) != ':') {
            message.fault(SipFault.BAD_HEADER_LINE);
            return true;
        }
        if (message.headerCount() == SipLimits.MAX_HEADERS) {
            // Nor is its value looked at: a Via that is known and yet no header could not be answered to.
            message.fault(SipFault.TOO_MANY_HEADERS);
            return false;
        }
        final byte id = SipHeader.parse(text, start, nameEnd - start);
        final int valueStart = Ascii.skipSpace(text, at + 1, end);
        final int valueEnd = Ascii.trimEnd(text, valueStart, end);
        if (SipHeader.isSingle(id) && message.hasHeader(id)) {
            message.fault(SipFault.DUPLICATE_HEADER);
        } else {
            parseValue(text, id, valueStart, valueEnd, message);
        }
        message.addHeader(id, Span.between(start, nameEnd), Span.between(valueStart, valueEnd));
        return true;
    }

    private void parseValue(
            final UnsafeBuffer text, final byte id, final int start, final int end, final SipMessage message) {
        switch (id) {
            case SipHeader.VIA -> parseVias(text, start, end, message);
            case SipHeader.FROM -> {
                if (message.from.parse(text, start, end) != end) {
                    message.from.clear();
                    message.fault(SipFault.BAD_FROM);
                }
            }
            case SipHeader.TO -> {
                if (message.to.parse(text, start, end) != end) {
                    message.to.clear();
                    message.fault(SipFault.BAD_TO);
                }
            }
            case SipHeader.CONTACT -> parseContacts(text, start, end, message);
            case SipHeader.CALL_ID -> parseCallId(text, start, end, message);
            case SipHeader.CSEQ -> parseCSeq(text, start, end, message);
            case SipHeader.MAX_FORWARDS -> {
                final long value = Ascii.number(text, start, end, MAX_DIGITS);
                message.maxForwards = value > MAX_MAX_FORWARDS ? -1 : (int) value;
                if (value < 0) {
                    message.fault(SipFault.BAD_MAX_FORWARDS);
                }
            }
            case SipHeader.CONTENT_LENGTH -> {
                message.contentLength = (int) Ascii.number(text, start, end, Integer.MAX_VALUE);
                if (message.contentLength < 0) {
                    message.fault(SipFault.BAD_CONTENT_LENGTH);
                }
            }
            case SipHeader.EXPIRES -> message.expires = Ascii.number(text, start, end, MAX_EXPIRES);
            default -> {
            }
        }
    }

    private void parseVias(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        // Topmost is the first value of the first line: when that one is faulty no other takes its place.
        boolean top = !message.hasHeader(SipHeader.VIA);
        int at = start;
        do {
            final Via via = top ? message.topVia : otherVia;
            final int next = via.parse(text, at, end);
            if (next < 0) {
                message.fault(SipFault.BAD_VIA);
                return;
            }
            top = false;
            if (++message.viaCount > SipLimits.MAX_VALUES) {
                message.fault(SipFault.TOO_MANY_VALUES);
                return;
            }
            at = next + 1;
        } while (at <= end);
    }

    private void parseContacts(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        int at = start;
        do {
            final NameAddr contact = message.contactCount == 0 ? message.contact : otherContact;
            final int next = contact.parse(text, at, end);
            if (next < 0) {
                contact.clear();
                message.fault(SipFault.BAD_CONTACT);
                return;
            }
            if (++message.contactCount > SipLimits.MAX_VALUES) {
                message.fault(SipFault.TOO_MANY_VALUES);
                return;
            }
            at = next + 1;
        } while (at <= end);
    }

    private static void parseCallId(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        for (int at = start; at < end; at++) {
            if (Ascii.isSpace(text.getByte(at))) {
                message.fault(SipFault.BAD_CALL_ID);
                return;
            }
        }
        if (start == end) {
            message.fault(SipFault.BAD_CALL_ID);
            return;
        }
        message.callId = Span.between(start, end);
    }

    private static void parseCSeq(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        int at = start;
        while (at < end && Ascii.isDigit(text.getByte(at))) {
            at++;
        }
        final long number = Ascii.number(text, start, at, MAX_CSEQ);
        final int methodStart = Ascii.skipSpace(text, at, end);
        if (number < 0 || methodStart == at || methodStart == end || Ascii.skipToken(text, methodStart, end) != end) {
            message.fault(SipFault.BAD_CSEQ);
            return;
        }
        message.cSeq = number;
        message.cSeqMethod = SipMethod.parse(text, methodStart, end - methodStart);
        message.cSeqMethodText = Span.between(methodStart, end);
    }

    private static void findBody(final int start, final int end, final SipMessage message) {
        final int available = end - start;
        message.bodyOffset = start;
        message.bodyLength = available;
        if (message.contentLength >= 0) {
            if (message.contentLength > available) {
                message.fault(SipFault.BODY_TRUNCATED);
            } else {
                message.bodyLength = message.contentLength;
            }
        }
    }

    private static void checkMandatory(final SipMessage message) {
        if (message.cSeq >= 0 && message.request && !sameMethod(message)) {
            message.fault(SipFault.CSEQ_METHOD_MISMATCH);
        }
        if (!message.hasHeader(SipHeader.VIA)) {
            message.fault(SipFault.MISSING_VIA);
        }
        if (!message.hasHeader(SipHeader.FROM)) {
            message.fault(SipFault.MISSING_FROM);
        }
        if (!message.hasHeader(SipHeader.TO)) {
            message.fault(SipFault.MISSING_TO);
        }
        if (!message.hasHeader(SipHeader.CALL_ID)) {
            message.fault(SipFault.MISSING_CALL_ID);
        }
        if (!message.hasHeader(SipHeader.CSEQ)) {
            message.fault(SipFault.MISSING_CSEQ);
        }
    }

    private static boolean sameMethod(final SipMessage message) {
        final long inCSeq = message.cSeqMethodText;
        final long inLine = message.methodText;
        return Ascii.equals(message.buffer(), Span.offset(inCSeq), Span.length(inCSeq),
                message.buffer(), Span.offset(inLine), Span.length(inLine));
    }

    /** @return the offset of the next LF, eight octets at a time, or {@code end}. */
    static int findLineFeed(final UnsafeBuffer text, final int start, final int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            final long difference = text.getLong(at, ByteOrder.LITTLE_ENDIAN) ^ LF_IN_EACH_OCTET;
            final long zeros = (difference - LOW_BITS) & ~difference & HIGH_BITS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (at < end && text.getByte(at) != '\n') {
            at++;
        }
        return at;
    }
}
