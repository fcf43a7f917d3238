package busyhour.rtp.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CM of RFC 3711 4.1.1 by {@code AES/ECB} on counter blocks: the JDK's {@code AES/CTR} makes garbage with each new IV, its
 * ECB encrypts many blocks at once with AES-NI and makes none. A new key costs about a kilobyte.
 */
final class JdkCounterCipher implements SrtpCrypto.CounterCipher {

    private static final int BLOCK = 16;
    /** Octets encrypted at once. */
    private static final int CHUNK = 128 * BLOCK;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Cipher cipher;
    private final byte[] counters = new byte[CHUNK];
    private final byte[] stream = new byte[CHUNK];

    JdkCounterCipher() {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }

    @Override
    public void key(final byte[] key, final int offset, final int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, offset, length, "AES"));
        } catch (final GeneralSecurityException e) {
            throw new IllegalArgumentException("an AES key has 16 or 32 octets: " + length, e);
        }
    }

    @Override
    public void apply(final byte[] iv, final byte[] data, final int offset, final int length) {
        final long high = (long) LONGS.get(iv, 0);
        final long low = (long) LONGS.get(iv, Long.BYTES);
        int counter = 0;
        for (int at = 0; at < length; at += CHUNK) {
            final int octets = Math.min(CHUNK, length - at);
            final int blocks = (octets + BLOCK - 1) / BLOCK;
            for (int i = 0; i < blocks; i++, counter++) {
                LONGS.set(counters, i * BLOCK, high);
                LONGS.set(counters, i * BLOCK + Long.BYTES, low | counter);
            }
            encrypt(blocks * BLOCK);
            xor(data, offset + at, octets);
        }
    }

    private void encrypt(final int length) {
        try {
            cipher.update(counters, 0, length, stream, 0);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks fit", e);
        }
    }

    private void xor(final byte[] data, final int offset, final int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            LONGS.set(data, offset + i, (long) LONGS.get(data, offset + i) ^ (long) LONGS.get(stream, i));
        }
        for (; i < length; i++) {
            data[offset + i] ^= stream[i];
        }
    }
}
