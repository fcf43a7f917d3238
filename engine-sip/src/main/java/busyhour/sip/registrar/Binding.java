package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One contact of an account (RFC 3261 10.3). */
final class Binding {

    /** Octets of a contact's URI that can be kept. */
    static final int MAX_URI = 256;

    final UnsafeBuffer uri = new UnsafeBuffer(new byte[MAX_URI]);
    /** Where its REGISTER came from, for contacts that name no address. */
    final TransportAddress source = new TransportAddress();
    /** Block of {@link Accounts#paths} with the Path of its REGISTER (RFC 3327), or {@link BytePool#NONE}. */
    int path = BytePool.NONE;
    int uriLength;
    int qPermille;
    long expiresAtNs;
    long updatedAtNs;
    /** Hash of the Call-ID and CSeq number of the REGISTER that set it. */
    long callIdHash;
    long cSeq;

    boolean isLive(final long nowNs) {
        return uriLength > 0 && nowNs < expiresAtNs;
    }

    boolean is(final DirectBuffer text, final int offset, final int length) {
        return Ascii.equals(text, offset, length, uri, 0, uriLength);
    }

}
