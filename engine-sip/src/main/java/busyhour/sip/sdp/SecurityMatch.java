package busyhour.sip.sdp;

/**
 * How a peer's line and an endpoint can protect their packets, by the endpoint's policy: the first a=crypto of the peer's that we
 * have too (RFC 4568 7.1.2), its certificate's fingerprint (RFC 5763 5), or nothing. The profile of the line decides between both
 * ways of keying, and where it does not the endpoint's preference. Reusable, allocates nothing.
 */
final class SecurityMatch {

    private final CryptoAttribute crypto = new CryptoAttribute();
    private final FingerprintAttribute certificate = new FingerprintAttribute();
    private SrtpKeying keying;

    /**
     * @param answer whether the line answers an offer of ours, so that tags are ours.
     * @param before what held before: the session goes on with the same way of keying where both are there.
     * @return whether the stream may be, encrypted or not: then {@link #keying()} says how.
     */
    boolean find(
            final SdpView remote, final int media, final LocalSecurity local, final boolean answer, final NegotiatedSecurity before) {
        final int profile = remote.profile(media);
        keying = SrtpKeying.NONE;
        if (profile == RtpProfile.OTHER) {
            return false;
        }
        if (local.policy() == SrtpPolicy.NONE) {
            return RtpProfile.isPlain(profile);
        }
        final boolean sdes = local.allows(SrtpKeying.SDES) && findCrypto(remote, media, local, answer);
        final boolean dtls = local.allows(SrtpKeying.DTLS) && certificate.find(remote, media);
        if (sdes && dtls) {
            keying = before.isSecure() ? before.keying() : preferred(profile, local);
        } else if (sdes || dtls) {
            keying = sdes ? SrtpKeying.SDES : SrtpKeying.DTLS;
        }
        return isSecure() || RtpProfile.isPlain(profile) && local.policy() == SrtpPolicy.PREFERRED;
    }

    private static SrtpKeying preferred(final int profile, final LocalSecurity local) {
        return RtpProfile.isDtls(profile) ? SrtpKeying.DTLS : RtpProfile.isPlain(profile) ? local.keying(0) : SrtpKeying.SDES;
    }

    private boolean findCrypto(final SdpView remote, final int media, final LocalSecurity local, final boolean answer) {
        final SdpAttributes attributes = remote.attributes();
        int at = attributes.find(media, SdpAttributes.CRYPTO);
        while (at >= 0) {
            if (crypto.read(remote.buffer(), attributes.value(at)) && local.has(crypto.suite)
                    && (!answer || crypto.tag <= local.suiteCount() && crypto.tag > 0 && local.suite(crypto.tag - 1) == crypto.suite)) {
                return true;
            }
            at = attributes.next(media, SdpAttributes.CRYPTO, at + 1);
        }
        return false;
    }

    boolean isSecure() {
        return keying != SrtpKeying.NONE;
    }

    /** Sets the result; {@code into} still has what held before, whose role in DTLS stays as long as the certificate does. */
    void fill(final LocalSecurity local, final boolean answer, final NegotiatedSecurity into) {
        final boolean client = keying == SrtpKeying.DTLS && isClient(answer, into);
        into.reset();
        into.keying = keying;
        if (keying == SrtpKeying.SDES) {
            into.suite = crypto.suite;
            into.tag = crypto.tag;
            final byte[] own = local.key(crypto.suite);
            System.arraycopy(own, 0, into.localKey, 0, own.length);
            System.arraycopy(crypto.key, 0, into.remoteKey, 0, own.length);
        } else if (keying == SrtpKeying.DTLS) {
            into.remoteHash = certificate.hash;
            System.arraycopy(certificate.fingerprint, 0, into.remoteFingerprint, 0, certificate.hash.length());
            into.dtlsClient = client;
        }
    }

    /** RFC 5763 5: who answers an actpass is active, which spares half a round trip; later offers keep the roles (RFC 8842 5.5). */
    boolean isClient(final boolean answer, final NegotiatedSecurity before) {
        final int setup = certificate.setup;
        if (answer) {
            return setup == FingerprintAttribute.PASSIVE || setup == FingerprintAttribute.ACTPASS;
        }
        return setup == FingerprintAttribute.PASSIVE
                || setup != FingerprintAttribute.ACTIVE && (!isSameCertificate(before) || before.dtlsClient);
    }

    private boolean isSameCertificate(final NegotiatedSecurity before) {
        if (before.keying != SrtpKeying.DTLS || before.remoteHash != certificate.hash) {
            return false;
        }
        for (int i = 0; i < certificate.hash.length(); i++) {
            if (before.remoteFingerprint[i] != certificate.fingerprint[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes what an answer says of what was found in the offer. */
    void writeAnswer(final SdpWriter writer, final SdpView offer, final LocalSecurity local, final NegotiatedSecurity before) {
        if (keying == SrtpKeying.SDES) {
            writer.crypto(crypto.tag, offer.buffer(), crypto.suiteText, local.key(crypto.suite));
        } else if (keying == SrtpKeying.DTLS) {
            writer.fingerprint(local.fingerprintText()).setup(isClient(false, before) ? SdpWriter.ACTIVE : SdpWriter.PASSIVE);
        }
    }

    /** Writes all that an offer proposes. */
    static void writeOffer(final SdpWriter writer, final LocalSecurity local) {
        if (local.allows(SrtpKeying.SDES)) {
            for (int i = 0; i < local.suiteCount(); i++) {
                writer.crypto(i + 1, local.suite(i).text(), local.key(local.suite(i)));
            }
        }
        if (local.allows(SrtpKeying.DTLS)) {
            writer.fingerprint(local.fingerprintText()).setup(SdpWriter.ACTPASS);
        }
    }
}
