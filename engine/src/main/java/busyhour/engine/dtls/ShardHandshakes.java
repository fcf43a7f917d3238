package busyhour.engine.dtls;

import busyhour.sip.sdp.FingerprintHash;
import org.agrona.DirectBuffer;

/**
 * A shard's end of its streams' handshakes. The shard's thread; allocates nothing.
 *
 * <pre>
 *   start, onDatagram, close --> [ring] --> handshakes, on threads of their own
 *   poll --> DtlsHandler     &lt;-- [ring] &lt;--
 * </pre>
 */
public interface ShardHandshakes {

    /** Whether a datagram of a media socket belongs here: its first octet is 20 to 63 (RFC 7983 7). */
    static boolean isDtls(final DirectBuffer buffer, final int offset, final int length) {
        return length > 0 && buffer.getByte(offset) >= 20 && buffer.getByte(offset) <= 63;
    }

    /**
     * Offer and answer agreed on DTLS. The same fingerprint again changes nothing, another one begins another handshake.
     *
     * @param client      whether we send the ClientHello.
     * @param hash        of the peer's certificate.
     * @param fingerprint of the peer's certificate, {@link FingerprintHash#length} octets; copied.
     * @return false when there is no room: call again.
     */
    boolean start(int stream, boolean client, FingerprintHash hash, byte[] fingerprint);

    /** A datagram came; before {@link #start} it is kept for the handshake. @return false when there is no room: it is lost. */
    boolean onDatagram(int stream, DirectBuffer buffer, int offset, int length);

    /** The call is over: what belongs to the stream ends, and nothing is told of it any more. Harmless without a handshake. */
    void close(int stream);

    /** The end of all handshakes of the shard. */
    void close();

    /** Tells what there is to tell. @return how much that was. */
    int poll(DtlsHandler handler, int limit);
}
