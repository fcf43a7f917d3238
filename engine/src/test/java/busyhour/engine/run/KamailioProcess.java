package busyhour.engine.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.ipc.plan.Assignment.Account;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Kamailio on loopback, as registrar with digest and as record-routing proxy over UDP, TCP, TLS, WS and WSS. */
final class KamailioProcess implements AutoCloseable {

    static final String DOMAIN = "127.0.0.1";
    private static final Path MODULES = Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules");
    private static final Path MODULES_ARM = Path.of("/usr/lib/aarch64-linux-gnu/kamailio/modules");

    final int udpPort;
    /** TCP and WS. */
    final int tcpPort;
    /** TLS and WSS. */
    final int tlsPort;
    private final ForeignProcess process;

    private KamailioProcess(final int udpPort, final int tcpPort, final int tlsPort, final ForeignProcess process) {
        this.udpPort = udpPort;
        this.tcpPort = tcpPort;
        this.tlsPort = tlsPort;
        this.process = process;
    }

    static void assumeInstalled() {
        ForeignProcess.assumeInstalled("kamailio", "kamailio");
    }

    static boolean hasModule(final String module) {
        return Files.exists(MODULES.resolve(module)) || Files.exists(MODULES_ARM.resolve(module));
    }

    /** Skips a test that needs a module of a package of its own. */
    static void assumeModule(final String module, final String debianPackage) {
        assumeTrue(hasModule(module),
                "kamailio's " + module + " is not installed (Debian: " + debianPackage + ")");
    }

    /** Over UDP and TCP. */
    static KamailioProcess start(final Path directory, final int nonceS, final List<Account> accounts) throws Exception {
        return start(directory, nonceS, accounts, null, null);
    }

    /**
     * @param nonceS      seconds that a nonce is good for.
     * @param certificate PEM of the server's certificate, null without TLS and WebSocket.
     */
    static KamailioProcess start(
            final Path directory, final int nonceS, final List<Account> accounts, final Path certificate, final Path key) throws Exception {
        final int udp = Assignments.peerPorts(1);
        final int tcp = Assignments.peerPorts(1);
        final int tls = Assignments.peerPorts(1);
        final boolean streams = certificate != null;
        String config = template();
        for (final Map.Entry<String, String> word : Map.of(
                "@TLS@", streams ? "yes" : "no",
                "@UDP_PORT@", String.valueOf(udp),
                "@TCP_PORT@", String.valueOf(tcp),
                "@LISTEN_TLS@", streams ? "listen=tls:127.0.0.1:" + tls : "",
                "@LOAD_TLS@", streams ? loadStreams(certificate, key) : "",
                "@NONCE_S@", String.valueOf(nonceS),
                "@ACCOUNTS@", accountLines(accounts),
                "@WEBSOCKET@", streams ? "    if ($hdr(Upgrade) =~ \"websocket\" && ws_handle_handshake()) { exit; }" : "").entrySet()) {
            config = config.replace(word.getKey(), word.getValue());
        }
        Files.writeString(directory.resolve("kamailio.cfg"), config);
        final ForeignProcess process = ForeignProcess.start(directory, "kamailio", List.of("kamailio", "-DD", "-E", "-m", "64", "-M", "8",
                "-f", "kamailio.cfg", "-Y", directory.toString(), "-P", directory.resolve("kamailio.pid").toString()));
        try {
            process.await("kamailio", () -> answers(udp), 15);
            return new KamailioProcess(udp, tcp, tls, process);
        } catch (final AssertionError e) {
            process.close();
            throw e;
        }
    }

    private static String loadStreams(final Path certificate, final Path key) {
        return """
                loadmodule "tls.so"
                loadmodule "websocket.so"
                modparam("tls", "certificate", "%s")
                modparam("tls", "private_key", "%s")
                modparam("tls", "tls_method", "TLSv1.2+")
                """.formatted(certificate, key);
    }

    private static String accountLines(final List<Account> accounts) throws NoSuchAlgorithmException {
        final MessageDigest md5 = MessageDigest.getInstance("MD5");
        final StringBuilder lines = new StringBuilder();
        for (final Account account : accounts) {
            final String text = account.username() + ":" + DOMAIN + ":" + account.password();
            lines.append("    $sht(ha1=>").append(account.username()).append(") = \"")
                    .append(HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)))).append("\";\n");
        }
        return lines.toString();
    }

    private static String template() throws IOException {
        try (InputStream in = KamailioProcess.class.getResourceAsStream("/busyhour/engine/kamailio/kamailio.cfg")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether something answers OPTIONS at this port. */
    private static boolean answers(final int port) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(200);
            final byte[] ping = ("OPTIONS sip:127.0.0.1:" + port + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort()
                    + ";branch=z9hG4bKping\r\nMax-Forwards: 1\r\nFrom: <sip:ping@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\n"
                    + "Call-ID: ping\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(ping, ping.length, InetAddress.getLoopbackAddress(), port));
            final DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(answer);
            return answer.getLength() > 0;
        } catch (final IOException notYet) {
            return false;
        }
    }

    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
