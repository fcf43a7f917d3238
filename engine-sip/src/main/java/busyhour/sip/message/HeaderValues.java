package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * Walks over all values of a list header, over its lines and over the commas in each (RFC 3261 7.3.1). Commas inside
 * quotes and angle brackets separate nothing. Empty values are passed over. Reusable; not thread safe.
 */
public final class HeaderValues {

    private SipMessage message;
    private int line;
    private int position;
    private int end;
    private long value;

    /** @return this, before the first value. */
    public HeaderValues reset(final SipMessage message, final byte headerId) {
        this.message = message;
        this.value = Span.NONE;
        line = message.firstHeader(headerId);
        enter();
        return this;
    }

    private void enter() {
        if (line >= 0) {
            final long text = message.headerValue(line);
            position = Span.offset(text);
            end = Span.end(text);
        }
    }

    /** @return whether there is one more value: then {@link #value()} is it. */
    public boolean next() {
        final DirectBuffer buffer = message.buffer();
        while (line >= 0) {
            final int start = Ascii.skipSpace(buffer, position, end);
            if (start == end) {
                line = message.nextHeader(line);
                enter();
                continue;
            }
            final int stop = skipValue(buffer, start, end);
            position = Math.min(stop + 1, end);
            final int trimmed = Ascii.trimEnd(buffer, start, stop);
            if (trimmed > start) {
                value = Span.between(start, trimmed);
                return true;
            }
        }
        value = Span.NONE;
        return false;
    }

    /** @return where the value that begins at {@code start} of a list ends: at its comma, or at {@code end}. */
    public static int end(final DirectBuffer buffer, final int start, final int end) {
        return skipValue(buffer, start, end);
    }

    /** @return the offset of the comma that ends the value, or {@code end}. */
    static int skipValue(final DirectBuffer buffer, final int start, final int end) {
        boolean bracket = false;
        for (int at = start; at < end; at++) {
            switch (buffer.getByte(at)) {
                case ',' -> {
                    if (!bracket) {
                        return at;
                    }
                }
                case '<' -> bracket = true;
                case '>' -> bracket = false;
                case '"' -> {
                    final int after = ParameterCursor.skipQuoted(buffer, at, end);
                    if (after < 0) {
                        return end;
                    }
                    at = after - 1;
                }
                default -> {
                }
            }
        }
        return end;
    }

    /** @return the value found last, trimmed; in {@link SipMessage#buffer()}. */
    public long value() {
        return value;
    }

    /** @return the index of the header line that holds the value. */
    public int headerIndex() {
        return line;
    }
}
