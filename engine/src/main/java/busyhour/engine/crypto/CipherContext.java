package busyhour.engine.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An EVP_CIPHER_CTX: a cipher with its key. Its native memory is given back when this object is garbage.
 *
 * <p>One thread. Allocates nothing after construction.
 */
@SuppressWarnings("restricted")
final class CipherContext {

    /** Octets of work memory, more than the longest packet with its tag. */
    static final int MEMORY = 8192;

    private static final int IV_OFFSET = 0;
    private static final int KEY_OFFSET = 32;
    private static final int LENGTH_OFFSET = 64;
    private static final int TAG_OFFSET = 80;
    private static final int SCRATCH = 96;
    private static final int NO_CHANGE = -1;
    private static final long NONE = 0;

    private final Libcrypto libcrypto;
    private final long context;
    /** Keeps the native context alive as long as this object. */
    private final MemorySegment owner;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(SCRATCH);
    private final UnsafeBuffer scratch = new UnsafeBuffer(memory);
    private final long scratchAddress = BufferUtil.address(memory);
    private final UnsafeBuffer data;
    private final long dataAddress;
    private long algorithm;

    /** @param shared memory that ciphers of this thread have in common; it holds nothing between calls. */
    CipherContext(final Libcrypto libcrypto, final ByteBuffer shared) {
        this.libcrypto = libcrypto;
        data = new UnsafeBuffer(shared);
        dataAddress = BufferUtil.address(shared);
        try {
            context = (long) libcrypto.contextNew.invokeExact();
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
        if (context == NONE) {
            throw new OutOfMemoryError("libcrypto has no memory for a cipher");
        }
        owner = MemorySegment.ofAddress(context).reinterpret(1, Arena.ofAuto(), segment -> free(libcrypto, segment.address()));
    }

    private static void free(final Libcrypto libcrypto, final long address) {
        try {
            libcrypto.contextFree.invokeExact(address);
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
    }

    /** Native memory for what is to be encrypted. */
    UnsafeBuffer data() {
        return data;
    }

    void key(final long newAlgorithm, final byte[] key, final int offset, final int length, final boolean encrypts) {
        scratch.putBytes(KEY_OFFSET, key, offset, length);
        init(newAlgorithm == algorithm ? NONE : newAlgorithm, scratchAddress + KEY_OFFSET, NONE, encrypts ? 1 : 0);
        scratch.setMemory(KEY_OFFSET, length, (byte) 0);
        algorithm = newAlgorithm;
    }

    void iv(final byte[] iv, final int length) {
        scratch.putBytes(IV_OFFSET, iv, 0, length);
        init(NONE, NONE, scratchAddress + IV_OFFSET, NO_CHANGE);
    }

    private void init(final long type, final long key, final long iv, final int encrypts) {
        try {
            Libcrypto.check((int) libcrypto.init.invokeExact(context, type, NONE, key, iv, encrypts), "EVP_CipherInit_ex");
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
    }

    /** The first octets of {@link #data} are authenticated only. */
    void authenticate(final int length) {
        update(NONE, 0, length);
    }

    /** Encrypts or decrypts octets of {@link #data} in place. */
    void apply(final int offset, final int length) {
        update(dataAddress + offset, offset, length);
    }

    private void update(final long into, final int offset, final int length) {
        try {
            Libcrypto.check((int) libcrypto.update.invokeExact(context, into, scratchAddress + LENGTH_OFFSET, dataAddress + offset, length),
                    "EVP_CipherUpdate");
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
    }

    /** Ends an encryption. */
    void tag(final byte[] into, final int offset, final int length) {
        Libcrypto.check(finish(), "EVP_CipherFinal_ex");
        control(Libcrypto.GET_TAG, length);
        scratch.getBytes(TAG_OFFSET, into, offset, length);
    }

    /** Says which tag the decryption that begins has to come to. */
    void expectTag(final byte[] tag, final int offset, final int length) {
        scratch.putBytes(TAG_OFFSET, tag, offset, length);
        control(Libcrypto.SET_TAG, length);
    }

    /** Ends a decryption. @return whether the tag is right. */
    boolean isAuthentic() {
        return finish() == 1;
    }

    private int finish() {
        try {
            return (int) libcrypto.finish.invokeExact(context, scratchAddress + TAG_OFFSET, scratchAddress + LENGTH_OFFSET);
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
    }

    private void control(final int command, final int length) {
        try {
            Libcrypto.check((int) libcrypto.control.invokeExact(context, command, length, scratchAddress + TAG_OFFSET), "EVP_CIPHER_CTX_ctrl");
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Throwable t) {
            throw Libcrypto.unexpected(t);
        }
    }

    @Override
    public String toString() {
        return "cipher at " + owner;
    }
}
