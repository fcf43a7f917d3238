package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * View of one address value: From, To, Contact, Route, Record-Route, Refer-To (RFC 3261 20.10, 25.1 name-addr and
 * addr-spec).
 * <pre>
 *   "Display \"Name\"" &lt;sip:user@host;lr&gt;;tag=abc;expires=60
 * </pre>
 * Without angle brackets a semicolon begins the header's parameters and the URI may hold no comma or question mark.
 * Reusable; valid as long as the buffer's content. Not thread safe.
 */
public final class NameAddr {

    private static final byte[] TAG = Ascii.bytes("tag");
    private static final byte[] EXPIRES = Ascii.bytes("expires");
    private static final byte[] Q = Ascii.bytes("q");
    private static final int FULL_Q = 1_000;
    private static final long MAX_EXPIRES = 0xFFFF_FFFFL;

    private final ParameterCursor parameters = new ParameterCursor();
    private DirectBuffer buffer;
    private long text = Span.NONE;
    private long displayName = Span.NONE;
    private long uri = Span.NONE;
    private long parametersText = Span.NONE;
    private long tag = Span.NONE;
    private long q = Span.NONE;
    private long expires = -1;
    private boolean wildcard;

    void clear() {
        text = Span.NONE;
        displayName = Span.NONE;
        uri = Span.NONE;
        parametersText = Span.NONE;
        tag = Span.NONE;
        q = Span.NONE;
        expires = -1;
        wildcard = false;
    }

    /**
     * Reads one value.
     *
     * @return {@link SipFault#OK} or the fault.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length) {
        final int next = parse(buffer, offset, offset + length);
        return next < 0 ? -next : next == offset + length ? SipFault.OK : SipFault.BAD_URI;
    }

    /** As {@link #wrap(DirectBuffer, int, int)}, over a span that is present. */
    public int wrap(final DirectBuffer buffer, final long span) {
        return wrap(buffer, Span.offset(span), Span.length(span));
    }

    /** @return the offset of the comma after this value, or {@code end}, or a negated fault. */
    int parse(final DirectBuffer buffer, final int start, final int end) {
        clear();
        this.buffer = buffer;
        final int first = Ascii.skipSpace(buffer, start, end);
        if (first == end) {
            return -SipFault.BAD_URI;
        }
        int at = first;
        if (buffer.getByte(at) == '"') {
            at = ParameterCursor.skipQuoted(buffer, at, end);
            if (at < 0) {
                return -SipFault.UNBALANCED_QUOTE;
            }
            displayName = Span.between(first + 1, at - 1);
            at = Ascii.skipSpace(buffer, at, end);
            if (at == end || buffer.getByte(at) != '<') {
                return -SipFault.BAD_URI;
            }
        } else {
            while (at < end && !isSign(buffer.getByte(at))) {
                at++;
            }
        }
        if (at < end && buffer.getByte(at) == '<') {
            if (displayName < 0 && at > first) {
                displayName = Span.between(first, Ascii.trimEnd(buffer, first, at));
            }
            at = bracketed(at + 1, end);
        } else {
            at = bare(first, at, end);
        }
        return at < 0 ? at : readParameters(first, at, end);
    }

    private static boolean isSign(final byte c) {
        return c == '<' || c == ';' || c == ',' || c == '?' || c == '"' || c == '>';
    }

    /** White space beside the brackets is passed over, as some phones write it (RFC 4475 3.1.2.14 leaves it open). */
    private int bracketed(final int start, final int end) {
        final int uriStart = Ascii.skipSpace(buffer, start, end);
        int at = uriStart;
        boolean colon = false;
        while (at < end) {
            final byte c = buffer.getByte(at);
            if (c == '>' || Ascii.isSpace(c)) {
                break;
            }
            if (c == '<' || c == '"') {
                return -SipFault.BAD_URI;
            }
            colon |= c == ':';
            at++;
        }
        final int bracket = Ascii.skipSpace(buffer, at, end);
        if (!colon || bracket == end || buffer.getByte(bracket) != '>') {
            return -SipFault.BAD_URI;
        }
        uri = Span.between(uriStart, at);
        return bracket + 1;
    }

