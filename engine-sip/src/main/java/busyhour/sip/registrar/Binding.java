package busyhour.sip.registrar;

import busyhour.sip.TransportAddress;
import busyhour.sip.store.BytePool;

/** One contact of an account (RFC 3261 10.3). */
final class Binding {

    /** Octets of a contact's URI that can be kept. */
    static final int MAX_URI = 256;

    /** Block of {@link Accounts#uris}, {@link BytePool#NONE} where nothing is bound. */
    int uri = BytePool.NONE;
    /** Where its REGISTER came from, for contacts that name no address. */
    final TransportAddress source = new TransportAddress();
    /** Block of {@link Accounts#paths} with the Path of its REGISTER (RFC 3327), or {@link BytePool#NONE}. */
    int path = BytePool.NONE;
    int qPermille;
    long expiresAtNs;
    long updatedAtNs;
    /** Hash of the Call-ID and CSeq number of the REGISTER that set it. */
    long callIdHash;
    long cSeq;

    boolean isLive(final long nowNs) {
        return uri != BytePool.NONE && nowNs < expiresAtNs;
    }
}
