package busyhour.engine.stream;

import busyhour.engine.io.ThreadScheduling;
import busyhour.sip.TransportAddress;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Why a connection failed.
 *
 * @param reason one of {@link StreamFault}.
 * @param text   a sentence without secrets.
 */
record StreamFailure(int reason, String text) {

    private static final long FILES = ThreadScheduling.openFilesLimit();

    /** Has all that says why there are no more files read in before they run out. */
    static void prepare() {
        of(new SocketException("Too many open files"), new TransportAddress().toString(), true, false);
    }

    /**
     * @param to    the other end, as people write it.
     * @param ours  whether we opened the connection.
     * @param asked whether the peer asked for a certificate of ours.
     */
    static StreamFailure of(final Throwable thrown, final String to, final boolean ours, final boolean asked) {
        Throwable cause = thrown;
        while (cause instanceof CodecException && !(cause instanceof TooLongFrameException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        final String said = messages(cause);
        if (cause instanceof SSLException) {
            return TlsFailure.of(cause, to, ours, asked);
        }
        if (said.contains("too many open files")) {
            return new StreamFailure(StreamFault.NO_FILES, "no connection to " + to + ": " + noFiles());
        }
        if (cause instanceof TooLongFrameException || cause instanceof CorruptedWebSocketFrameException && said.contains("max frame length")) {
            return new StreamFailure(StreamFault.TOO_LONG, to + " sent more than fits into one message");
        }
        if (cause instanceof CodecException) {
            return new StreamFailure(StreamFault.BAD_FRAMING, to + " broke the WebSocket protocol: " + cause.getMessage());
        }
        if (cause instanceof ConnectTimeoutException || said.contains("timed out")) {
            return new StreamFailure(StreamFault.TIMEOUT, "no answer from " + to);
        }
        if (cause instanceof NoRouteToHostException || said.contains("unreachable") || said.contains("no route")
                || said.contains("cannot assign requested address") || said.contains("permission denied") || said.contains("invalid argument")) {
            return new StreamFailure(StreamFault.UNREACHABLE, "no way to " + to + ": " + last(cause));
        }
        if (cause instanceof ConnectException && said.contains("refused")) {
            return new StreamFailure(StreamFault.REFUSED, "nobody listens at " + to);
        }
        if (cause instanceof ClosedChannelException || said.contains("reset") || said.contains("broken pipe")) {
            return new StreamFailure(StreamFault.RESET, "the connection with " + to + " was reset");
        }
        return new StreamFailure(StreamFault.OTHER, "the connection with " + to + " failed: " + cause.getClass().getSimpleName() + " " + last(cause));
    }

    private static String noFiles() {
        return "this process has its " + FILES + " files open; raise the limit with ulimit -n";
    }

    /** Why a listening point cannot be opened. */
    static String ofOpening(final Throwable cause) {
        return messages(cause).contains("too many open files") ? noFiles() : last(cause);
    }

    /** Whether a local port stood in the way that the kernel may choose instead. */
    static boolean isLocalPortTaken(final Throwable cause) {
        final String said = messages(cause);
        return said.contains("cannot assign requested address") || said.contains("address already in use");
    }

    private static String messages(final Throwable thrown) {
        final StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 8; cause = cause.getCause(), depth++) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    static String last(final Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause.getCause() != null && depth < 8; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? "" : cause.getMessage();
    }
}
