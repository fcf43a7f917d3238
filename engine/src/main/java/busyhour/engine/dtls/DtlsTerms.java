package busyhour.engine.dtls;

import busyhour.sip.sdp.FingerprintHash;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What offer and answer said of a handshake.
 *
 * @param client      whether we send the ClientHello.
 * @param hash        of the peer's certificate.
 * @param fingerprint of the peer's certificate.
 */
record DtlsTerms(boolean client, FingerprintHash hash, byte[] fingerprint) {

    DtlsTerms asServer() {
        return new DtlsTerms(false, hash, fingerprint);
    }

    static String text(final byte[] fingerprint) {
        return HexFormat.ofDelimiter(":").formatHex(fingerprint).toUpperCase(Locale.ROOT);
    }
}
