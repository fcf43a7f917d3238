package busyhour.web.webhook;

import java.io.IOException;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import busyhour.web.plan.TestCertificates;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/** A small HTTPS server at https://localhost, as a receiver of webhooks would have, which checks signatures on its own. */
public final class Receiver implements AutoCloseable {

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpsServer server;
    private final Path authority;
    private volatile int status = 200;

    /** One that arrived. Header names are lower case. */
    public record Request(String path, Map<String, String> headers, String body) {

        /** What a receiver does to know its sender: written after the README, not after our code. */
        public boolean isSignedWith(String secret) throws Exception {
            String header = headers.get("busyhour-signature");
            String timestamp = header.replaceAll(".*\\bt=(\\d+).*", "$1");
            if (Math.abs(System.currentTimeMillis() / 1_000 - Long.parseLong(timestamp)) > 300) {
                return false;
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected = HexFormat.of().formatHex(mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
            return java.security.MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), header.replaceAll(".*\\bv1=([0-9a-f]+).*", "$1").getBytes(StandardCharsets.UTF_8));
        }
    }

    public Receiver() throws Exception {
        List<String> pem = TestCertificates.server("localhost");
        authority = Files.createTempFile("busyhour-receiver", ".pem");
        Files.writeString(authority, pem.getFirst());
        Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.getFirst().getBytes(StandardCharsets.US_ASCII)));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.get(1).replaceAll("-----[^-]*-----", ""))));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("k", key, new char[0], new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            Map<String, String> headers = new java.util.TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
            requests.add(new Request(exchange.getRequestURI().toString(), headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            int now = status;
            if (now == 302) {
                exchange.getResponseHeaders().add("Location", "https://localhost:" + server.getAddress().getPort() + "/elsewhere");
            }
            byte[] answer = ("status " + now).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now, now == 302 ? 0 : answer.length); // 0: chunked
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    /** PEM file of who vouches for this server. */
    public Path authority() {
        return authority;
    }

    public String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    public List<Request> requests() {
        return requests;
    }

    /** From now on. */
    public void answer(int its) {
        status = its;
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        Files.deleteIfExists(authority);
    }
}
