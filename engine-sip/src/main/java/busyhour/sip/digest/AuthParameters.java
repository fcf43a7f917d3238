package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Walks over {@code scheme name=value, name="value"} (RFC 7235 2.1). Stops where another scheme begins, because one
 * header line may hold several challenges. Values come without their quotes, escapes stay.
 */
final class AuthParameters {

    private static final int MAX_PARAMETERS = 32;

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int count;
    private boolean faulty;
    private long scheme;
    private long name;
    private long value;

    AuthParameters wrap(final DirectBuffer buffer, final int start, final int end) {
        this.buffer = buffer;
        this.end = end;
        count = 0;
        faulty = false;
        final int schemeStart = skipCommas(start);
        position = Ascii.skipToken(buffer, schemeStart, end);
        scheme = Span.between(schemeStart, position);
        faulty = position == schemeStart;
        return this;
    }

    private int skipCommas(final int start) {
        int at = start;
        while (at < end && (Ascii.isSpace(buffer.getByte(at)) || buffer.getByte(at) == ',')) {
            at++;
        }
        return at;
    }

    long scheme() {
        return scheme;
    }

    /** @return whether there is one more parameter of this scheme. */
    boolean next() {
        if (faulty) {
            return false;
        }
        final int nameStart = skipCommas(position);
        final int nameEnd = Ascii.skipToken(buffer, nameStart, end);
        int at = Ascii.skipSpace(buffer, nameEnd, end);
        if (nameStart == nameEnd || at == end || buffer.getByte(at) != '=') {
            faulty = nameStart == nameEnd && nameStart < end;
            position = nameStart;
            return false;
        }
        if (++count > MAX_PARAMETERS) {
            faulty = true;
            return false;
        }
        name = Span.between(nameStart, nameEnd);
        at = Ascii.skipSpace(buffer, at + 1, end);
        if (at < end && buffer.getByte(at) == '"') {
            return quoted(at + 1);
        }
        final int valueStart = at;
        while (at < end && buffer.getByte(at) != ',' && !Ascii.isSpace(buffer.getByte(at))) {
            // Such a value, quoted as credentials quote it, would end where it should not.
            if (buffer.getByte(at) == '"' || buffer.getByte(at) == '\\') {
                faulty = true;
                return false;
            }
            at++;
        }
        value = Span.between(valueStart, at);
        position = at;
        return true;
    }

    private boolean quoted(final int start) {
        for (int at = start; at < end; at++) {
            final byte c = buffer.getByte(at);
            if (c == '"') {
                value = Span.between(start, at);
                position = at + 1;
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        faulty = true;
        return false;
    }

    long name() {
        return name;
    }

    boolean nameIs(final byte[] lowerCase) {
        return Ascii.equalsIgnoreCase(buffer, name, lowerCase);
    }

    long value() {
        return value;
    }

    /** @return where the walk stopped: the end, or the next scheme. */
    int position() {
        return position;
    }

    boolean isFaulty() {
        return faulty;
    }
}
