package busyhour.engine.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Our certificate and its key, or none; and whether a server asked for one. Any thread. */
final class OwnIdentity extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};
    private static final Set<SSLEngine> ASKED = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final PrivateKey key;
    private final X509Certificate[] chain;

    OwnIdentity(final PrivateKey key, final X509Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /** @throws StreamFaultException when certificate and key cannot be read or do not belong together. */
    static OwnIdentity of(final StreamTls tls) throws StreamFaultException {
        if (tls.certificatePem() == null) {
            return new OwnIdentity(null, null);
        }
        if (tls.keyPem() == null) {
            throw new StreamFaultException("a TLS certificate is given without its key");
        }
        final X509Certificate[] chain = certificates(tls.certificatePem(), "TLS certificate");
        final PrivateKey key = key(tls.keyPem());
        if (!belong(key, chain[0])) {
            throw new StreamFaultException("the TLS key does not belong to the certificate of " + chain[0].getSubjectX500Principal());
        }
        return new OwnIdentity(key, chain);
    }

    static X509Certificate[] certificates(final byte[] pem, final String what) throws StreamFaultException {
        try {
            final X509Certificate[] found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem)).toArray(X509Certificate[]::new);
            if (found.length == 0) {
                throw new StreamFaultException("the " + what + " is not PEM: no certificate in it");
            }
            return found;
        } catch (final CertificateException e) {
            throw new StreamFaultException("the " + what + " cannot be read: " + StreamFailure.last(e));
        }
    }

    /** PKCS#8, and what OpenSSL writes for RSA and EC keys alone. */
    private static PrivateKey key(final byte[] pem) throws StreamFaultException {
        try (PEMParser parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new StreamFaultException("the TLS key is encrypted: take the passphrase off");
                }
                if (part instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo info) {
                    return key(info);
                }
            }
        } catch (final IOException | GeneralSecurityException e) {
            throw new StreamFaultException("the TLS key cannot be read: " + e.getClass().getSimpleName()); // its text may quote the key
        }
        throw new StreamFaultException("the TLS key is not PEM: no private key in it");
    }

    private static PrivateKey key(final PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        final String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean belong(final PrivateKey key, final X509Certificate certificate) {
        try {
            final Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            });
            signature.initSign(key);
            signature.update(PROBE);
            final byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (final GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the server of this connection asked for a certificate. */
    static boolean wasAskedFor(final SSLEngine engine) {
        return ASKED.contains(engine);
    }

    boolean isNone() {
        return key == null;
    }

    @Override
    public String chooseEngineClientAlias(final String[] keyTypes, final Principal[] issuers, final SSLEngine engine) {
        ASKED.add(engine);
        return !isNone() && Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String chooseEngineServerAlias(final String keyType, final Principal[] issuers, final SSLEngine engine) {
        return !isNone() && keyType.equals(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(final String alias) {
        return chain;
    }

    @Override
    public PrivateKey getPrivateKey(final String alias) {
        return key;
    }

    @Override
    public String[] getClientAliases(final String keyType, final Principal[] issuers) {
        return isNone() ? new String[0] : new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(final String[] keyTypes, final Principal[] issuers, final Socket socket) {
        return isNone() ? null : ALIAS;
    }

    @Override
    public String[] getServerAliases(final String keyType, final Principal[] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(final String keyType, final Principal[] issuers, final Socket socket) {
        return isNone() ? null : ALIAS;
    }
}
