package busyhour.engine.crypto;

import busyhour.rtp.srtp.SrtpCrypto;
import busyhour.rtp.srtp.SrtpSuite;
import java.nio.ByteBuffer;

/**
 * The ciphers of SRTP by OpenSSL's libcrypto: AES-GCM, which the JDK's has only with garbage for each packet, and AES in counter
 * mode, whose keys the JDK cannot change without garbage.
 *
 * <p>One for each thread.
 */
public final class LibcryptoSrtp implements SrtpCrypto {

    private static final int KEY_128 = 16;
    private static final int GCM_IV = 12;
    private static final int CTR_IV = 16;

    private final Libcrypto libcrypto = Libcrypto.loaded();
    private final ByteBuffer memory = ByteBuffer.allocateDirect(CipherContext.MEMORY);
    private final long gcm128 = libcrypto.algorithm("EVP_aes_128_gcm");
    private final long gcm256 = libcrypto.algorithm("EVP_aes_256_gcm");
    private final long ctr128 = libcrypto.algorithm("EVP_aes_128_ctr");
    private final long ctr256 = libcrypto.algorithm("EVP_aes_256_ctr");

    private LibcryptoSrtp() {
    }

    /** The best there is on this host, for one thread: where libcrypto is missing the JDK's, which has no AES-GCM. */
    public static SrtpCrypto crypto() {
        return Libcrypto.loaded() == null ? SrtpCrypto.JDK : new LibcryptoSrtp();
    }

    /** Whether this host can do the suite. */
    public static boolean isAvailable(final SrtpSuite suite) {
        return Libcrypto.loaded() != null || SrtpCrypto.JDK.supports(suite);
    }

    /** Why there are no suites of AES-GCM on this host, in words; null when there are. */
    public static String unavailable() {
        return Libcrypto.fault();
    }

    @Override
    public boolean supports(final SrtpSuite suite) {
        return true;
    }

    @Override
    public CounterCipher counterCipher() {
        return new Counter(new CipherContext(libcrypto, memory));
    }

    @Override
    public AeadCipher aeadCipher(final boolean seals) {
        return new Aead(new CipherContext(libcrypto, memory), seals);
    }

    private final class Counter implements CounterCipher {

        private final CipherContext context;

        Counter(final CipherContext context) {
            this.context = context;
        }

        @Override
        public void key(final byte[] key, final int offset, final int length) {
            context.key(length == KEY_128 ? ctr128 : ctr256, key, offset, length, true);
        }

        @Override
        public void apply(final byte[] iv, final byte[] data, final int offset, final int length) {
            context.iv(iv, CTR_IV);
            context.data().putBytes(0, data, offset, length);
            context.apply(0, length);
            context.data().getBytes(0, data, offset, length);
        }
    }

    private final class Aead implements AeadCipher {

        private final CipherContext context;
        private final boolean seals;

        Aead(final CipherContext context, final boolean seals) {
            this.context = context;
            this.seals = seals;
        }

        @Override
        public void key(final byte[] key, final int offset, final int length) {
            context.key(length == KEY_128 ? gcm128 : gcm256, key, offset, length, seals);
        }

        @Override
        public void seal(final byte[] iv, final byte[] aad, final int aadLength, final byte[] data, final int offset, final int length) {
            run(iv, aad, aadLength, data, offset, length);
            context.tag(data, offset + length, TAG_LENGTH);
        }

        @Override
        public boolean open(
                final byte[] iv, final byte[] aad, final int aadLength, final byte[] data, final int offset, final int length) {
            run(iv, aad, aadLength, data, offset, length);
            context.expectTag(data, offset + length, TAG_LENGTH);
            return context.isAuthentic();
        }

        private void run(
                final byte[] iv, final byte[] aad, final int aadLength, final byte[] data, final int offset, final int length) {
            context.iv(iv, GCM_IV);
            context.data().putBytes(0, aad, 0, aadLength);
            context.authenticate(aadLength);
            if (length > 0) {
                context.data().putBytes(0, data, offset, length);
                context.apply(0, length);
                context.data().getBytes(0, data, offset, length);
            }
        }
    }
}
