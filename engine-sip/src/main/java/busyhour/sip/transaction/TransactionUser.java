package busyhour.sip.transaction;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import org.agrona.DirectBuffer;

/**
 * What transactions report to the layer above (RFC 3261's transaction user). {@code endpoint} and {@code session} are
 * the numbers given when the transaction was opened.
 */
public interface TransactionUser {

    /**
     * A response to our request: each provisional one, the first final one, and each 2xx to an INVITE (RFC 6026).
     */
    void onResponse(int transaction, int endpoint, int session, SipMessage response, long nowNs);

    /**
     * The request came to nothing, or its answer did. The transaction ends next.
     *
     * @param status 408 for Timer B or F: no final response; or for Timer H (of an INVITE server transaction): no ACK; 503
     *               when the transport failed and there was no other way (RFC 3261 8.1.3.1).
     */
    void onFailed(int transaction, int endpoint, int session, byte method, int status, long nowNs);

    /** A message of this transaction went out. */
    void onSent(
            int endpoint, int socket, boolean again, TransportAddress to, DirectBuffer buffer, int offset, int length, long nowNs);

    /** A message came that the transaction needs nobody else for: a repetition, or an ACK to a refusal. */
    void onAbsorbed(int endpoint, boolean again, SipMessage message, long nowNs);

    /** The transaction has ended and its number is free for another. */
    void onTerminated(int transaction, int endpoint, int session, long nowNs);
}
