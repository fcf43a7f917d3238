package busyhour.sip;

import org.agrona.DirectBuffer;

/**
 * Where the signalling core puts its messages. Implemented by the shard over its sockets, and by tests.
 */
@FunctionalInterface
public interface SipTransport {

    /**
     * Sends one message. The bytes are read before this returns.
     *
     * @param socket number of the signalling socket, as given when the endpoint was added.
     * @param to     destination, valid during the call.
     * @return false when the message cannot be taken now: the sender's state stays as it was and the message is
     *         offered again. A message that may never be sent (a forbidden destination) is taken, counted and dropped.
     */
    boolean send(int socket, TransportAddress to, DirectBuffer buffer, int offset, int length);

    /** What a signalling socket speaks: a {@link TransportKind}. */
    default byte kind(int socket) {
        return TransportKind.UDP;
    }
}
