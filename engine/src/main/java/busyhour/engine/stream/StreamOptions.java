package busyhour.engine.stream;

/**
 * How the connections of a listening point behave. Set-up time value.
 *
 * @param listens          whether peers may connect to it; else it is there for connections that we open, and takes no file of
 *                         its own besides the first connection's.
 * @param path             of the WebSocket, as client and as server: {@code /} and what follows.
 * @param connectTimeoutMs for the connection and every handshake on top together.
 * @param idleCloseMs      closes connections over which nothing came or went for so long, 0 = never.
 * @param keepAliveMs      double CRLF (WebSocket: ping) over connections that we opened after so long without a message from us
 *                         (RFC 5626 3.5.1, 4.4.1), 0 = none.
 * @param maxQueuedBytes   held for a connection that is being made or whose peer does not read.
 * @param tls              for TLS and WSS.
 */
public record StreamOptions(
        boolean listens,
        String path,
        int connectTimeoutMs,
        int idleCloseMs,
        int keepAliveMs,
        int maxQueuedBytes,
        StreamTls tls) {

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    public StreamOptions {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a WebSocket path begins with /: '" + path + "'");
        }
        if (connectTimeoutMs <= 0 || idleCloseMs < 0 || keepAliveMs < 0 || maxQueuedBytes <= 0) {
            throw new IllegalArgumentException("times and sizes of a stream must be positive: connect " + connectTimeoutMs + " ms, idle "
                    + idleCloseMs + " ms, keep-alive " + keepAliveMs + " ms, queue " + maxQueuedBytes + " bytes");
        }
    }

    /** For connections that we open. */
    public static StreamOptions client() {
        return new StreamOptions(false, "/", CONNECT_TIMEOUT_MS, 0, 0, MAX_QUEUED_BYTES, StreamTls.SYSTEM);
    }

    /** For connections both ways. */
    public static StreamOptions listening() {
        return client().withListens(true);
    }

    public StreamOptions withListens(final boolean value) {
        return new StreamOptions(value, path, connectTimeoutMs, idleCloseMs, keepAliveMs, maxQueuedBytes, tls);
    }

    public StreamOptions withPath(final String value) {
        return new StreamOptions(listens, value, connectTimeoutMs, idleCloseMs, keepAliveMs, maxQueuedBytes, tls);
    }

    public StreamOptions withConnectTimeoutMs(final int value) {
        return new StreamOptions(listens, path, value, idleCloseMs, keepAliveMs, maxQueuedBytes, tls);
    }

    public StreamOptions withIdleCloseMs(final int value) {
        return new StreamOptions(listens, path, connectTimeoutMs, value, keepAliveMs, maxQueuedBytes, tls);
    }

    public StreamOptions withKeepAliveMs(final int value) {
        return new StreamOptions(listens, path, connectTimeoutMs, idleCloseMs, value, maxQueuedBytes, tls);
    }

    public StreamOptions withMaxQueuedBytes(final int value) {
        return new StreamOptions(listens, path, connectTimeoutMs, idleCloseMs, keepAliveMs, value, tls);
    }

    public StreamOptions withTls(final StreamTls value) {
        return new StreamOptions(listens, path, connectTimeoutMs, idleCloseMs, keepAliveMs, maxQueuedBytes, value);
    }
}
