package busyhour.engine.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.rtp.srtp.SrtpSuite;
import busyhour.sip.sdp.FingerprintHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's own DTLS client and server at the other end; it prints the keys that it exported. */
class DtlsOpensslInteropTest {

    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final String PROFILE = "SRTP_AES128_CM_SHA1_80";

    @TempDir
    private Path folder;
    private final DtlsHandshakes all = new DtlsHandshakes(new DtlsTimes(8_000, 100, 8_000), null);
    private final DtlsEnd end = new DtlsEnd(all, 1, SrtpSuite.AEAD_AES_128_GCM, SrtpSuite.AES_CM_128_HMAC_SHA1_80);
    private DatagramSocket socket;
    private Process process;
    private Path configuration;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(OPENSSL), "no openssl");
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(1);
    }

    @AfterEach
    void close() {
        all.close();
        if (process != null) {
            process.destroyForcibly();
        }
        if (socket != null) {
            socket.close();
        }
    }

    private void openssl(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
        if (configuration != null) {
            builder.environment().put("OPENSSL_CONF", configuration.toString());
        }
        process = builder.start();
    }

    private Path output() {
        return folder.resolve("output");
    }

    /** Key and certificate of the peer: P-256, or RSA as many an older PBX has. */
    private byte[] certificate(final boolean rsa) throws Exception {
        openssl("req", "-x509", "-newkey", rsa ? "rsa:2048" : "ec", "-pkeyopt", rsa ? "rsa_keygen_bits:2048" : "ec_paramgen_curve:P-256",
                "-nodes", "-days", "2", "-subj", "/CN=peer", "-keyout", file("key.pem"), "-out", file("certificate.pem"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        final X509Certificate made = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("certificate.pem"))));
        return MessageDigest.getInstance("SHA-256").digest(made.getEncoded());
    }

    private String file(final String name) {
        return folder.resolve(name).toString();
    }

    /** Carries datagrams until the end has told something, or the time is over. */
    private void carry(final SocketAddress known) throws IOException {
        final byte[] memory = new byte[4096];
        final long endNs = System.nanoTime() + 10_000_000_000L;
        SocketAddress peer = known;
        while (end.told.isEmpty() && System.nanoTime() < endNs) {
            end.handshakes.poll(end, 64);
            for (byte[] datagram = end.wire.poll(); datagram != null; datagram = end.wire.poll()) {
                socket.send(new DatagramPacket(datagram, 1, datagram.length - 1, peer));
            }
            try {
                final DatagramPacket packet = new DatagramPacket(memory, 1, memory.length - 1);
                socket.receive(packet);
                peer = packet.getSocketAddress();
                end.deliver(Arrays.copyOf(memory, 1 + packet.getLength()));
            } catch (final SocketTimeoutException e) {
                continue; // looks what there is to send
            }
        }
        for (int i = 0; i < 3; i++) { // the last flight
            end.handshakes.poll(end, 64);
            for (byte[] datagram = end.wire.poll(); datagram != null; datagram = end.wire.poll()) {
                socket.send(new DatagramPacket(datagram, 1, datagram.length - 1, peer));
            }
        }
    }

    /** OpenSSL prints the keying material of the label that it was given: client key, server key, client salt, server salt. */
    private void assertKeys(final boolean weAreClient) throws Exception {
        assertThat(end.told).hasSize(1);
        final DtlsEnd.Told told = end.told.get(0);
        assertThat(told.fault()).isNull();
        assertThat(told.suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        final String material = exported();
        final String client = material.substring(0, 32) + material.substring(64, 92);
        final String server = material.substring(32, 64) + material.substring(92, 120);
        assertThat(told.localKey()).isEqualTo(weAreClient ? client : server);
        assertThat(told.remoteKey()).isEqualTo(weAreClient ? server : client);
    }

    private String exported() throws Exception {
        for (int i = 0; i < 200; i++) {
            for (final String line : Files.readString(output(), StandardCharsets.ISO_8859_1).split("\n")) {
                if (line.trim().startsWith("Keying material: ")) {
                    return line.trim().substring("Keying material: ".length()).toLowerCase(Locale.ROOT);
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("openssl said:\n" + Files.readString(output(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAgreeWithItsServer(final boolean rsa) throws Exception {
        final byte[] fingerprint = certificate(rsa);
        final int port = freePort();
        openssl("s_server", "-dtls1_2", "-accept", "127.0.0.1:" + port, "-key", file("key.pem"), "-cert", file("certificate.pem"),
                "-verify", "1", "-use_srtp", PROFILE, "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60");
        end.handshakes.start(0, true, FingerprintHash.SHA_256, fingerprint);
        carry(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertKeys(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAgreeWithItsClient(final boolean rsa) throws Exception {
        final byte[] fingerprint = certificate(rsa);
        openssl("s_client", "-dtls1_2", "-connect", "127.0.0.1:" + socket.getLocalPort(), "-key", file("key.pem"), "-cert",
                file("certificate.pem"), "-use_srtp", PROFILE, "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60");
        end.handshakes.start(0, false, FingerprintHash.SHA_256, fingerprint);
        carry(null);
        assertKeys(false);
    }

    @Test
    void shouldAgreeWithAPeerWithoutExtendedMasterSecret() throws Exception {
        final byte[] fingerprint = certificate(false);
        configuration = Files.writeString(folder.resolve("openssl.cnf"), """
                openssl_conf = all
                [all]
                ssl_conf = ssl
                [ssl]
                system_default = defaults
                [defaults]
                Options = -ExtendedMasterSecret
                """);
        openssl("s_client", "-dtls1_2", "-connect", "127.0.0.1:" + socket.getLocalPort(), "-key", file("key.pem"), "-cert",
                file("certificate.pem"), "-use_srtp", PROFILE, "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60");
        end.handshakes.start(0, false, FingerprintHash.SHA_256, fingerprint);
        carry(null);
        assertKeys(false);
    }

    @Test
    void shouldRefuseAServerWithAnotherCertificate() throws Exception {
        certificate(false);
        final int port = freePort();
        openssl("s_server", "-dtls1_2", "-accept", "127.0.0.1:" + port, "-key", file("key.pem"), "-cert", file("certificate.pem"),
                "-verify", "1", "-use_srtp", PROFILE);
        end.handshakes.start(0, true, FingerprintHash.SHA_256, new byte[32]);
        carry(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(end.told.get(0).fault()).startsWith("the peer's certificate is not the one that its description names");
    }

    @Test
    void shouldRefuseAPeerWithoutSrtp() throws Exception {
        final byte[] fingerprint = certificate(false);
        final int port = freePort();
        openssl("s_server", "-dtls1_2", "-accept", "127.0.0.1:" + port, "-key", file("key.pem"), "-cert", file("certificate.pem"), "-verify", "1");
        end.handshakes.start(0, true, FingerprintHash.SHA_256, fingerprint);
        carry(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(end.told.get(0).fault()).isEqualTo("the peer's DTLS does not do SRTP: there is no use_srtp in its answer");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return probe.getLocalPort();
        }
    }
}
