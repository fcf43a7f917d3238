package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a connection, no buffer of Netty's is forgotten. */
class StreamLeakSystemTest {

    private static final StreamTls UNCHECKED = new StreamTls(false, null, null, null, null);

    @ParameterizedTest
    @ValueSource(bytes = {TransportKind.TCP, TransportKind.TLS, TransportKind.WS, TransportKind.WSS})
    void shouldGiveBackAllBuffers(final byte kind) throws Exception {
        Leaks.watch();
        final StreamTransports transports = StreamTransports.create(null);
        final StreamEnd client = new StreamEnd(transports, 0);
        final StreamEnd server = new StreamEnd(transports, 1);
        try {
            final int listening = server.open(kind, StreamOptions.listening().withTls(UNCHECKED).withConnectTimeoutMs(2_000));
            final int calling = client.open(kind, StreamOptions.client().withTls(UNCHECKED).withMaxQueuedBytes(200_000));
            talk(client, calling, server, listening);
            interruptHandshakes(server, listening);
            sendToNobody(client, calling);
            flood(client, client.open(kind, StreamOptions.client().withTls(UNCHECKED).withMaxQueuedBytes(200_000)), server, listening);
        } finally {
            client.close();
            server.close();
            transports.close();
            Leaks.assertNoneAndRest();
        }
    }

    private static void talk(final StreamEnd client, final int calling, final StreamEnd server, final int listening) {
        for (int i = 0; i < 20; i++) {
            client.send(calling, server.address(listening), StreamEnd.options("leak-" + i, "x".repeat(200 * i)));
            assertThat(server.awaitMessage()).contains("leak-" + i);
            server.send(listening, server.received.getLast().source(), StreamEnd.ok("leak-" + i));
            client.awaitMessage();
        }
    }

    /** Peers that say something else, or part of the right thing, and go. */
    private static void interruptHandshakes(final StreamEnd server, final int listening) throws Exception {
        final String[] words = {"", "GET / HT", "INVITE sip:a@b SIP/2.0\r\nl: 100\r\n\r\nhalf", "\u0016\u0003\u0001\u0000\u0010half", "\r\n\r\n\r"};
        for (final String word : words) {
            try (Socket socket = new Socket("127.0.0.1", server.address(listening).port())) {
                socket.getOutputStream().write(word.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        server.await("their ends", () -> server.failed.size() + server.closed.size() == words.length);
    }

    private static void sendToNobody(final StreamEnd client, final int calling) throws Exception {
        final int free;
        try (ServerSocket taken = new ServerSocket(0)) {
            free = taken.getLocalPort();
        }
        client.send(calling, new TransportAddress().setIpv4(0x7F000001, free), StreamEnd.options("nobody", ""));
        client.await("a failure", () -> client.failed.size() == 1);
    }

    /** More than may wait for a connection that is being made, and for a shard that does not look. */
    private static void flood(final StreamEnd client, final int calling, final StreamEnd server, final int listening) {
        for (int i = 0; i < 50; i++) {
            client.send(calling, server.address(listening), StreamEnd.options("flood-" + i, "x".repeat(30_000)));
        }
        client.await("an end", () -> client.failed.size() > 1 || client.sockets.counters().messagesOut() >= 70);
    }
}
