package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * What comes out of {@link StreamSockets#poll}: on the shard's thread, in the order in which it happened on each connection.
 * Arguments are valid during the call.
 */
public interface StreamHandler {

    /**
     * One whole SIP message, without what stood between messages.
     *
     * @param socket    listening point.
     * @param source    the other end of the connection: an answer sent there goes over this connection.
     * @param arrivalNs monotonic time at which its last octet was read.
     */
    void onMessage(int socket, TransportAddress source, DirectBuffer buffer, int offset, int length, long arrivalNs);

    /** A connection is ready for messages, TLS and WebSocket handshakes included; opened by us or by the peer. */
    default void onConnected(final int socket, final TransportAddress peer, final long nowNs) {
    }

    /**
     * A connection could not be made, or messages that it had taken are lost.
     *
     * @param reason one of {@link StreamFault}.
     * @param buffer holds the reason as a sentence in UTF-8, without secrets.
     */
    default void onFailed(
            final int socket,
            final TransportAddress to,
            final int reason,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
    }

    /**
     * A connection that was ready has ended, with nothing of ours lost that it had taken.
     *
     * @param reason one of {@link StreamFault}.
     */
    default void onClosed(final int socket, final TransportAddress peer, final int reason, final long nowNs) {
    }
}
