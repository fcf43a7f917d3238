package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.engine.stream.TestAuthority.Identity;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is trusted, who is not, and what is said of it. */
class StreamTlsSystemTest {

    private static final byte[] NOTHING = null;

    private final TestAuthority authority;
    private final Identity localhost;
    private final StreamTransports transports = StreamTransports.create(null);
    private final StreamEnd client = new StreamEnd(transports, 0);
    private final StreamEnd server = new StreamEnd(transports, 1);

    StreamTlsSystemTest() throws Exception {
        authority = new TestAuthority("test authority");
        localhost = authority.issue("sip.example.com");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        transports.close();
    }

    private static StreamTls serving(final Identity identity) {
        return new StreamTls(true, null, identity.certificate(), identity.key(), null);
    }

    private StreamTls trusting(final Identity own) {
        return new StreamTls(true, authority.pem(), own == null ? NOTHING : own.certificate(), own == null ? NOTHING : own.key(), "sip.example.com");
    }

    private int serve(final StreamTls tls) throws StreamFaultException {
        return server.open(TransportKind.TLS, StreamOptions.listening().withTls(tls));
    }

    private void call(final StreamTls tls, final int listening) throws StreamFaultException {
        final int calling = client.open(TransportKind.TLS, StreamOptions.client().withTls(tls));
        client.send(calling, server.address(listening), StreamEnd.options("tls", ""));
    }

    private void assertFails(final StreamTls tls, final int listening, final int reason, final String... words) throws StreamFaultException {
        call(tls, listening);
        client.await("a failure", () -> !client.failed.isEmpty());
        assertThat(client.failed.getFirst().reason()).as("%s", client.failed).isEqualTo(reason);
        assertThat(client.failed.getFirst().text()).contains(words).doesNotContain("PRIVATE");
        assertThat(server.received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.2,1.2", "1.3,1.3", "1.2,1.3"})
    void shouldSpeakBothVersionsWithNameAndAuthorityChecked(final String min, final String max) throws Exception {
        final int listening = serve(serving(localhost).withVersions(min, max));
        call(trusting(null), listening);
        assertThat(server.awaitMessage()).contains("Call-ID: tls");
    }

    @ParameterizedTest
    @CsvSource({"1.2", "1.3"})
    void shouldShowItsCertificateWhereOneIsWanted(final String version) throws Exception {
        final StreamTls mutual = new StreamTls(true, authority.pem(), localhost.certificate(), localhost.key(), null);
        final int listening = serve(mutual.withRequireClientCertificate(true).withVersions(version, version));
        call(trusting(authority.issue("agent.example.com", "RSA", 2_048, Duration.ofDays(-1), Duration.ofDays(1))), listening);
        assertThat(server.awaitMessage()).contains("Call-ID: tls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void shouldSayThatAClientCertificateIsWanted(final String version) throws Exception {
        final StreamTls mutual = new StreamTls(true, authority.pem(), localhost.certificate(), localhost.key(), null);
        final int listening = serve(mutual.withRequireClientCertificate(true).withVersions(version, version));
        assertFails(trusting(null), listening, StreamFault.TLS_CLIENT_CERTIFICATE, "client certificate");
        server.await("a failure", () -> !server.failed.isEmpty());
        assertThat(server.failed.getFirst().reason()).isEqualTo(StreamFault.TLS_CLIENT_CERTIFICATE);
        assertThat(server.failed.getFirst().text()).contains("sent no client certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void shouldSayThatTheClientCertificateWasNotAccepted(final String version) throws Exception {
        final StreamTls mutual = new StreamTls(true, authority.pem(), localhost.certificate(), localhost.key(), null);
        final int listening = serve(mutual.withRequireClientCertificate(true).withVersions(version, version));
        assertFails(trusting(new TestAuthority("another").issue("agent")), listening, StreamFault.TLS_CLIENT_CERTIFICATE, "did not accept");
        server.await("a failure", () -> !server.failed.isEmpty());
        assertThat(server.failed.getFirst().reason()).isEqualTo(StreamFault.TLS_UNTRUSTED);
        assertThat(server.failed.getFirst().text()).contains("CN=another");
    }

    @Test
    void shouldRefuseWhatAnUnknownAuthoritySigned() throws Exception {
        final int listening = serve(serving(new TestAuthority("somebody").issue("sip.example.com")));
        assertFails(trusting(null), listening, StreamFault.TLS_UNTRUSTED, "CN=sip.example.com", "signed by CN=somebody", "do not trust");
        server.await("an alert", () -> !server.failed.isEmpty());
        assertThat(server.failed.getFirst().reason()).isEqualTo(StreamFault.TLS_ALERT);
    }

    @Test
    void shouldRefuseTheSystemsUnknownsToo() throws Exception {
        final int listening = serve(serving(localhost));
        assertFails(StreamTls.SYSTEM.withServerName("sip.example.com"), listening, StreamFault.TLS_UNTRUSTED, "CN=test authority");
    }

    @Test
    void shouldRefuseAnotherName() throws Exception {
        final int listening = serve(serving(authority.issue("other.example.com")));
        assertFails(trusting(null), listening, StreamFault.TLS_WRONG_NAME, "is for other.example.com, not for sip.example.com");
    }

    @Test
    void shouldExpectTheAddressWhereNoNameIsGiven() throws Exception {
        final int wrong = serve(serving(localhost));
        assertFails(trusting(null).withServerName(null), wrong, StreamFault.TLS_WRONG_NAME, "not for 127.0.0.1");
        final int right = serve(serving(authority.issue("127.0.0.1")));
        call(trusting(null).withServerName(null), right);
        assertThat(server.awaitMessage()).contains("Call-ID: tls");
    }

    @Test
    void shouldRefuseCertificatesOutOfTheirTime() throws Exception {
        final int expired = serve(serving(authority.issue("sip.example.com", "EC", 256, Duration.ofDays(-1), Duration.ofHours(-1))));
        assertFails(trusting(null), expired, StreamFault.TLS_EXPIRED, "expired on 20");
        client.failed.clear();
        final int early = serve(serving(authority.issue("sip.example.com", "EC", 256, Duration.ofHours(1), Duration.ofDays(1))));
        assertFails(trusting(null), early, StreamFault.TLS_EXPIRED, "is not valid before 20");
    }

    @Test
    void shouldRefuseAnExpiredCertificateThatIsItselfTrusted() throws Exception {
        final Identity expired = authority.issue("sip.example.com", "EC", 256, Duration.ofDays(-1), Duration.ofHours(-1));
        final int listening = serve(serving(expired));
        assertFails(new StreamTls(true, expired.certificate(), null, null, "sip.example.com"), listening, StreamFault.TLS_EXPIRED, "expired");
    }

    @Test
    void shouldTakeAnyCertificateWhenToldSo() throws Exception {
        final int listening = serve(serving(new TestAuthority("x").issue("y", "RSA", 2_048, Duration.ofDays(-2), Duration.ofDays(-1))));
        call(new StreamTls(false, null, null, null, "sip.example.com"), listening);
        assertThat(server.awaitMessage()).contains("Call-ID: tls");
    }

    @Test
    void shouldSayThatThereIsNoVersionInCommon() throws Exception {
        final int listening = serve(serving(localhost).withVersions("1.3", "1.3"));
        assertFails(trusting(null).withVersions("1.2", "1.2"), listening, StreamFault.TLS_NOTHING_IN_COMMON, "no protocol version or cipher");
        server.await("a failure", () -> !server.failed.isEmpty());
        assertThat(server.failed.getFirst().reason()).isEqualTo(StreamFault.TLS_NOTHING_IN_COMMON);
    }

    @Test
    void shouldSayThatThePeerDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("SIP/2.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (final java.io.IOException e) {
                    // the test says what is missing
                }
            });
            final int calling = client.open(TransportKind.TLS, StreamOptions.client().withTls(trusting(null)));
            client.send(calling, new TransportAddress().setIpv4(0x7F000001, plain.getLocalPort()), StreamEnd.options("plain", ""));
            client.await("a failure", () -> !client.failed.isEmpty());
            assertThat(client.failed.getFirst().reason()).isEqualTo(StreamFault.TLS_NOT_TLS);
        }
    }

