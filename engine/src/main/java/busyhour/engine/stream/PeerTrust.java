package busyhour.engine.stream;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom we believe, and a plain word when we do not. Any thread. */
final class PeerTrust extends X509ExtendedTrustManager {

    /** What update-ca-certificates writes: an authority that an administrator has added counts. Else those of the JDK. */
    private static final Path SYSTEM_ROOTS = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final int MAX_NAMES = 5;

    /** A certificate that is not accepted. */
    static final class Refusal extends CertificateException {
        private static final long serialVersionUID = 1L;
        private final int reason;

        Refusal(final int reason, final String message) {
            super(message);
            this.reason = reason;
        }

        int reason() {
            return reason;
        }
    }

    private final X509ExtendedTrustManager judge;
    private final boolean verify;

    private PeerTrust(final X509ExtendedTrustManager judge, final boolean verify) {
        this.judge = judge;
        this.verify = verify;
    }

    static PeerTrust of(final StreamTls tls) throws GeneralSecurityException, StreamFaultException {
        final KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            roots.load(null, null);
            X509Certificate[] certificates = {};
            if (tls.caPem() != null) {
                certificates = OwnIdentity.certificates(tls.caPem(), "TLS authority");
            } else if (Files.isReadable(SYSTEM_ROOTS) && (tls.verify() || tls.requireClientCertificate())) {
                certificates = OwnIdentity.certificates(Files.readAllBytes(SYSTEM_ROOTS), "system's list of authorities");
            }
            for (int i = 0; i < certificates.length; i++) {
                roots.setCertificateEntry("ca-" + i, certificates[i]);
            }
            final TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(certificates.length == 0 ? null : roots);
            for (final TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager judge) {
                    return new PeerTrust(judge, tls.verify());
                }
            }
        } catch (final IOException e) {
            throw new StreamFaultException("the system's list of authorities cannot be read: " + e.getMessage());
        }
        throw new StreamFaultException("this JDK has no judge of X.509 certificates");
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType, final SSLEngine engine)
            throws CertificateException {
        if (!verify) {
            return;
        }
        checkDates(chain, 1); // JDK trusts an expired certificate that is itself among the authorities
        try {
            judge.checkServerTrusted(chain, authType, engine);
        } catch (final CertificateException e) {
            throw refusal(chain, e, engine.getPeerHost());
        }
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType, final SSLEngine engine)
            throws CertificateException {
        checkDates(chain, 1);
        try {
            judge.checkClientTrusted(chain, authType, engine);
        } catch (final CertificateException e) {
            throw refusal(chain, e, engine.getPeerHost());
        }
    }

    private static void checkDates(final X509Certificate[] chain, final int length) throws Refusal {
        for (int i = 0; i < Math.min(chain.length, length); i++) {
            final String whose = i == 0 ? "its certificate (" + name(chain[0]) + ") " : "the certificate of its authority (" + name(chain[i]) + ") ";
            try {
                chain[i].checkValidity();
            } catch (final CertificateExpiredException e) {
                throw new Refusal(StreamFault.TLS_EXPIRED, whose + "expired on " + chain[i].getNotAfter().toInstant());
            } catch (final CertificateNotYetValidException e) {
                throw new Refusal(StreamFault.TLS_EXPIRED, whose + "is not valid before " + chain[i].getNotBefore().toInstant());
            }
        }
    }

    private static Refusal refusal(final X509Certificate[] chain, final CertificateException e, final String expected) throws Refusal {
        final String said = String.valueOf(e.getMessage());
        if (said.startsWith("No subject alternative") || said.startsWith("No name matching")) {
            return new Refusal(StreamFault.TLS_WRONG_NAME, "its certificate is for " + names(chain[0]) + ", not for " + expected);
        }
        checkDates(chain, chain.length);
        return new Refusal(StreamFault.TLS_UNTRUSTED, "its certificate (" + name(chain[0]) + ") is signed by "
                + chain[chain.length - 1].getIssuerX500Principal().getName() + ", whom we do not trust");
    }

    private static String name(final X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String names(final X509Certificate certificate) {
        final StringJoiner names = new StringJoiner(", ");
        try {
            final Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream().limit(MAX_NAMES).forEach(alternative -> names.add(String.valueOf(alternative.get(1))));
            }
        } catch (final CertificateException e) {
            return name(certificate); // unreadable names are no names
        }
        return names.length() == 0 ? name(certificate) : names.toString();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType) throws CertificateException {
        throw new CertificateException("without an engine there is no name to check");
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType) throws CertificateException {
        throw new CertificateException("without an engine there is no name to check");
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType, final Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType, final Socket socket) throws CertificateException {
        checkServerTrusted(chain, authType);
    }
}
