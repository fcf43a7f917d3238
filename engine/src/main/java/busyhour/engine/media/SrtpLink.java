package busyhour.engine.media;

import busyhour.rtp.srtp.SrtpReceiver;
import busyhour.rtp.srtp.SrtpSender;
import busyhour.rtp.srtp.SrtpSuite;
import busyhour.rtp.srtp.SrtpWorkspace;
import java.util.Arrays;

/**
 * Keys of both directions of a path. A key given again goes on with its indices: begun anew, it would protect other packets by
 * the same keystream.
 */
final class SrtpLink {

    final SrtpSender sender;
    final SrtpReceiver receiver;
    private final byte[] local = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];
    private final byte[] remote = new byte[SrtpSuite.MAX_KEY_AND_SALT_LENGTH];

    SrtpLink(final SrtpWorkspace work) {
        sender = new SrtpSender(work);
        receiver = new SrtpReceiver(work);
    }

    void localKey(final SrtpSuite suite, final byte[] key) {
        if (sender.suite() != suite || !isSame(suite, local, key)) {
            System.arraycopy(key, 0, local, 0, suite.keyAndSaltLength());
            sender.key(suite, key);
        }
    }

    void remoteKey(final SrtpSuite suite, final byte[] key) {
        if (receiver.suite() != suite || !isSame(suite, remote, key)) {
            System.arraycopy(key, 0, remote, 0, suite.keyAndSaltLength());
            receiver.key(suite, key);
        }
    }

    private static boolean isSame(final SrtpSuite suite, final byte[] one, final byte[] other) {
        return Arrays.equals(one, 0, suite.keyAndSaltLength(), other, 0, suite.keyAndSaltLength());
    }

    /** Without keys. */
    void clear() {
        sender.clear();
        receiver.clear();
        Arrays.fill(local, (byte) 0);
        Arrays.fill(remote, (byte) 0);
    }
}
