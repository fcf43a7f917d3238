package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import org.agrona.DirectBuffer;

/** Hash functions of a=fingerprint (RFC 8122 5). */
public enum FingerprintHash {

    SHA_1("sha-1", "SHA-1", 20),
    SHA_224("sha-224", "SHA-224", 28),
    SHA_256("sha-256", "SHA-256", 32),
    SHA_384("sha-384", "SHA-384", 48),
    SHA_512("sha-512", "SHA-512", 64);

    /** Octets of the longest fingerprint. */
    public static final int MAX_LENGTH = 64;

    private static final FingerprintHash[] ALL = values();

    private final byte[] text;
    private final String algorithm;
    private final int length;

    FingerprintHash(final String name, final String algorithm, final int length) {
        this.text = Ascii.bytes(name);
        this.algorithm = algorithm;
        this.length = length;
    }

    /** @return the hash that the text names, null for one that is unknown or broken (md5, md2). */
    static FingerprintHash find(final DirectBuffer buffer, final long name) {
        for (final FingerprintHash hash : ALL) {
            if (Ascii.equalsIgnoreCase(buffer, name, hash.text)) {
                return hash;
            }
        }
        return null;
    }

    byte[] text() {
        return text;
    }

    /** @return the name that {@link java.security.MessageDigest} knows. */
    public String algorithm() {
        return algorithm;
    }

    /** @return octets. */
    public int length() {
        return length;
    }
}