    @Test
    void shouldSayThatThePeerLeftDuringTheHandshakeOrNeverAnswered() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, silent.getLocalPort());
            final int calling = client.open(TransportKind.TLS, StreamOptions.client().withTls(trusting(null)).withConnectTimeoutMs(300));
            client.send(calling, to, StreamEnd.options("silent", ""));
            client.await("a failure", () -> !client.failed.isEmpty());
            assertThat(client.failed.getFirst().reason()).isEqualTo(StreamFault.TIMEOUT);
            assertThat(client.failed.getFirst().text()).contains("handshake").contains("300 ms");
            silent.accept().close();
            client.send(calling, to, StreamEnd.options("gone", ""));
            silent.accept().close();
            client.await("a second failure", () -> client.failed.size() == 2);
            assertThat(client.failed.getLast().reason()).isIn(StreamFault.PEER_CLOSED, StreamFault.RESET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldResumeItsSessionAtAServerOfTheJdk(final String version) throws Exception {
        final javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(new javax.net.ssl.KeyManager[] {OwnIdentity.of(serving(localhost))}, null, null);
        try (javax.net.ssl.SSLServerSocket foreign = (javax.net.ssl.SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            foreign.setEnabledProtocols(new String[] {version});
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, foreign.getLocalPort());
            final StreamTls tls = trusting(null);
            final java.util.List<Long> created = new java.util.ArrayList<>();
            for (int i = 0; i < 3; i++) { // each endpoint has a listening point of its own, and all share the sessions
                final int calling = client.open(TransportKind.TLS, StreamOptions.client().withTls(tls));
                client.send(calling, to, StreamEnd.ok("resume"));
                try (javax.net.ssl.SSLSocket socket = (javax.net.ssl.SSLSocket) foreign.accept()) {
                    assertThat(socket.getInputStream().readNBytes(StreamEnd.ok("resume").length())).isNotEmpty();
                    created.add(socket.getSession().getCreationTime());
                    socket.getOutputStream().write(StreamEnd.ok("done").getBytes(StandardCharsets.US_ASCII));
                    client.awaitMessage(); // the ticket is in front of it
                    Thread.sleep(5); // so that a new session would have another time
                }
            }
            assertThat(created).hasSize(3);
            assertThat(created.stream().distinct().count()).as("sessions of %s", created).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseMaterialThatDoesNotFit() throws Exception {
        final Identity other = authority.issue("b");
        final byte[] text = "no PEM".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> serve(new StreamTls(true, null, localhost.certificate(), other.key(), null)))
                .isInstanceOf(StreamFaultException.class).hasMessageContaining("does not belong to the certificate of CN=sip.example.com");
        assertThatThrownBy(() -> serve(new StreamTls(true, null, localhost.certificate(), text, null)))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> serve(new StreamTls(true, text, null, null, null))).hasMessageContaining("TLS authority");
        assertThatThrownBy(() -> serve(new StreamTls(true, null, localhost.certificate(), null, null))).hasMessageContaining("without its key");
        assertThatThrownBy(() -> serve(StreamTls.SYSTEM.withVersions("1.1", "1.3"))).hasMessageContaining("found 1.1");
    }
}
