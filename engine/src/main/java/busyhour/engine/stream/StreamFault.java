package busyhour.engine.stream;

/** Why a connection was not made or has ended. The sentence beside it says more where more is known. */
public final class StreamFault {

    /** The peer closed it. */
    public static final int PEER_CLOSED = 0;
    /** We closed it: the listening point was closed. */
    public static final int CLOSED = 1;
    /** Nothing came or went for as long as {@link StreamOptions#idleCloseMs} says. */
    public static final int IDLE = 2;
    /** The peer reset it, or the network broke it. */
    public static final int RESET = 3;
    /** Nobody listens there. */
    public static final int REFUSED = 4;
    /** No answer in time: to the connection, to TLS or to the WebSocket handshake. */
    public static final int TIMEOUT = 5;
    /** No route, or the local address cannot reach it. */
    public static final int UNREACHABLE = 6;
    /** The process may open no more files. */
    public static final int NO_FILES = 7;
    /** The peer does not read: more is queued for it than {@link StreamOptions#maxQueuedBytes}. */
    public static final int PEER_NOT_READING = 8;
    /** What the peer sent has no end within the limits: header, message or frame. */
    public static final int TOO_LONG = 9;
    /** The peer contradicts itself about where a message ends, or sends no SIP. */
    public static final int BAD_FRAMING = 10;
    /** The certificate is not valid yet or no more. */
    public static final int TLS_EXPIRED = 11;
    /** The certificate is for another name. */
    public static final int TLS_WRONG_NAME = 12;
    /** Nobody whom we trust signed the certificate. */
    public static final int TLS_UNTRUSTED = 13;
    /** The peer wants a certificate of ours, or does not accept the one it got. */
    public static final int TLS_CLIENT_CERTIFICATE = 14;
    /** The peer refused our certificate or our handshake with an alert. */
    public static final int TLS_ALERT = 15;
    /** No protocol version or cipher in common. */
    public static final int TLS_NOTHING_IN_COMMON = 16;
    /** The peer does not speak TLS. */
    public static final int TLS_NOT_TLS = 17;
    /** Any other failure of TLS. */
    public static final int TLS_OTHER = 18;
    /** The peer refused the WebSocket, or did not agree on the subprotocol {@code sip}. */
    public static final int WEBSOCKET = 19;
    /** Something unexpected in this program or in the system. */
    public static final int OTHER = 20;

    private static final String[] TEXTS = {
        "closed by the peer", "closed", "idle", "connection reset", "connection refused", "timeout", "no route", "too many open files",
        "the peer does not read", "message too long", "no SIP", "certificate expired", "certificate for another name",
        "certificate not trusted", "client certificate not accepted", "TLS refused by the peer", "no TLS version or cipher in common",
        "the peer does not speak TLS", "TLS failed", "WebSocket refused", "failed"
    };

    private StreamFault() {
    }

    /** In few words. */
    public static String text(final int reason) {
        return TEXTS[reason];
    }
}
