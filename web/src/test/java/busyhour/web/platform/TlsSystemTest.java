package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import busyhour.web.plan.TestCertificates;
import busyhour.web.run.HttpSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform over HTTPS, with a certificate that is replaced while it runs. */
class TlsSystemTest {

    @TempDir
    private Path directory;

    /** Takes any certificate and remembers it. */
    private static final class Looking extends X509ExtendedTrustManager {
        private X509Certificate seen;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            seen = chain[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void write(List<String> pair) throws IOException {
        Files.writeString(directory.resolve("key.pem"), pair.get(1));
        Files.writeString(directory.resolve("cert.pem"), pair.get(0));
    }

    private HttpSettings settings() {
        return new HttpSettings(directory.resolve("cert.pem"), directory.resolve("key.pem"), 1_000);
    }

    private static HttpResponse<String> get(String address, Looking looking, String key) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {looking}, new SecureRandom());
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + key).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void shouldServeHttpsAndTakeANewCertificateWithoutAStart() throws Exception {
        write(TestCertificates.selfSigned("EC", Duration.ofDays(90)));
        try (TestPlatform platform = new TestPlatform(settings())) {
            Looking looking = new Looking();
            assertThat(platform.server.address().toString()).startsWith("https://127.0.0.1:" + platform.port() + "/?token=");
            String address = "https://127.0.0.1:" + platform.port() + "/api/v1/projects";
            HttpResponse<String> answer = get(address, looking, platform.apiKey);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            HttpResponse<String> opened = get(platform.server.address().toString(), looking, platform.apiKey);
            assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure").contains("HttpOnly");
            X509Certificate before = looking.seen;
            assertThat(platform.get("/api/v1/projects").status()).as("plain HTTP on loopback, for this host's worker").isEqualTo(200);
            Files.writeString(directory.resolve("cert.pem"), "half a file");
            write(TestCertificates.selfSigned("RSA", Duration.ofDays(365)));
            Instant end = Instant.now().plusSeconds(20);
            while (looking.seen.equals(before) && Instant.now().isBefore(end)) {
                Thread.sleep(200);
                assertThat(get(address, looking, platform.apiKey).statusCode()).isEqualTo(200);
            }
            assertThat(looking.seen).isNotEqualTo(before);
        }
    }

    @Test
    void shouldSayWhichFileIsWrong() throws Exception {
        write(TestCertificates.selfSigned("EC", Duration.ofDays(90)));
        Files.writeString(directory.resolve("key.pem"), "nothing");
        assertThatThrownBy(() -> new TestPlatform(settings())).isInstanceOf(IOException.class).hasMessageContaining("--tls-key").hasMessageContaining("private key");
        Files.delete(directory.resolve("cert.pem"));
        Files.writeString(directory.resolve("key.pem"), TestCertificates.selfSigned("EC", Duration.ofDays(90)).get(1));
        assertThatThrownBy(() -> new TestPlatform(settings())).hasMessageContaining("--tls-certificate").hasMessageContaining("there is no such file");
    }
}
