package busyhour.sip.message;

import org.agrona.concurrent.UnsafeBuffer;

/** The request line and the status line (RFC 3261 7.1, 7.2). */
final class StartLine {

    private static final int MIN_STATUS_LINE_LENGTH = 11;

    private StartLine() {
    }

    static void parse(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        if (end - start >= MIN_STATUS_LINE_LENGTH && isSipSlash(text, start)) {
            parseStatusLine(text, start, end, message);
        } else {
            parseRequestLine(text, start, end, message);
        }
    }

    private static boolean isSipSlash(final UnsafeBuffer text, final int at) {
        return (text.getByte(at) | 0x20) == 's' && (text.getByte(at + 1) | 0x20) == 'i'
                && (text.getByte(at + 2) | 0x20) == 'p' && text.getByte(at + 3) == '/';
    }

    private static void parseStatusLine(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        int at = start + 4;
        while (at < end && text.getByte(at) != ' ') {
            at++;
        }
        checkVersion(text, start, at, message);
        final int codeStart = at + 1;
        final int codeEnd = codeStart + 3;
        final int code = codeEnd > end ? -1 : (int) Ascii.number(text, codeStart, codeEnd, 699);
        if (code < 100 || codeEnd < end && text.getByte(codeEnd) != ' ') {
            message.fault(SipFault.BAD_STATUS_CODE);
            return;
        }
        message.statusCode = code;
        message.reason = Span.between(Math.min(codeEnd + 1, end), end);
    }

    private static void parseRequestLine(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        final int methodEnd = Ascii.skipToken(text, start, end);
        if (methodEnd == start || methodEnd == end || text.getByte(methodEnd) != ' ') {
            message.fault(SipFault.BAD_START_LINE);
            return;
        }
        final int uriStart = methodEnd + 1;
        int uriEnd = uriStart;
        while (uriEnd < end && text.getByte(uriEnd) != ' ') {
            uriEnd++;
        }
        if (uriEnd == end) {
            message.fault(SipFault.BAD_START_LINE);
            return;
        }
        message.request = true;
        message.method = SipMethod.parse(text, start, methodEnd - start);
        message.methodText = Span.between(start, methodEnd);
        message.requestUriText = Span.between(uriStart, uriEnd);
        if (message.requestUri.wrap(text, uriStart, uriEnd - uriStart) != SipFault.OK) {
            message.fault(SipFault.BAD_REQUEST_URI);
        }
        checkVersion(text, uriEnd + 1, end, message);
    }

    /** {@code SIP/2.0}; another number is 505, anything else in its place makes the line itself bad. */
    private static void checkVersion(final UnsafeBuffer text, final int start, final int end, final SipMessage message) {
        final int length = end - start;
        if (length >= 7 && isSipSlash(text, start)) {
            if (length == 7 && text.getByte(start + 4) == '2' && text.getByte(start + 5) == '.' && text.getByte(start + 6) == '0') {
                return;
            }
            if (isNumberDotNumber(text, start + 4, end)) {
                message.fault(SipFault.BAD_VERSION);
                return;
            }
        }
        message.fault(message.request ? SipFault.BAD_REQUEST_URI : SipFault.BAD_START_LINE);
    }

    private static boolean isNumberDotNumber(final UnsafeBuffer text, final int start, final int end) {
        int dots = 0;
        for (int at = start; at < end; at++) {
            final byte c = text.getByte(at);
            if (c == '.') {
                dots++;
            } else if (!Ascii.isDigit(c)) {
                return false;
            }
        }
        return dots == 1 && text.getByte(start) != '.' && text.getByte(end - 1) != '.';
    }
}
