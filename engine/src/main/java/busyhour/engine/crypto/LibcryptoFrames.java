package busyhour.engine.crypto;

import busyhour.ipc.link.FrameCipher;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** AES-256-GCM of the link's frames by libcrypto. One thread; allocates nothing after its longest frame. */
final class LibcryptoFrames implements FrameCipher {

    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_OFFSET = 4;
    private static final int FIRST_BYTES = 4096;
    private static final boolean SEALS = true;

    private final Libcrypto libcrypto;
    private final long algorithm;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] tag = new byte[TAG_BYTES];
    private byte[] key;
    private ByteBuffer memory;
    private CipherContext cipher;
    private boolean isKeyed;
    private boolean seals;

    LibcryptoFrames(final Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
        algorithm = libcrypto.algorithm("EVP_aes_256_gcm");
        room(FIRST_BYTES);
    }

    private void room(final int length) {
        if (memory == null || memory.capacity() < length) {
            memory = ByteBuffer.allocateDirect(Math.max(length, memory == null ? 0 : 2 * memory.capacity()));
            cipher = new CipherContext(libcrypto, memory);
            isKeyed = false;
        }
    }

    @Override
    public void key(final byte[] newKey) {
        key = newKey;
        isKeyed = false;
    }

    private void begin(final boolean seal, final long counter) {
        if (!isKeyed || seals != seal) {
            cipher.key(algorithm, key, 0, key.length, seal);
            isKeyed = true;
            seals = seal;
        }
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[COUNTER_OFFSET + i] = (byte) (counter >>> 8 * (Long.BYTES - 1 - i));
        }
        cipher.iv(nonce, NONCE_BYTES);
    }

    @Override
    public void seal(
            final MutableDirectBuffer frame, final int offset, final long counter, final DirectBuffer plain, final int plainOffset, final int length) {
        room(HEADER_BYTES + length + TAG_BYTES);
        begin(SEALS, counter);
        frame.getBytes(offset, cipher.data(), 0, HEADER_BYTES);
        plain.getBytes(plainOffset, cipher.data(), HEADER_BYTES, length);
        cipher.authenticate(HEADER_BYTES);
        cipher.apply(HEADER_BYTES, length);
        cipher.tag(tag, 0, TAG_BYTES);
        frame.putBytes(offset + HEADER_BYTES, cipher.data(), HEADER_BYTES, length);
        frame.putBytes(offset + HEADER_BYTES + length, tag);
    }

    @Override
    public boolean open(
            final DirectBuffer frame, final int offset, final long counter, final int length, final MutableDirectBuffer plain, final int plainOffset) {
        room(HEADER_BYTES + length + TAG_BYTES);
        begin(!SEALS, counter);
        frame.getBytes(offset, cipher.data(), 0, HEADER_BYTES + length);
        frame.getBytes(offset + HEADER_BYTES + length, tag);
        cipher.expectTag(tag, 0, TAG_BYTES);
        cipher.authenticate(HEADER_BYTES);
        cipher.apply(HEADER_BYTES, length);
        if (!cipher.isAuthentic()) {
            return false;
        }
        plain.putBytes(plainOffset, cipher.data(), HEADER_BYTES, length);
        return true;
    }
}
