package busyhour.sip.sdp;

/**
 * How the packets of one stream are protected, part of {@link NegotiatedMedia}. Keys are secrets: never print them.
 * Arrays are the object's own, of the greatest length; only their first octets count. Not thread safe.
 */
public final class NegotiatedSecurity {

    private static final byte[] NOTHING = {};

    SrtpKeying keying;
    CryptoSuite suite;
    int tag;
    final byte[] localKey;
    final byte[] remoteKey;
    FingerprintHash remoteHash;
    final byte[] remoteFingerprint;
    boolean dtlsClient;

    /** @param possible whether anything but plain RTP can be agreed on: else there is no room for keys. */
    NegotiatedSecurity(final boolean possible) {
        localKey = possible ? new byte[CryptoSuite.MAX_KEY_AND_SALT] : NOTHING;
        remoteKey = possible ? new byte[CryptoSuite.MAX_KEY_AND_SALT] : NOTHING;
        remoteFingerprint = possible ? new byte[FingerprintHash.MAX_LENGTH] : NOTHING;
        reset();
    }

    void reset() {
        keying = SrtpKeying.NONE;
        suite = null;
        tag = 0;
        remoteHash = null;
        dtlsClient = false;
    }

    void copyFrom(final NegotiatedSecurity other) {
        keying = other.keying;
        suite = other.suite;
        tag = other.tag;
        remoteHash = other.remoteHash;
        dtlsClient = other.dtlsClient;
        if (other.isSecure()) {
            System.arraycopy(other.localKey, 0, localKey, 0, other.localKey.length);
            System.arraycopy(other.remoteKey, 0, remoteKey, 0, other.remoteKey.length);
            System.arraycopy(other.remoteFingerprint, 0, remoteFingerprint, 0, other.remoteFingerprint.length);
        }
    }

    /** @return NONE for plain RTP. */
    public SrtpKeying keying() {
        return keying;
    }

    /** @return whether packets are encrypted. */
    public boolean isSecure() {
        return keying != SrtpKeying.NONE;
    }

    /** @return of SDES, null otherwise: DTLS agrees on one itself. */
    public CryptoSuite suite() {
        return suite;
    }

    /** @return the tag of the a=crypto that was taken, as both descriptions have it. */
    public int tag() {
        return tag;
    }

    /** @return SDES: master key and salt of what we send, {@link CryptoSuite#keyAndSaltLength()} octets; not a copy. */
    public byte[] localKey() {
        return localKey;
    }

    /** @return SDES: master key and salt of what the peer sends, {@link CryptoSuite#keyAndSaltLength()} octets; not a copy. */
    public byte[] remoteKey() {
        return remoteKey;
    }

    /** @return DTLS: how the peer's certificate is hashed, null otherwise. */
    public FingerprintHash remoteHash() {
        return remoteHash;
    }

    /** @return DTLS: hash of the peer's certificate, {@link FingerprintHash#length()} octets; not a copy. */
    public byte[] remoteFingerprint() {
        return remoteFingerprint;
    }

    /** @return DTLS: whether we send the ClientHello (a=setup: we are active), else the peer does. */
    public boolean isDtlsClient() {
        return dtlsClient;
    }
}
