package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import java.util.List;

/**
 * Who an endpoint is in its handshakes.
 *
 * @param identity its certificate, whose fingerprint stands in its descriptions.
 * @param suites   that it wants, in order of preference; those without a DTLS-SRTP profile (RFC 5764 4.1.2, RFC 7714 14.2) are
 *                 passed over.
 */
public record DtlsEndpoint(DtlsIdentity identity, List<SrtpSuite> suites) {

    public DtlsEndpoint {
        suites = List.copyOf(suites);
    }
}
