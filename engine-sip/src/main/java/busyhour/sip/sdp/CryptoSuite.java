package busyhour.sip.sdp;

import busyhour.sip.message.Ascii;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** The crypto-suites that a=crypto can name (RFC 4568 6.2, RFC 6188 4, RFC 7714 14.2) and that the engine has. */
public enum CryptoSuite {

    AES_CM_128_HMAC_SHA1_80("AES_CM_128_HMAC_SHA1_80", "AES_128_CM_HMAC_SHA1_80", 16, 14),
    AES_CM_128_HMAC_SHA1_32("AES_CM_128_HMAC_SHA1_32", "AES_128_CM_HMAC_SHA1_32", 16, 14),
    AEAD_AES_128_GCM("AEAD_AES_128_GCM", null, 16, 12),
    AES_256_CM_HMAC_SHA1_80("AES_256_CM_HMAC_SHA1_80", "AES_CM_256_HMAC_SHA1_80", 32, 14),
    AES_256_CM_HMAC_SHA1_32("AES_256_CM_HMAC_SHA1_32", "AES_CM_256_HMAC_SHA1_32", 32, 14),
    AEAD_AES_256_GCM("AEAD_AES_256_GCM", null, 32, 12);

    /** Octets of the longest master key with its salt. */
    public static final int MAX_KEY_AND_SALT = 46;

    private static final CryptoSuite[] ALL = values();

    private final String sdpName;
    private final byte[] text;
    private final byte[] lowerCase;
    /** Another spelling that older peers use; null without. */
    private final byte[] otherLowerCase;
    private final int keyLength;
    private final int saltLength;

    CryptoSuite(final String sdpName, final String otherName, final int keyLength, final int saltLength) {
        this.sdpName = sdpName;
        this.text = Ascii.bytes(sdpName);
        this.lowerCase = Ascii.bytes(sdpName.toLowerCase(Locale.ROOT));
        this.otherLowerCase = otherName == null ? null : Ascii.bytes(otherName.toLowerCase(Locale.ROOT));
        this.keyLength = keyLength;
        this.saltLength = saltLength;
    }

    /** @return the suite of that registered name, without regard to case, null when there is none. For set-up. */
    public static CryptoSuite byName(final String sdpName) {
        for (final CryptoSuite suite : ALL) {
            if (suite.sdpName.equalsIgnoreCase(sdpName)) {
                return suite;
            }
        }
        return null;
    }

    /** @return the suite that the text names in either spelling, null when we do not have it. */
    static CryptoSuite find(final DirectBuffer buffer, final long name) {
        for (final CryptoSuite suite : ALL) {
            if (Ascii.equalsIgnoreCase(buffer, name, suite.lowerCase)
                    || suite.otherLowerCase != null && Ascii.equalsIgnoreCase(buffer, name, suite.otherLowerCase)) {
                return suite;
            }
        }
        return null;
    }

    static int count() {
        return ALL.length;
    }

    /** @return the registered name. */
    public String sdpName() {
        return sdpName;
    }

    byte[] text() {
        return text;
    }

    /** @return octets of the master key. */
    public int keyLength() {
        return keyLength;
    }

    /** @return octets of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** @return octets of the master key and the salt after it: what stands in {@code inline:}. */
    public int keyAndSaltLength() {
        return keyLength + saltLength;
    }
}
