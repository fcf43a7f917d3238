package busyhour.rtp.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** All suites by the JDK alone: its AES-GCM is right, but makes garbage. */
final class TestCrypto implements SrtpCrypto {

    static final SrtpCrypto ALL_SUITES = new TestCrypto();

    @Override
    public boolean supports(final SrtpSuite suite) {
        return true;
    }

    @Override
    public CounterCipher counterCipher() {
        return new JdkCounterCipher();
    }

    @Override
    public AeadCipher aeadCipher(final boolean seals) {
        return new Gcm();
    }

    private static final class Gcm implements AeadCipher {

        private SecretKeySpec secret;

        @Override
        public void key(final byte[] key, final int offset, final int length) {
            secret = new SecretKeySpec(key, offset, length, "AES");
        }

        @Override
        public void seal(final byte[] iv, final byte[] aad, final int aadLength, final byte[] data, final int offset, final int length) {
            try {
                cipher(Cipher.ENCRYPT_MODE, iv, aad, aadLength).doFinal(data, offset, length, data, offset);
            } catch (final GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean open(
                final byte[] iv, final byte[] aad, final int aadLength, final byte[] data, final int offset, final int length) {
            try {
                cipher(Cipher.DECRYPT_MODE, iv, aad, aadLength).doFinal(data, offset, length + TAG_LENGTH, data, offset);
                return true;
            } catch (final AEADBadTagException e) {
                return false;
            } catch (final GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private Cipher cipher(final int mode, final byte[] iv, final byte[] aad, final int aadLength) throws GeneralSecurityException {
            final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret, new GCMParameterSpec(8 * TAG_LENGTH, iv, 0, 12));
            cipher.updateAAD(aad, 0, aadLength);
            return cipher;
        }
    }
}
