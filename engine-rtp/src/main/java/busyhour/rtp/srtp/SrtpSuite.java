package busyhour.rtp.srtp;

/**
 * What protects the packets of a stream: cipher, authentication and their lengths. The names are those of SDP (RFC 4568 6.2,
 * RFC 6188 4, RFC 7714 14.2). SRTCP is authenticated by 80 bits in every suite of HMAC-SHA1.
 */
public enum SrtpSuite {

    AES_CM_128_HMAC_SHA1_80(16, 14, 10, 10, false),
    AES_CM_128_HMAC_SHA1_32(16, 14, 4, 10, false),
    AES_256_CM_HMAC_SHA1_80(32, 14, 10, 10, false),
    AES_256_CM_HMAC_SHA1_32(32, 14, 4, 10, false),
    /** Needs a {@link SrtpCrypto} that has AES-GCM. */
    AEAD_AES_128_GCM(16, 12, 16, 16, true),
    /** Needs a {@link SrtpCrypto} that has AES-GCM. */
    AEAD_AES_256_GCM(32, 12, 16, 16, true);

    /** Octets of the longest master key with its salt. */
    public static final int MAX_KEY_AND_SALT_LENGTH = 46;
    /** Octets by which protection makes a packet longer at most: the E flag with the SRTCP index, and the longest tag. */
    public static final int MAX_OVERHEAD = 20;

    private static final SrtpSuite[] ALL = values();

    private final int keyLength;
    private final int saltLength;
    private final int rtpTagLength;
    private final int rtcpTagLength;
    private final boolean aead;

    SrtpSuite(final int keyLength, final int saltLength, final int rtpTagLength, final int rtcpTagLength, final boolean aead) {
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.rtpTagLength = rtpTagLength;
        this.rtcpTagLength = rtcpTagLength;
        this.aead = aead;
    }

    /** @return the suite of that ordinal, without making an array. */
    public static SrtpSuite at(final int ordinal) {
        return ALL[ordinal];
    }

    public static int count() {
        return ALL.length;
    }

    /** @return the suite of that name in SDP, in any case (RFC 4568 9.2 compares so), or null. Set-up time. */
    public static SrtpSuite of(final String sdpName) {
        for (final SrtpSuite suite : ALL) {
            if (suite.name().equalsIgnoreCase(sdpName)) {
                return suite;
            }
        }
        return null;
    }

    /** Octets of the master key. */
    public int keyLength() {
        return keyLength;
    }

    /** Octets of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Octets of master key and salt, one after the other as in {@code a=crypto}. */
    public int keyAndSaltLength() {
        return keyLength + saltLength;
    }

    /** Octets that protection adds to an RTP packet. */
    public int rtpOverhead() {
        return rtpTagLength;
    }

    /** Octets that protection adds to an RTCP packet. */
    public int rtcpOverhead() {
        return rtcpTagLength + Integer.BYTES;
    }

    int rtpTagLength() {
        return rtpTagLength;
    }

    int rtcpTagLength() {
        return rtcpTagLength;
    }

    /** AES-GCM, which encrypts and authenticates in one (RFC 7714), instead of AES-CM with HMAC-SHA1 (RFC 3711). */
    public boolean isAead() {
        return aead;
    }
}
