package busyhour.sip.message;

import org.agrona.DirectBuffer;

/**
 * View of one Via value (RFC 3261 20.42, RFC 3581 rport).
 * <pre>
 *   SIP/2.0/UDP host:port;branch=z9hG4bK...;rport;received=...
 *           '---' '--' '--'
 *       transport host port
 * </pre>
 * Reusable; valid as long as the buffer's content. Not thread safe.
 */
public final class Via {

    /** Some other transport: {@link #transportText()} tells which. */
    public static final byte OTHER = 0;
    public static final byte UDP = 1;
    public static final byte TCP = 2;
    public static final byte TLS = 3;
    public static final byte WS = 4;
    public static final byte WSS = 5;
    public static final byte SCTP = 6;

    private static final byte[][] TRANSPORTS = {
        null, Ascii.bytes("udp"), Ascii.bytes("tcp"), Ascii.bytes("tls"), Ascii.bytes("ws"), Ascii.bytes("wss"),
        Ascii.bytes("sctp")};
    private static final byte[] SIP = Ascii.bytes("sip");
    private static final byte[] BRANCH = Ascii.bytes("branch");
    private static final byte[] RPORT = Ascii.bytes("rport");
    private static final byte[] RECEIVED = Ascii.bytes("received");
    private static final byte[] MADDR = Ascii.bytes("maddr");
    private static final byte[] TTL = Ascii.bytes("ttl");
    /** RFC 3261 8.1.1.7: the branch is unique over space and time. */
    private static final byte[] COOKIE = Ascii.bytes("z9hg4bk");
    private static final int MAX_PORT = 65_535;

    private final ParameterCursor parameters = new ParameterCursor();
    private DirectBuffer buffer;
    private long text = Span.NONE;
    private byte transport;
    private long transportText = Span.NONE;
    private long host = Span.NONE;
    private int port = -1;
    private long parametersText = Span.NONE;
    private long branch = Span.NONE;
    private boolean hasRport;
    private long rportName = Span.NONE;
    private int rport = -1;
    private long received = Span.NONE;
    private long maddr = Span.NONE;
    private long ttl = Span.NONE;

    void clear() {
        text = Span.NONE;
        transport = OTHER;
        transportText = Span.NONE;
        host = Span.NONE;
        port = -1;
        parametersText = Span.NONE;
        branch = Span.NONE;
        hasRport = false;
        rportName = Span.NONE;
        rport = -1;
        received = Span.NONE;
        maddr = Span.NONE;
        ttl = Span.NONE;
    }

    /**
     * Reads one value.
     *
     * @return {@link SipFault#OK} or the fault.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length) {
        final int next = parse(buffer, offset, offset + length);
        return next < 0 ? -next : next == offset + length ? SipFault.OK : SipFault.BAD_VIA;
    }

    /** @return the offset of the comma after this value, or {@code end}, or a negated fault. */
    int parse(final DirectBuffer buffer, final int start, final int end) {
        clear();
        this.buffer = buffer;
        final int first = Ascii.skipSpace(buffer, start, end);
        int at = word(first, end, SIP, '/');
        // Any version may stand here: the start line's is the one that counts (RFC 4475 3.1.2.16).
        at = at < 0 ? at : word(at, end, null, '/');
        if (at < 0) {
            return -SipFault.BAD_VIA;
        }
        final int transportStart = at;
        at = Ascii.skipToken(buffer, at, end);
        transportText = Span.between(transportStart, at);
        transport = transportOf(buffer, transportStart, at - transportStart);
        final int hostStart = Ascii.skipSpace(buffer, at, end);
        if (at == transportStart || hostStart == at) {
            return -SipFault.BAD_VIA;
        }
        at = SipUri.skipHost(buffer, hostStart, end);
        if (at < 0) {
            return -SipFault.BAD_VIA;
        }
        host = Span.between(hostStart, at);
        at = Ascii.skipSpace(buffer, at, end);
        if (at < end && buffer.getByte(at) == ':') {
            final int portStart = Ascii.skipSpace(buffer, at + 1, end);
            at = portStart;
            while (at < end && Ascii.isDigit(buffer.getByte(at))) {
                at++;
            }
            port = (int) Ascii.number(buffer, portStart, at, MAX_PORT);
            if (port < 0) {
                return -SipFault.BAD_VIA;
            }
        }
        return readParameters(first, at, end);
    }

