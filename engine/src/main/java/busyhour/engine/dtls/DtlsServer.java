package busyhour.engine.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** Our side of a handshake as the DTLS server: {@code a=setup:passive}. One thread. */
final class DtlsServer extends DefaultTlsServer {

    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    };
    private static final short[] CERTIFICATE_TYPES = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};

    private final SrtpNegotiation negotiation;
    private final DtlsTimes times;

    DtlsServer(final SrtpNegotiation negotiation, final JcaTlsCrypto crypto, final DtlsTimes times) {
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
    public int getHandshakeTimeoutMillis() {
        return times.limitMs();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return times.resendMs();
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    @SuppressWarnings("rawtypes") // Bouncy Castle's
    public void processClientExtensions(final Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        negotiation.choose(extensions);
    }

    @Override
    public Hashtable<?, ?> getServerExtensions() throws IOException {
        final Hashtable<?, ?> extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        negotiation.answer(extensions);
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return negotiation.credentials(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(CERTIFICATE_TYPES, SrtpNegotiation.signatures(), null);
    }

    @Override
    public void notifyClientCertificate(final Certificate certificate) throws IOException {
        negotiation.checkPeer(certificate);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.export(context);
    }
}
