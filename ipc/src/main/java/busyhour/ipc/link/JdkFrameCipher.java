package busyhour.ipc.link;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** By the JDK's own AES-GCM, which makes some garbage for each frame. */
final class JdkFrameCipher implements FrameCipher {
    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_OFFSET = 4;

    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] header = new byte[HEADER_BYTES];
    private SecretKeySpec key;
    private byte[] in = new byte[2048];
    private byte[] out = new byte[2048];

    JdkFrameCipher() {
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public void key(final byte[] newKey) {
        key = new SecretKeySpec(newKey, "AES");
    }

    @Override
    public void seal(
            final MutableDirectBuffer frame, final int offset, final long counter, final DirectBuffer plain, final int plainOffset, final int length) {
        ensure(length + TAG_BYTES);
        plain.getBytes(plainOffset, in, 0, length);
        frame.getBytes(offset, header);
        try {
            begin(Cipher.ENCRYPT_MODE, counter);
            frame.putBytes(offset + HEADER_BYTES, out, 0, cipher.doFinal(in, 0, length, out, 0));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a frame cannot be sealed", e);
        }
    }

    @Override
    public boolean open(
            final DirectBuffer frame, final int offset, final long counter, final int length, final MutableDirectBuffer plain, final int plainOffset) {
        ensure(length + TAG_BYTES);
        frame.getBytes(offset, header);
        frame.getBytes(offset + HEADER_BYTES, in, 0, length + TAG_BYTES);
        try {
            begin(Cipher.DECRYPT_MODE, counter);
            plain.putBytes(plainOffset, out, 0, cipher.doFinal(in, 0, length + TAG_BYTES, out, 0));
            return true;
        } catch (final AEADBadTagException e) {
            return false;
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a frame cannot be opened", e);
        }
    }

    private void begin(final int mode, final long counter) throws GeneralSecurityException {
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[COUNTER_OFFSET + i] = (byte) (counter >>> 8 * (Long.BYTES - 1 - i));
        }
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(header);
    }

    private void ensure(final int length) {
        if (in.length < length) {
            in = new byte[Math.max(length, in.length * 2)];
            out = Arrays.copyOf(out, in.length);
        }
    }
}
