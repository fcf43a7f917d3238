package busyhour.sip.sdp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Unpredictable octets from a secret seed: AES-256 of a counter, as the generator of NIST SP 800-90A 10.2.1 without its update.
 * {@link java.security.SecureRandom} allocates, this does not after construction. Who learns the seed knows all keys: it must
 * come from a SecureRandom and be forgotten. Not thread safe.
 */
public final class KeyStream implements KeySource {

    /** Octets of the seed. */
    public static final int SEED_LENGTH = 32;

    private static final int BLOCK = 16;

    private final Cipher cipher;
    private final byte[] counter = new byte[BLOCK];
    private final byte[] block = new byte[BLOCK];
    private int used = BLOCK;

    /** @param seed {@link #SEED_LENGTH} octets; not kept. */
    public KeyStream(final byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("seed of " + seed.length + " octets, " + SEED_LENGTH + " expected");
        }
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("no AES in this Java", e);
        }
    }

    @Override
    public void fill(final byte[] into, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            if (used == BLOCK) {
                next();
            }
            into[offset + i] = block[used];
            block[used++] = 0;
        }
    }

    private void next() {
        for (int i = BLOCK - 1; i >= 0 && ++counter[i] == 0; i--) {
            continue; // a carry
        }
        try {
            cipher.update(counter, 0, BLOCK, block, 0);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a block of AES did not fit", e);
        }
        used = 0;
    }
}
