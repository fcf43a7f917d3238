package busyhour.engine.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** Our side of a handshake as the DTLS client: {@code a=setup:active}. One thread. */
final class DtlsClient extends DefaultTlsClient {

    /** Of peers with ECDSA, then with RSA certificates; CBC for the oldest. */
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    };

    private final SrtpNegotiation negotiation;
    private final DtlsTimes times;

    DtlsClient(final SrtpNegotiation negotiation, final JcaTlsCrypto crypto, final DtlsTimes times) {
        super(crypto);
        this.negotiation = negotiation;
        this.times = times;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), CIPHER_SUITES);
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return SrtpNegotiation.signatures();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return times.limitMs();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return times.resendMs();
    }

    /** Certificates of the field are signed by themselves: how does not matter. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public Hashtable<?, ?> getClientExtensions() throws IOException {
        final Hashtable<?, ?> extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        negotiation.offer(extensions);
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes") // Bouncy Castle's
    public void processServerExtensions(final Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        negotiation.accept(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {

            @Override
            public void notifyServerCertificate(final TlsServerCertificate certificate) throws IOException {
                negotiation.checkPeer(certificate.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(final CertificateRequest request) throws IOException {
                return negotiation.credentials(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.export(context);
    }
}
