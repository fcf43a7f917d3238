package busyhour.web.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import busyhour.web.plan.AddressBlock;

/**
 * What whoever runs the platform decides of webhooks, by the environment: {@value #ALLOW} names internal addresses that may be sent to
 * ({@code 10.1.2.3,192.168.0.0/16}), {@value #AUTHORITIES} a PEM file with authorities that are trusted besides those of the JDK.
 *
 * @param allowed  empty: none.
 * @param sockets  check certificates by these authorities.
 */
public record WebhookSettings(List<AddressBlock> allowed, SSLSocketFactory sockets) {

    public static final String ALLOW = "BUSYHOUR_WEBHOOK_ALLOW";
    public static final String AUTHORITIES = "BUSYHOUR_WEBHOOK_CA";

    public WebhookSettings {
        allowed = List.copyOf(allowed);
    }

    /**
     * Of the environment; a system property of the same name goes first.
     *
     * @throws IOException with one line for a person.
     */
    public static WebhookSettings fromEnvironment() throws IOException {
        return of(System.getProperty(ALLOW, System.getenv(ALLOW)), System.getProperty(AUTHORITIES, System.getenv(AUTHORITIES)));
    }

    /** Either may be null. */
    static WebhookSettings of(String allow, String authorities) throws IOException {
        List<AddressBlock> allowed = new ArrayList<>();
        for (String word : allow == null || allow.isBlank() ? new String[0] : allow.split(",")) {
            AddressBlock block = AddressBlock.parse(word.strip());
            if (block == null) {
                throw new IOException(ALLOW + ": found '" + word.strip() + "', expected addresses and CIDR blocks with commas between");
            }
            allowed.add(block);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities == null || authorities.isBlank() ? null : trusting(Path.of(authorities)), null);
            return new WebhookSettings(allowed, context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IOException(AUTHORITIES + ": " + e.getMessage(), e);
        }
    }

    /** The JDK's authorities and those of the file, in one store. */
    private static TrustManager[] trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        int number = 0;
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (Certificate authority : known.getAcceptedIssuers()) {
                    store.setCertificateEntry("known-" + number++, authority);
                }
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("own-" + number++, authority);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException(AUTHORITIES + ": there is no file " + file, e);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }
}