    private int bare(final int start, final int stop, final int end) {
        if (stop < end && buffer.getByte(stop) != ';' && buffer.getByte(stop) != ',') {
            return -SipFault.BAD_URI;
        }
        final int uriEnd = Ascii.trimEnd(buffer, start, stop);
        if (uriEnd - start == 1 && buffer.getByte(start) == '*') {
            wildcard = true;
            return stop;
        }
        boolean colon = false;
        for (int at = start; at < uriEnd; at++) {
            final byte c = buffer.getByte(at);
            if (Ascii.isSpace(c)) {
                return -SipFault.BAD_URI;
            }
            colon |= c == ':';
        }
        uri = Span.between(start, uriEnd);
        return colon ? stop : -SipFault.BAD_URI;
    }

    private int readParameters(final int first, final int start, final int end) {
        parameters.wrap(buffer, start, end);
        int step;
        while ((step = parameters.next()) > 0) {
            final long value = parameters.value();
            if (tag < 0 && parameters.nameIs(TAG)) {
                tag = Span.length(value) == 0 ? Span.NONE : value;
            } else if (expires < 0 && value >= 0 && parameters.nameIs(EXPIRES)) {
                expires = Ascii.number(buffer, Span.offset(value), Span.end(value), MAX_EXPIRES);
            } else if (q < 0 && parameters.nameIs(Q)) {
                q = value;
            }
        }
        if (step < 0) {
            return step;
        }
        final int next = parameters.position();
        text = Span.between(first, Ascii.trimEnd(buffer, first, next));
        parametersText = Span.between(start, Math.max(start, Span.end(text)));
        return next;
    }

    /**
     * Looks for a header parameter.
     *
     * @param lowerCaseName the name in lower case.
     * @return its value, an empty span for a parameter without value, {@link Span#NONE} when there is none.
     */
    public long parameter(final byte[] lowerCaseName) {
        parameters.wrap(buffer, parametersText);
        while (parameters.next() > 0) {
            if (parameters.nameIs(lowerCaseName)) {
                return parameters.value() >= 0 ? parameters.value() : Span.of(Span.end(parameters.name()), 0);
            }
        }
        return Span.NONE;
    }

    /** @return whether a value was read. */
    public boolean isPresent() {
        return text >= 0;
    }

    /** @return the whole value with its parameters. */
    public long text() {
        return text;
    }

    /** @return the name without its quotes but with its escapes, or {@link Span#NONE}. */
    public long displayName() {
        return displayName;
    }

    /** @return the URI without angle brackets; {@link Span#NONE} for the wildcard. */
    public long uri() {
        return uri;
    }

    /** @return the header parameters with the first semicolon, may be empty. */
    public long parameters() {
        return parametersText;
    }

    /** @return the tag; an empty one, as old phones send it, is none. */
    public long tag() {
        return tag;
    }

    /** @return the q parameter's text. */
    public long q() {
        return q;
    }

    /** @return the q parameter in thousandths, 0..1000; absent or unreadable is 1000 (RFC 3261 20.10, 25.1 qvalue). */
    public int qPermille() {
        if (Span.length(q) < 1 || buffer.getByte(Span.offset(q)) != '0') {
            return FULL_Q;
        }
        int value = 0;
        int scale = FULL_Q / 10;
        for (int at = Span.offset(q) + 2; at < Span.end(q) && scale > 0; at++, scale /= 10) {
            value += Math.floorMod(buffer.getByte(at) - '0', 10) * scale;
        }
        return value;
    }

    /** @return the expires parameter in seconds, -1 when there is none or it is no number. */
    public long expiresSeconds() {
        return expires;
    }

    /** @return whether this is {@code *} (RFC 3261 10.2.2). */
    public boolean isWildcard() {
        return wildcard;
    }
}
