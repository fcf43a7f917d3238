package busyhour.rtp.srtp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Memory and algorithms that all senders and receivers of a thread work with, so that a stream keeps no more than its keys and
 * what it knows of its packets.
 */
public final class SrtpWorkspace {

    /** Octets of the longest packet before it is protected. */
    public static final int MAX_PACKET_LENGTH = 4096;

    static final int IV_LENGTH = 16;

    final SrtpCrypto crypto;
    final KeyDerivation derivation;
    final MessageDigest sha1;
    /** The packet at hand, from its first octet on, with room for what protection adds. */
    final byte[] packet = new byte[MAX_PACKET_LENGTH + SrtpSuite.MAX_OVERHEAD + Integer.BYTES];
    /** What AES-GCM only authenticates. */
    final byte[] aad = new byte[MAX_PACKET_LENGTH + Integer.BYTES];
    final byte[] iv = new byte[IV_LENGTH];
    final byte[] tag = new byte[HmacSha1.DIGEST_LENGTH];
    final byte[] expectedTag = new byte[HmacSha1.DIGEST_LENGTH];
    /** A session key that was derived. */
    final byte[] derived = new byte[32];

    public SrtpWorkspace(final SrtpCrypto crypto) {
        this.crypto = crypto;
        derivation = new KeyDerivation(crypto);
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }

    /** Which suites there are here. */
    public SrtpCrypto crypto() {
        return crypto;
    }
}
