package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.engine.stream.TestAuthority.Identity;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's own client and server at the other end. */
class OpensslInteropTest {

    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir
    private Path folder;
    private final StreamTransports transports = StreamTransports.create(null);
    private final StreamEnd end = new StreamEnd(transports, 0);
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void findOpenssl() {
        assumeTrue(Files.isExecutable(OPENSSL), "no openssl");
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        end.close();
        transports.close();
    }

    private Process openssl(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private String file(final String name, final byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    private static void write(final Process process, final String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldServeTheClientOfOpensslThatChecksAndIsChecked(final String version) throws Exception {
        final TestAuthority authority = new TestAuthority("interop");
        final Identity server = authority.issue("sip.example.com");
        final Identity agent = authority.issue("agent.example.com");
        final int socket = end.open(TransportKind.TLS, StreamOptions.listening().withTls(
                new StreamTls(true, authority.pem(), server.certificate(), server.key(), null).withRequireClientCertificate(true)));
        final Process client = openssl("s_client", version, "-quiet", "-connect", end.address(socket).toString(),
                "-servername", "sip.example.com", "-verify_return_error", "-verify_hostname", "sip.example.com",
                "-CAfile", file("ca.pem", authority.pem()), "-cert", file("agent.pem", agent.certificate()),
                "-key", file("agent.key", agent.key()));
        write(client, StreamEnd.options("openssl", "hello"));
        assertThat(end.awaitMessage()).endsWith("hello");
        end.send(socket, end.received.getLast().source(), StreamEnd.ok("openssl"));
        assertThat(awaitLine(client, "Call-ID: openssl")).isTrue();
        client.getOutputStream().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldCallTheServerOfOpenssl(final String version) throws Exception {
        final TestAuthority authority = new TestAuthority("interop");
        final TransportAddress address = serve(version, authority, authority.issue("sip.example.com"));
        final int socket = end.open(TransportKind.TLS,
                StreamOptions.client().withTls(new StreamTls(true, authority.pem(), null, null, "sip.example.com")));
        final Process server = processes.getLast();
        end.send(socket, address, StreamEnd.options("to-openssl", ""));
        assertThat(awaitLine(server, "Call-ID: to-openssl")).isTrue();
        write(server, StreamEnd.ok("from-openssl"));
        assertThat(end.awaitMessage()).contains("from-openssl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldSayThatTheServerOfOpensslWantsACertificate(final String version) throws Exception {
        final TestAuthority authority = new TestAuthority("interop");
        final TransportAddress address = serve(version, authority, authority.issue("sip.example.com"), "-Verify", "1", "-verify_return_error");
        final int socket = end.open(TransportKind.TLS,
                StreamOptions.client().withTls(new StreamTls(true, authority.pem(), null, null, "sip.example.com")));
        end.send(socket, address, StreamEnd.options("no-certificate", ""));
        end.await("a failure", () -> !end.failed.isEmpty());
        assertThat(end.failed.getFirst().reason()).as("%s", end.failed).isEqualTo(StreamFault.TLS_CLIENT_CERTIFICATE);
    }

    @Test
    void shouldReadTheKeysThatOpensslWrites() throws Exception {
        final String rsa = folder.resolve("rsa.key").toString();
        final String ec = folder.resolve("ec.key").toString();
        assertThat(openssl("genrsa", "-traditional", "-out", rsa, "2048").waitFor()).isZero();
        assertThat(openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", ec).waitFor()).isZero();
        for (final String key : List.of(rsa, ec)) {
            final String certificate = key + ".pem";
            assertThat(openssl("req", "-x509", "-key", key, "-out", certificate, "-subj", "/CN=127.0.0.1", "-days", "1",
                    "-addext", "subjectAltName=IP:127.0.0.1").waitFor()).isZero();
            final byte[] pem = Files.readAllBytes(new File(certificate).toPath());
            final int listening = end.open(TransportKind.TLS, StreamOptions.listening().withTls(
                    new StreamTls(true, null, pem, Files.readAllBytes(Path.of(key)), null)));
            final int calling = end.open(TransportKind.TLS, StreamOptions.client().withTls(new StreamTls(true, pem, null, null, null)));
            end.send(calling, end.address(listening), StreamEnd.options("key", ""));
            assertThat(end.awaitMessage()).contains("Call-ID: key");
        }
    }

    private TransportAddress serve(
            final String version, final TestAuthority authority, final Identity identity, final String... more) throws Exception {
        final int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        final List<String> arguments = new ArrayList<>(List.of("s_server", version, "-accept", "127.0.0.1:" + port,
                "-cert", file("server.pem", identity.certificate()), "-key", file("server.key", identity.key()),
                "-CAfile", file("ca.pem", authority.pem())));
        arguments.addAll(List.of(more));
        assertThat(awaitLine(openssl(arguments.toArray(String[]::new)), "ACCEPT")).isTrue();
        return new TransportAddress().setIpv4(0x7F000001, port);
    }

    /** Reads what openssl prints, while the shard goes on. */
    private boolean awaitLine(final Process process, final String text) throws Exception {
        final BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1);
        final StringBuilder all = new StringBuilder();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < endNs) {
            end.poll();
            while (reader.ready()) {
                all.append((char) reader.read());
            }
            if (all.indexOf(text) >= 0) {
                return true;
            }
            Thread.sleep(1);
        }
        throw new AssertionError("no '" + text + "' in: " + all);
    }
}
