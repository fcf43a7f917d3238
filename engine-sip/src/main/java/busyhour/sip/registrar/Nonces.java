package busyhour.sip.registrar;

import busyhour.sip.digest.NonceCheck;
import busyhour.sip.transaction.Hex;
import org.agrona.DirectBuffer;

/**
 * Nonces that nobody stores: the second of their birth, a number within it, and the keyed hash of both, as 16 hexadecimal digits
 * each. No two are alike, so that each client counts its own.
 */
final class Nonces implements NonceCheck {

    private static final int DIGITS = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final SipHash hash;
    private final long lifetimeS;
    private int made;

    Nonces(final SipHash hash, final long lifetimeS) {
        this.hash = hash;
        this.lifetimeS = lifetimeS;
    }

    /** First half of a nonce made now: later ones are greater. */
    long next(final long nowNs) {
        return second(nowNs) << Integer.SIZE | made++ & 0xFFFF_FFFFL;
    }

    private static long second(final long nowNs) {
        return Math.floorDiv(nowNs, NS_PER_S) & Integer.MAX_VALUE;
    }

    /** Second half. */
    long seal(final long number) {
        return hash.hash(number);
    }

    /** First half of a nonce that {@link #check} knows. */
    static long number(final DirectBuffer buffer, final int offset) {
        return Hex.parse(buffer, offset, DIGITS, -1);
    }

    @Override
    public int check(final DirectBuffer buffer, final int offset, final int length, final long nonceCount, final long nowNs) {
        if (length != 2 * DIGITS) {
            return UNKNOWN;
        }
        final long number = number(buffer, offset);
        final long seal = Hex.parse(buffer, offset + DIGITS, DIGITS, 0);
        if (seal != seal(number)) {
            return UNKNOWN;
        }
        return (int) (second(nowNs) - (number >>> Integer.SIZE)) > lifetimeS ? STALE : VALID;
    }
}
