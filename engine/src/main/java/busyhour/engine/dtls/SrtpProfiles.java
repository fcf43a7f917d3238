package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import java.util.List;
import org.bouncycastle.tls.SRTPProtectionProfile;

/** The DTLS-SRTP protection profiles (RFC 5764 4.1.2, RFC 7714 14.2) of the suites. */
final class SrtpProfiles {

    private static final int NONE = -1;

    private SrtpProfiles() {
    }

    /** @return profiles of the suites that have one, in their order. */
    static int[] of(final List<SrtpSuite> suites) {
        return suites.stream().mapToInt(SrtpProfiles::profile).filter(profile -> profile != NONE).toArray();
    }

    private static int profile(final SrtpSuite suite) {
        return switch (suite) {
            case AES_CM_128_HMAC_SHA1_80 -> SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80;
            case AES_CM_128_HMAC_SHA1_32 -> SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32;
            case AEAD_AES_128_GCM -> SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM;
            case AEAD_AES_256_GCM -> SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM;
            case AES_256_CM_HMAC_SHA1_80, AES_256_CM_HMAC_SHA1_32 -> NONE; // registered for SDP only
        };
    }

    static SrtpSuite suite(final int profile) {
        for (int i = 0; i < SrtpSuite.count(); i++) {
            if (profile(SrtpSuite.at(i)) == profile) {
                return SrtpSuite.at(i);
            }
        }
        return null;
    }
}
