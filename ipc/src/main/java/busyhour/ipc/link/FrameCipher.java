package busyhour.ipc.link;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * AES-256-GCM (NIST SP 800-38D) of one direction's frames: the nonce is four zero bytes and the frame's counter, which is never used
 * twice with one key. One thread.
 */
public interface FrameCipher {
    /** Behind the sealed bytes. */
    int TAG_BYTES = 16;
    /** Before them, authenticated with them. */
    int HEADER_BYTES = 16;

    /** Takes another key of 32 bytes. */
    void key(byte[] key);

    /**
     * Seals a frame whose header stands there already.
     *
     * @param offset of the frame's header; sealed bytes and tag follow it.
     */
    void seal(MutableDirectBuffer frame, int offset, long counter, DirectBuffer plain, int plainOffset, int length);

    /**
     * Opens a frame.
     *
     * @param offset of the frame's header.
     * @param length of the sealed bytes without header and tag.
     * @return false when it was not sealed with this key and counter, or was altered; {@code plain} holds nothing of use then.
     */
    boolean open(DirectBuffer frame, int offset, long counter, int length, MutableDirectBuffer plain, int plainOffset);

    /** By the JDK, which makes some garbage for each frame. */
    static FrameCipher ofJdk() {
        return new JdkFrameCipher();
    }
}
