package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * Walks over {@code ;name=value} parameters of a header value (RFC 3261 25.1 generic-param), white space allowed
 * around each sign. Stops at a comma, which begins the next value of a list. Reusable; not thread safe.
 */
public final class ParameterCursor {

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int count;
    private long name;
    private long value;

    /** @return this, before the first parameter. {@code start} is at the first semicolon or at white space before it. */
    public ParameterCursor wrap(final DirectBuffer buffer, final int start, final int end) {
        this.buffer = buffer;
        this.position = start;
        this.end = end;
        this.count = 0;
        return this;
    }

    /** As {@link #wrap(DirectBuffer, int, int)}, over a span; none for {@link Span#NONE}. */
    public ParameterCursor wrap(final DirectBuffer buffer, final long span) {
        return span < 0 ? wrap(buffer, 0, 0) : wrap(buffer, Span.offset(span), Span.end(span));
    }

    /**
     * Steps to the next parameter.
     *
     * @return 1 when there is one, 0 at the end or at a comma, a negated {@link SipFault} otherwise.
     */
    public int next() {
        final DirectBuffer text = buffer;
        final int limit = end;
        int at = Ascii.skipSpace(text, position, limit);
        position = at;
        if (at == limit || text.getByte(at) == ',') {
            return 0;
        }
        if (text.getByte(at) != ';') {
            return -SipFault.BAD_PARAMETER;
        }
        if (++count > SipLimits.MAX_PARAMETERS) {
            return -SipFault.TOO_MANY_PARAMETERS;
        }
        final int nameStart = Ascii.skipSpace(text, at + 1, limit);
        at = Ascii.skipToken(text, nameStart, limit);
        if (at == nameStart) {
            return -SipFault.BAD_PARAMETER;
        }
        name = Span.between(nameStart, at);
        value = Span.NONE;
        final int afterName = at;
        at = Ascii.skipSpace(text, at, limit);
        if (at == limit || text.getByte(at) != '=') {
            position = afterName;
            return 1;
        }
        return readValue(text, Ascii.skipSpace(text, at + 1, limit), limit);
    }

    private int readValue(final DirectBuffer text, final int start, final int limit) {
        int at = start;
        if (at < limit && text.getByte(at) == '"') {
            at = skipQuoted(text, at, limit);
            if (at < 0) {
                return -SipFault.UNBALANCED_QUOTE;
            }
        } else {
            while (at < limit && !Ascii.is(text.getByte(at), Ascii.DELIMITER)) {
                at++;
            }
        }
        value = Span.between(start, at);
        position = at;
        return 1;
    }

    /** @return the offset after the closing quote, or -1 when there is none. {@code start} is at the opening one. */
    static int skipQuoted(final DirectBuffer buffer, final int start, final int end) {
        for (int at = start + 1; at < end; at++) {
            final byte c = buffer.getByte(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                at++;
            }
        }
        return -1;
    }

    /** @return the parameter's name. */
    public long name() {
        return name;
    }

    /** @return the value, with its quotes when it is quoted, or {@link Span#NONE} without an equals sign. */
    public long value() {
        return value;
    }

    /** @return whether the name is this one, given in lower case. */
    public boolean nameIs(final byte[] lowerCase) {
        return Ascii.equalsIgnoreCase(buffer, Span.offset(name), (int) name, lowerCase);
    }

    /** @return where the walk stopped: the end, or the offset of the comma. */
    int position() {
        return position;
    }
}
