package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * View of a URI (RFC 3261 19.1). Of {@code sip:} and {@code sips:} all parts are read; of other schemes only the
 * scheme and the text after it.
 * <pre>
 *   sip:user:password@host:port;transport=udp;lr?Subject=x
 *       '--' '------' '--' '--'^----------------^--------
 * </pre>
 * Escapes ({@code %41}) stay as they are. Reusable; valid as long as the buffer's content. Not thread safe.
 */
public final class SipUri {

    public static final byte OTHER = 0;
    public static final byte SIP = 1;
    public static final byte SIPS = 2;
    public static final byte TEL = 3;

    private static final byte[] SIP_NAME = Ascii.bytes("sip");
    private static final byte[] SIPS_NAME = Ascii.bytes("sips");
    private static final byte[] TEL_NAME = Ascii.bytes("tel");
    private static final byte[] TRANSPORT = Ascii.bytes("transport");
    private static final byte[] MADDR = Ascii.bytes("maddr");
    private static final byte[] LR = Ascii.bytes("lr");
    private static final byte[][] TRANSPORTS = {
        null, Ascii.bytes("udp"), Ascii.bytes("tcp"), Ascii.bytes("tls"), Ascii.bytes("ws"), Ascii.bytes("wss"),
        Ascii.bytes("sctp")};
    private static final int MAX_PORT = 65_535;

    private DirectBuffer buffer;
    private long text = Span.NONE;
    private byte scheme;
    private long schemeText = Span.NONE;
    private long user = Span.NONE;
    private long password = Span.NONE;
    private long host = Span.NONE;
    private int port = -1;
    private long parameters = Span.NONE;
    private long headers = Span.NONE;
    private long transportText = Span.NONE;
    private long maddr = Span.NONE;
    private boolean lr;

    void clear() {
        text = Span.NONE;
        scheme = OTHER;
        schemeText = Span.NONE;
        user = Span.NONE;
        password = Span.NONE;
        host = Span.NONE;
        port = -1;
        parameters = Span.NONE;
        headers = Span.NONE;
        transportText = Span.NONE;
        maddr = Span.NONE;
        lr = false;
    }

    /** As {@link #wrap(DirectBuffer, int, int)}, over a span; {@link SipFault#BAD_URI} for {@link Span#NONE}. */
    public int wrap(final DirectBuffer buffer, final long span) {
        if (span < 0) {
            clear();
            return SipFault.BAD_URI;
        }
        return wrap(buffer, Span.offset(span), Span.length(span));
    }

