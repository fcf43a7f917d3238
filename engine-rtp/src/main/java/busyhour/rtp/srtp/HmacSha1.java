package busyhour.rtp.srtp;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * HMAC-SHA1 (RFC 2104) by two passes of a digest that all contexts of a thread share: {@code Mac.doFinal} makes 40 octets of
 * garbage, and a {@code Mac} would have to be made or keyed for each context.
 */
final class HmacSha1 {

    /** Octets of the authentication keys of RFC 3711 8.2. */
    static final int KEY_LENGTH = 20;
    static final int DIGEST_LENGTH = 20;

    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final byte[] innerPad = new byte[BLOCK];
    private final byte[] outerPad = new byte[BLOCK];

    void key(final byte[] key, final int offset) {
        for (int i = 0; i < BLOCK; i++) {
            final byte octet = i < KEY_LENGTH ? key[offset + i] : 0;
            innerPad[i] = (byte) (octet ^ INNER);
            outerPad[i] = (byte) (octet ^ OUTER);
        }
    }

    /** @param into takes {@link #DIGEST_LENGTH} octets from its beginning on. */
    void sign(final MessageDigest sha1, final byte[] data, final int length, final byte[] into) {
        try {
            sha1.update(innerPad, 0, BLOCK);
            sha1.update(data, 0, length);
            sha1.digest(into, 0, DIGEST_LENGTH);
            sha1.update(outerPad, 0, BLOCK);
            sha1.update(into, 0, DIGEST_LENGTH);
            sha1.digest(into, 0, DIGEST_LENGTH);
        } catch (final DigestException e) {
            throw new IllegalStateException("a digest of SHA-1 fits", e);
        }
    }
}
