package busyhour.rtp.srtp;

import busyhour.rtp.srtp.SrtpCrypto.CounterCipher;
import java.util.Arrays;

/**
 * Session keys out of a master key and its salt (RFC 3711 4.3, RFC 6188 3, RFC 7714 11): a keystream of AES-CM under the
 * master key, whose IV is the salt with the label of what is derived. The key derivation rate is 0: keys are derived once.
 *
 * <pre>
 *   octet   0 ...... 6   7       8 ... 13   14 15
 *          |  salt     | ^label |   salt   |  0  |     a salt of 12 octets is followed by zeros
 * </pre>
 */
final class KeyDerivation {

    static final int RTP_ENCRYPTION = 0;
    static final int RTP_AUTHENTICATION = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_ENCRYPTION = 3;
    static final int RTCP_AUTHENTICATION = 4;
    static final int RTCP_SALT = 5;

    private static final int BLOCK = 16;
    private static final int LABEL_OFFSET = 7;

    private final CounterCipher cipher;
    private final byte[] salt = new byte[BLOCK];

    KeyDerivation(final SrtpCrypto crypto) {
        cipher = crypto.counterCipher();
    }

    void master(final SrtpSuite suite, final byte[] keyAndSalt, final int offset) {
        cipher.key(keyAndSalt, offset, suite.keyLength());
        Arrays.fill(salt, (byte) 0);
        System.arraycopy(keyAndSalt, offset + suite.keyLength(), salt, 0, suite.saltLength());
    }

    /** Derives the first {@code length} octets. */
    void derive(final int label, final byte[] into, final int length) {
        Arrays.fill(into, 0, length, (byte) 0);
        salt[LABEL_OFFSET] ^= (byte) label;
        cipher.apply(salt, into, 0, length);
        salt[LABEL_OFFSET] ^= (byte) label;
    }
}