    /** @return the offset after this word (null: any), the sign, and white space around both; -1 when it is not there. */
    private int word(final int start, final int end, final byte[] lowerCase, final char sign) {
        final int wordEnd = Ascii.skipToken(buffer, start, end);
        if (lowerCase == null ? wordEnd == start : !Ascii.equalsIgnoreCase(buffer, start, wordEnd - start, lowerCase)) {
            return -1;
        }
        final int at = Ascii.skipSpace(buffer, wordEnd, end);
        return at < end && buffer.getByte(at) == sign ? Ascii.skipSpace(buffer, at + 1, end) : -1;
    }

    private int readParameters(final int first, final int start, final int end) {
        parameters.wrap(buffer, start, end);
        int step;
        while ((step = parameters.next()) > 0) {
            final long value = parameters.value();
            switch (Ascii.lower(buffer.getByte(Span.offset(parameters.name())))) {
                case 'b' -> branch = branch < 0 && parameters.nameIs(BRANCH) ? value : branch;
                case 'm' -> maddr = maddr < 0 && parameters.nameIs(MADDR) ? value : maddr;
                case 't' -> ttl = ttl < 0 && parameters.nameIs(TTL) ? value : ttl;
                case 'r' -> {
                    if (parameters.nameIs(RPORT)) {
                        hasRport = true;
                        rportName = parameters.name();
                        rport = value < 0 ? -1 : (int) Ascii.number(buffer, Span.offset(value), Span.end(value), MAX_PORT);
                    } else if (received < 0 && parameters.nameIs(RECEIVED)) {
                        received = value;
                    }
                }
                default -> {
                }
            }
        }
        // What is before a faulty parameter stays: a refusal finds its way by it (RFC 4475 3.1.2.1).
        final int next = parameters.position();
        text = Span.between(first, Ascii.trimEnd(buffer, first, next));
        parametersText = Span.between(Math.min(start, Span.end(text)), Span.end(text));
        return step < 0 ? step : next;
    }

    private static byte transportOf(final DirectBuffer buffer, final int offset, final int length) {
        for (byte code = UDP; code < TRANSPORTS.length; code++) {
            if (Ascii.equalsIgnoreCase(buffer, offset, length, TRANSPORTS[code])) {
                return code;
            }
        }
        return OTHER;
    }

    /** @return whether a value was read. */
    public boolean isPresent() {
        return text >= 0;
    }

    /** @return the whole value. */
    public long text() {
        return text;
    }

    /** @return {@link #UDP}, {@link #TCP} ... or {@link #OTHER}. */
    public byte transport() {
        return transport;
    }

    public long transportText() {
        return transportText;
    }

    /** @return the sent-by host, IPv6 with its brackets. */
    public long host() {
        return host;
    }

    /** @return the sent-by port, -1 when there is none. */
    public int port() {
        return port;
    }

    /** @return the sent-by port, or the transport's default: 5060, 5061 for TLS. */
    public int portOrDefault() {
        return port >= 0 ? port : transport == TLS || transport == WSS ? 5061 : 5060;
    }

    /** @return all parameters with the first semicolon. */
    public long parameters() {
        return parametersText;
    }

    public long branch() {
        return branch;
    }

    /** @return whether the branch begins with {@code z9hG4bK}: the peer builds branches as RFC 3261 wants them. */
    public boolean hasMagicCookie() {
        return Span.length(branch) > COOKIE.length
                && Ascii.equalsIgnoreCase(buffer, Span.offset(branch), COOKIE.length, COOKIE);
    }

    /** @return whether there is an rport parameter, with or without value. */
    public boolean hasRport() {
        return hasRport;
    }

    /** @return the value of rport, -1 when it has none. */
    public int rport() {
        return rport;
    }

    long rportName() {
        return rportName;
    }

    public long received() {
        return received;
    }

    public long maddr() {
        return maddr;
    }

    public long ttl() {
        return ttl;
    }
}
