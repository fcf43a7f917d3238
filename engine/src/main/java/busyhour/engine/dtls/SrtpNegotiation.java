package busyhour.engine.dtls;

import busyhour.rtp.srtp.SrtpSuite;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.util.Arrays;

/**
 * What both roles of a handshake have in common: our certificate, the peer's fingerprint, the SRTP profile and the keys
 * (RFC 5764 4.1, 4.2). What goes wrong is kept in words. One thread.
 */
final class SrtpNegotiation {

    private static final byte[] NO_MKI = {};
    /** Without RSA-PSS: in DTLS 1.2 every peer has RSA's older form too, and the JDK's PSS is not one that Bouncy Castle finds. */
    private static final short[] SIGNATURES = {SignatureAlgorithm.ecdsa, SignatureAlgorithm.rsa};
    private static final short[] HASHES = {HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512, HashAlgorithm.sha1};

    private final DtlsEndpoint endpoint;
    private final DtlsTerms terms;
    private final JcaTlsCrypto crypto;
    private SrtpSuite suite;
    private byte[] localKeyAndSalt;
    private byte[] remoteKeyAndSalt;
    private String fault;
    private boolean checked;

    SrtpNegotiation(final DtlsEndpoint endpoint, final DtlsTerms terms, final JcaTlsCrypto crypto) {
        this.endpoint = endpoint;
        this.terms = terms;
        this.crypto = crypto;
    }

    /** What a peer may sign with. */
    static Vector<SignatureAndHashAlgorithm> signatures() {
        final Vector<SignatureAndHashAlgorithm> all = new Vector<>();
        for (final short hash : HASHES) {
            for (final short signature : SIGNATURES) {
                all.add(SignatureAndHashAlgorithm.getInstance(hash, signature));
            }
        }
        return all;
    }

    /** Our certificate, to sign with. */
    TlsCredentialedSigner credentials(final TlsContext context) throws IOException {
        final Certificate chain = new Certificate(
                new TlsCertificate[] {crypto.createCertificate(endpoint.identity().certificate())});
        return new JcaDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, endpoint.identity().key(), chain,
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** The certificate is nobody's word but that of the description: it must be the one that it named (RFC 5763 6.7.1). */
    void checkPeer(final Certificate certificate) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            throw fail(AlertDescription.certificate_required, "the peer showed no certificate in the DTLS handshake");
        }
        final byte[] found;
        try {
            found = MessageDigest.getInstance(terms.hash().algorithm()).digest(certificate.getCertificateAt(0).getEncoded());
        } catch (final GeneralSecurityException e) {
            throw fail(AlertDescription.internal_error, "this JDK has no " + terms.hash().algorithm());
        }
        if (!MessageDigest.isEqual(found, terms.fingerprint())) {
            throw fail(AlertDescription.bad_certificate, "the peer's certificate is not the one that its description names: "
                    + terms.hash().algorithm() + " " + DtlsTerms.text(found) + " instead of " + DtlsTerms.text(terms.fingerprint()));
        }
        checked = true;
    }

    /** Our use_srtp extension as a client. */
    void offer(final Hashtable<?, ?> extensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(SrtpProfiles.of(endpoint.suites()), NO_MKI));
    }

    /** The server's choice. */
    void accept(final Hashtable<?, ?> extensions) throws IOException {
        final UseSRTPData answer = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (answer == null) {
            throw fail(AlertDescription.handshake_failure, "the peer's DTLS does not do SRTP: there is no use_srtp in its answer");
        }
        if (answer.getProtectionProfiles().length == 1) {
            for (final int ours : SrtpProfiles.of(endpoint.suites())) {
                if (ours == answer.getProtectionProfiles()[0]) {
                    suite = SrtpProfiles.suite(ours);
                }
            }
        }
        if (suite == null) {
            throw fail(AlertDescription.illegal_parameter, "the peer's DTLS chose an SRTP profile that was not offered");
        }
    }

    /** As a server: the first of our profiles that the client has too (RFC 5764 4.1.1 leaves the choice to us). */
    void choose(final Hashtable<?, ?> clientExtensions) throws IOException {
        final UseSRTPData offer = clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        if (offer == null) {
            throw fail(AlertDescription.handshake_failure, "the peer's DTLS does not do SRTP: there is no use_srtp in its ClientHello");
        }
        for (final int ours : SrtpProfiles.of(endpoint.suites())) {
            for (final int theirs : offer.getProtectionProfiles()) {
                if (ours == theirs && suite == null) {
                    suite = SrtpProfiles.suite(ours);
                }
            }
        }
        if (suite == null) {
            throw fail(AlertDescription.handshake_failure, "the peer's DTLS offers none of our SRTP profiles");
        }
    }

    void answer(final Hashtable<?, ?> serverExtensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(serverExtensions, new UseSRTPData(SrtpProfiles.of(List.of(suite)), NO_MKI));
    }

    /** The handshake is complete: the exporter's octets are client key, server key, client salt, server salt (RFC 5764 4.2). */
    void export(final TlsContext context) throws IOException {
        if (!checked) {
            throw fail(AlertDescription.certificate_required, "the peer showed no certificate in the DTLS handshake");
        }
        final int key = suite.keyLength();
        final int salt = suite.saltLength();
        final byte[] material = exported(context, 2 * (key + salt));
        final byte[] client = new byte[key + salt];
        final byte[] server = new byte[key + salt];
        System.arraycopy(material, 0, client, 0, key);
        System.arraycopy(material, key, server, 0, key);
        System.arraycopy(material, 2 * key, client, key, salt);
        System.arraycopy(material, 2 * key + salt, server, key, salt);
        localKeyAndSalt = terms.client() ? client : server;
        remoteKeyAndSalt = terms.client() ? server : client;
    }

    /** RFC 5705 4 without a context. Bouncy Castle refuses where the peer knows no extended master secret; the field does not. */
    private static byte[] exported(final TlsContext context, final int length) {
        final SecurityParameters parameters = context.getSecurityParametersConnection();
        if (parameters.isExtendedMasterSecret()) {
            return context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
        }
        final byte[] seed = Arrays.concatenate(parameters.getClientRandom(), parameters.getServerRandom());
        return parameters.getMasterSecret().deriveUsingPRF(parameters.getPRFAlgorithm(), ExporterLabel.dtls_srtp, seed, length).extract();
    }

    private TlsFatalAlert fail(final short alert, final String reason) {
        fault = reason;
        return new TlsFatalAlert(alert, reason);
    }

    /** What we found wrong, in words; null otherwise. */
    String fault() {
        return fault;
    }

    SrtpSuite suite() {
        return suite;
    }

    byte[] localKeyAndSalt() {
        return localKeyAndSalt;
    }

    byte[] remoteKeyAndSalt() {
        return remoteKeyAndSalt;
    }
}
