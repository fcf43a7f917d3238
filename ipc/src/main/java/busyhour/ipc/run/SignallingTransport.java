package busyhour.ipc.run;

/** What a SIP message went over (RFC 3261 18, RFC 7118). New ones go to the end. */
public enum SignallingTransport {
    UDP, TCP, TLS, WS, WSS;

    private static final SignallingTransport[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know, or when nothing was said. */
    public static SignallingTransport of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