    /**
     * Reads a URI without angle brackets.
     *
     * @return {@link SipFault#OK}, or BAD_URI, BAD_HOST, BAD_PORT, TOO_MANY_PARAMETERS.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length) {
        clear();
        this.buffer = buffer;
        final int end = offset + length;
        int at = offset;
        while (at < end && (Ascii.isToken(buffer.getByte(at)))) {
            at++;
        }
        if (at == offset || at == end || buffer.getByte(at) != ':' || !Ascii.is(buffer.getByte(offset), Ascii.ALPHA)) {
            return SipFault.BAD_URI;
        }
        text = Span.of(offset, length);
        schemeText = Span.between(offset, at);
        scheme = schemeOf(offset, at - offset);
        final int rest = at + 1;
        int userEnd = -1;
        for (at = rest; at < end; at++) {
            final byte c = buffer.getByte(at);
            if (c >= 0 && c <= ' ' || c == '<' || c == '>' || c == '"' || c == 0x7F) {
                return SipFault.BAD_URI;
            }
            if (c == '@' && userEnd < 0) {
                userEnd = at;
            }
        }
        if (scheme == OTHER || scheme == TEL) {
            return rest < end ? SipFault.OK : SipFault.BAD_URI;
        }
        int hostStart = rest;
        if (userEnd >= 0) {
            if (userEnd == rest) {
                return SipFault.BAD_URI;
            }
            readUser(rest, userEnd);
            hostStart = userEnd + 1;
        }
        return readHost(hostStart, end);
    }

    private byte schemeOf(final int offset, final int length) {
        if (Ascii.equalsIgnoreCase(buffer, offset, length, SIP_NAME)) {
            return SIP;
        }
        if (Ascii.equalsIgnoreCase(buffer, offset, length, SIPS_NAME)) {
            return SIPS;
        }
        return Ascii.equalsIgnoreCase(buffer, offset, length, TEL_NAME) ? TEL : OTHER;
    }

    private void readUser(final int start, final int end) {
        user = Span.between(start, end);
        for (int at = start; at < end; at++) {
            if (buffer.getByte(at) == ':') {
                user = Span.between(start, at);
                password = Span.between(at + 1, end);
                return;
            }
        }
    }

    private int readHost(final int start, final int end) {
        int at = skipHost(buffer, start, end);
        if (at < 0) {
            return SipFault.BAD_HOST;
        }
        host = Span.between(start, at);
        if (at < end && buffer.getByte(at) == ':') {
            final int portStart = ++at;
            while (at < end && Ascii.isDigit(buffer.getByte(at))) {
                at++;
            }
            port = (int) Ascii.number(buffer, portStart, at, MAX_PORT);
            if (port < 0) {
                return SipFault.BAD_PORT;
            }
        }
        final int parametersStart = at;
        int count = 0;
        while (at < end && buffer.getByte(at) == ';') {
            if (++count > SipLimits.MAX_PARAMETERS) {
                return SipFault.TOO_MANY_PARAMETERS;
            }
            at = readParameter(at + 1, end);
        }
        parameters = Span.between(parametersStart, at);
        if (at < end) {
            if (buffer.getByte(at) != '?') {
                return SipFault.BAD_URI;
            }
            headers = Span.between(at + 1, end);
        }
        return SipFault.OK;
    }

    private int readParameter(final int start, final int end) {
        int nameEnd = -1;
        int at = start;
        while (at < end && buffer.getByte(at) != ';' && buffer.getByte(at) != '?') {
            if (nameEnd < 0 && buffer.getByte(at) == '=') {
                nameEnd = at;
            }
            at++;
        }
        final int nameLength = (nameEnd < 0 ? at : nameEnd) - start;
        if (Ascii.equalsIgnoreCase(buffer, start, nameLength, LR)) {
            lr = true;
        } else if (nameEnd >= 0) {
            final long value = Span.between(nameEnd + 1, at);
            if (Ascii.equalsIgnoreCase(buffer, start, nameLength, TRANSPORT)) {
                transportText = value;
            } else if (Ascii.equalsIgnoreCase(buffer, start, nameLength, MADDR)) {
                maddr = value;
            }
        }
        return at;
    }

    /** @return the offset after a host name, an IPv4 address or an IPv6 reference, or -1 when there is none. */
    static int skipHost(final DirectBuffer buffer, final int start, final int end) {
        int at = start;
        if (at < end && buffer.getByte(at) == '[') {
            at++;
            while (at < end && isIpv6(buffer.getByte(at))) {
                at++;
            }
            return at < end && at > start + 2 && buffer.getByte(at) == ']' ? at + 1 : -1;
        }
        while (at < end && Ascii.is(buffer.getByte(at), Ascii.HOST)) {
            at++;
        }
        return at > start ? at : -1;
    }

    private static boolean isIpv6(final byte c) {
        return c == ':' || c == '.' || Ascii.is(c, Ascii.HEX);
    }

    /** @return whether a URI was read at least up to its scheme. */
    public boolean isPresent() {
        return text >= 0;
    }

    public long text() {
        return text;
    }

    /** @return {@link #SIP}, {@link #SIPS}, {@link #TEL} or {@link #OTHER}. */
    public byte scheme() {
        return scheme;
    }

    public long schemeText() {
        return schemeText;
    }

    /** @return the user part with its escapes, or {@link Span#NONE}. */
    public long user() {
        return user;
    }

    public long password() {
        return password;
    }

    /** @return the host, IPv6 with its brackets. */
    public long host() {
        return host;
    }

    /** @return the port, -1 when there is none. */
    public int port() {
        return port;
    }

    /** @return all URI parameters with the first semicolon, may be empty. */
    public long parameters() {
        return parameters;
    }

    /** @return what follows the question mark, or {@link Span#NONE}. */
    public long headers() {
        return headers;
    }

    public long transportText() {
        return transportText;
    }

    /** @return the transport parameter as a code of {@link Via}, -1 when there is none. */
    public int transport() {
        if (transportText < 0) {
            return -1;
        }
        for (byte code = Via.UDP; code < TRANSPORTS.length; code++) {
            if (Ascii.equalsIgnoreCase(buffer, transportText, TRANSPORTS[code])) {
                return code;
            }
        }
        return Via.OTHER;
    }

    public long maddr() {
        return maddr;
    }

    /** @return whether the URI has the lr parameter: a loose router (RFC 3261 16.12). */
    public boolean isLooseRouter() {
        return lr;
    }
}
