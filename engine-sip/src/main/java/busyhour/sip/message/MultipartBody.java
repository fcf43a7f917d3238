package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * Finds the session description in a body of several parts (RFC 5621, RFC 2046 5.1), as gateways send it beside ISUP, and phones
 * beside locations.
 *
 * <pre>
 *   --boundary CRLF  Content-Type: application/sdp CRLF  CRLF  v=0 ... CRLF  --boundary ... --boundary-- CRLF
 * </pre>
 *
 * Parts within parts and encoded ones are passed over. Stateless, allocates nothing.
 */
final class MultipartBody {

    private static final byte[] MULTIPART = Ascii.bytes("multipart/");
    private static final byte[] BOUNDARY = Ascii.bytes("boundary");
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("content-transfer-encoding");
    private static final byte[] BASE64 = Ascii.bytes("base64");
    private static final byte[] QUOTED_PRINTABLE = Ascii.bytes("quoted-printable");
    private static final int MAX_BOUNDARY = 70;

    private MultipartBody() {
    }

    /**
     * @param contentType of the whole body.
     * @return the first part that is {@code application/sdp}, {@link Span#NONE} without, or when the body has no such parts.
     */
    static long sdp(final DirectBuffer buffer, final long contentType, final int offset, final int length) {
        final long boundary = boundary(buffer, contentType);
        if (boundary < 0) {
            return Span.NONE;
        }
        final int end = offset + length;
        int line = offset;
        int part = -1;
        while (line < end) {
            final int next = nextLine(buffer, line, end);
            if (isDelimiter(buffer, line, next, boundary)) {
                final long found = part < 0 ? Span.NONE : sdpOf(buffer, part, withoutLineEnd(buffer, part, line));
                if (found >= 0) {
                    return found;
                }
                part = next;
            }
            line = next;
        }
        return Span.NONE; // the last part has no end
    }

    private static long boundary(final DirectBuffer buffer, final long contentType) {
        if (Span.length(contentType) <= MULTIPART.length
                || !Ascii.equalsIgnoreCase(buffer, Span.offset(contentType), MULTIPART.length, MULTIPART)) {
            return Span.NONE;
        }
        final int end = Span.end(contentType);
        int at = Span.offset(contentType);
        while (at < end) {
            at = find(buffer, at, end, ';');
            final int name = Ascii.skipSpace(buffer, Math.min(at + 1, end), end);
            final int nameEnd = Ascii.skipToken(buffer, name, end);
            if (Ascii.equalsIgnoreCase(buffer, name, nameEnd - name, BOUNDARY)) {
                return boundaryValue(buffer, Ascii.skipSpace(buffer, nameEnd, end), end);
            }
            at = Math.max(at + 1, nameEnd);
        }
        return Span.NONE;
    }

    private static long boundaryValue(final DirectBuffer buffer, final int equals, final int end) {
        if (equals == end || buffer.getByte(equals) != '=') {
            return Span.NONE;
        }
        final int start = Ascii.skipSpace(buffer, equals + 1, end);
        final boolean quoted = start < end && buffer.getByte(start) == '"';
        final int from = quoted ? start + 1 : start;
        final int to = quoted ? find(buffer, from, end, '"') : Ascii.trimEnd(buffer, from, find(buffer, from, end, ';'));
        return to > from && to - from <= MAX_BOUNDARY ? Span.between(from, to) : Span.NONE;
    }

    /** Also the last one, which two more hyphens follow. */
    private static boolean isDelimiter(final DirectBuffer buffer, final int line, final int end, final long boundary) {
        final int start = line + 2;
        final int length = Span.length(boundary);
        if (end - start < length || buffer.getByte(line) != '-' || buffer.getByte(line + 1) != '-'
                || !Ascii.equals(buffer, start, length, buffer, Span.offset(boundary), length)) {
            return false;
        }
        int after = start + length;
        after += end - after >= 2 && buffer.getByte(after) == '-' && buffer.getByte(after + 1) == '-' ? 2 : 0;
        return Ascii.skipSpace(buffer, after, end) == end;
    }

    /** @return the part's content when its headers say that it is a plain session description. */
    private static long sdpOf(final DirectBuffer buffer, final int part, final int end) {
        boolean sdp = false;
        int line = part;
        while (line < end) {
            final int next = nextLine(buffer, line, end);
            final int lineEnd = Ascii.trimEnd(buffer, line, next);
            if (lineEnd == line) {
                return sdp ? Span.between(next, end) : Span.NONE;
            }
            final int colon = find(buffer, line, lineEnd, ':');
            final int name = Ascii.trimEnd(buffer, line, colon) - line;
            final int value = Ascii.skipSpace(buffer, Math.min(colon + 1, lineEnd), lineEnd);
            if (Ascii.equalsIgnoreCase(buffer, line, name, CONTENT_TYPE)) {
                sdp = MediaType.isSdp(buffer, Span.between(value, lineEnd));
            } else if (Ascii.equalsIgnoreCase(buffer, line, name, TRANSFER_ENCODING)
                    && (Ascii.equalsIgnoreCase(buffer, value, lineEnd - value, BASE64)
                    || Ascii.equalsIgnoreCase(buffer, value, lineEnd - value, QUOTED_PRINTABLE))) {
                return Span.NONE;
            }
            line = next;
        }
        return Span.NONE;
    }

    /** The line end before a delimiter belongs to that. */
    private static int withoutLineEnd(final DirectBuffer buffer, final int part, final int delimiter) {
        int end = delimiter;
        end -= end > part && buffer.getByte(end - 1) == '\n' ? 1 : 0;
        end -= end > part && buffer.getByte(end - 1) == '\r' ? 1 : 0;
        return end;
    }

    private static int nextLine(final DirectBuffer buffer, final int start, final int end) {
        return Math.min(end, find(buffer, start, end, '\n') + 1);
    }

    private static int find(final DirectBuffer buffer, final int start, final int end, final char octet) {
        int at = start;
        while (at < end && buffer.getByte(at) != octet) {
            at++;
        }
        return at;
    }
}
