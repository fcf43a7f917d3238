package busyhour.sip.digest;

import busyhour.sip.message.Ascii;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/** Algorithms as small codes (RFC 8760 2.2; the IANA registry of hash algorithms for digest authentication). */
public final class DigestAlgorithm {

    /** Some other algorithm: a challenge with it is passed over. */
    public static final byte UNSUPPORTED = -1;
    public static final byte MD5 = 0;
    public static final byte MD5_SESS = 1;
    public static final byte SHA_256 = 2;
    public static final byte SHA_256_SESS = 3;
    public static final byte SHA_512_256 = 4;
    public static final byte SHA_512_256_SESS = 5;

    static final int HASHES = 3;

    private static final String[] NAMES = {
        "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"};
    private static final String[] JCA_NAMES = {"MD5", "SHA-256", "SHA-512/256"};
    private static final byte[][] OCTETS = new byte[NAMES.length][];
    private static final byte[][] LOWER_CASE = new byte[NAMES.length][];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            OCTETS[i] = Ascii.bytes(NAMES[i]);
            LOWER_CASE[i] = OCTETS[i].clone();
            for (int k = 0; k < LOWER_CASE[i].length; k++) {
                LOWER_CASE[i][k] = Ascii.lower(LOWER_CASE[i][k]);
            }
        }
    }

    private DigestAlgorithm() {
    }

    /** @return the code; {@link #MD5} for {@link Span#NONE}, because an absent parameter means MD5. */
    public static byte parse(final DirectBuffer buffer, final long span) {
        if (span < 0) {
            return MD5;
        }
        for (byte code = 0; code < LOWER_CASE.length; code++) {
            if (Ascii.equalsIgnoreCase(buffer, span, LOWER_CASE[code])) {
                return code;
            }
        }
        return UNSUPPORTED;
    }

    /** @return the name's octets, shared: do not write into them. */
    public static byte[] octets(final byte algorithm) {
        return OCTETS[algorithm];
    }

    public static String name(final byte algorithm) {
        return NAMES[algorithm];
    }

    /** @return whether HA1 also holds the nonces (RFC 7616 3.4.2). */
    static boolean isSession(final byte algorithm) {
        return (algorithm & 1) != 0;
    }

    /** @return whether an algorithm's hash is the better one (RFC 8760 2.1: SHA-512-256, SHA-256, MD5). */
    static boolean isStronger(final byte algorithm, final byte other) {
        return hashOf(algorithm) > hashOf(other);
    }

    static int hashOf(final byte algorithm) {
        return algorithm >> 1;
    }

    static String jcaName(final int hash) {
        return JCA_NAMES[hash];
    }

    /** @return octets of the hash; twice as many hexadecimal digits. */
    static int hashLength(final byte algorithm) {
        return hashOf(algorithm) == 0 ? 16 : 32;
    }
}
