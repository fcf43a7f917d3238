package busyhour.sip.registrar;

import busyhour.sip.digest.NonceCheck;
import busyhour.sip.transaction.Hex;
import org.agrona.DirectBuffer;

/** Nonces that nobody stores: the second of their birth and its keyed hash, 16 hexadecimal digits each. */
final class Nonces implements NonceCheck {

    private static final int DIGITS = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final SipHash hash;
    private final long lifetimeS;

    Nonces(final SipHash hash, final long lifetimeS) {
        this.hash = hash;
        this.lifetimeS = lifetimeS;
    }

    /** First half of a nonce made now. */
    long birth(final long nowNs) {
        return Math.floorDiv(nowNs, NS_PER_S);
    }

    /** Second half. */
    long seal(final long birth) {
        return hash.hash(birth);
    }

    @Override
    public int check(final DirectBuffer buffer, final int offset, final int length, final long nonceCount, final long nowNs) {
        if (length != 2 * DIGITS) {
            return UNKNOWN;
        }
        final long birth = Hex.parse(buffer, offset, DIGITS, -1);
        final long seal = Hex.parse(buffer, offset + DIGITS, DIGITS, 0);
        if (seal != seal(birth)) {
            return UNKNOWN;
        }
        return birth(nowNs) - birth > lifetimeS ? STALE : VALID;
    }
}
