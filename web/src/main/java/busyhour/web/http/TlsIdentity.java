package busyhour.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that the platform shows, read again when its files change. Any thread. */
final class TlsIdentity implements AutoCloseable {

    private static final long LOOK_MS = 2_000;
    private static final char[] NO_PASSWORD = new char[0];
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

    private final Path certificate;
    private final Path key;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final Thread watch;
    private String seen;

    /** @throws IOException with one line for a person. */
    TlsIdentity(Path certificate, Path key) throws IOException {
        this.certificate = certificate;
        this.key = key;
        factory.setKeyStore(load());
        seen = state();
        factory.setKeyStorePassword("");
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setSniRequired(false);
        watch = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
        watch.start();
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    private KeyStore load() throws IOException {
        PrivateKey privateKey = readKey();
        try (InputStream in = Files.newInputStream(certificate)) {
            Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IOException("found no certificate, expected PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("platform", privateKey, NO_PASSWORD, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new IOException("--tls-certificate " + certificate + ": " + reason(e), e);
        }
    }

    private PrivateKey readKey() throws IOException {
        try (Reader in = Files.newBufferedReader(key); PEMParser parser = new PEMParser(in)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (block instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
            throw new IOException("found no private key, expected one in PEM without a password");
        } catch (IOException e) {
            throw new IOException("--tls-key " + key + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    private String state() throws IOException {
        return Files.getLastModifiedTime(certificate) + " " + Files.size(certificate) + " " + Files.getLastModifiedTime(key) + " " + Files.size(key);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_MS);
                reloadWhenChanged();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** A pair that does not go together (yet) changes nothing. */
    private void reloadWhenChanged() {
        try {
            String now = state();
            if (now.equals(seen)) {
                return;
            }
            KeyStore store = load();
            factory.reload(its -> its.setKeyStore(store));
            seen = now;
            LOG.info("the certificate in {} is in use", certificate);
        } catch (Exception e) {
            LOG.warn("the certificate stays as it was: {}", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
