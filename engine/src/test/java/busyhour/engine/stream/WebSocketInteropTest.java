package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client, and raw sockets, against ours (RFC 6455, RFC 7118). */
class WebSocketInteropTest implements WebSocket.Listener {

    private final StreamTransports transports = StreamTransports.create(null);
    private final StreamEnd end = new StreamEnd(transports, 0);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        end.close();
        transports.close();
    }

    @Override
    public CompletionStage<?> onText(final WebSocket socket, final CharSequence data, final boolean last) {
        heard.add("text " + data + (last ? "" : "..."));
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(final WebSocket socket, final ByteBuffer data, final boolean last) {
        heard.add("binary " + data.remaining());
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(final WebSocket socket, final ByteBuffer message) {
        heard.add("pong " + message.remaining());
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(final WebSocket socket, final int statusCode, final String reason) {
        heard.add("close " + statusCode);
        return null;
    }

    private String hear() throws InterruptedException {
        return heard.poll(5, TimeUnit.SECONDS);
    }

    private int listen() throws StreamFaultException {
        return end.open(TransportKind.WS, StreamOptions.listening().withPath("/sip"));
    }

    private WebSocket connect(final HttpClient client, final int listening, final String path, final String... protocols) {
        final WebSocket.Builder builder = client.newWebSocketBuilder();
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], java.util.Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        return builder.buildAsync(URI.create("ws://" + end.address(listening) + path), this).join();
    }

    @Test
    void shouldTalkToTheClientOfTheJdk() throws Exception {
        final int listening = listen();
        try (HttpClient http = HttpClient.newHttpClient()) {
            final WebSocket socket = connect(http, listening, "/sip", "chat", "sip");
            assertThat(socket.getSubprotocol()).isEqualTo("sip");
            socket.sendText(StreamEnd.options("text", ""), true).join();
            assertThat(end.awaitMessage()).contains("Call-ID: text");
            socket.sendBinary(ByteBuffer.wrap(StreamEnd.options("binary", "").getBytes(StandardCharsets.US_ASCII)), true).join();
            assertThat(end.awaitMessage()).contains("Call-ID: binary");
            final String parts = StreamEnd.options("parts", "x".repeat(2_000));
            socket.sendText(parts.substring(0, 50), false).join();
            socket.sendText(parts.substring(50, 1_000), false).join();
            socket.sendPing(ByteBuffer.allocate(3)).join(); // control frames come between the parts
            socket.sendText(parts.substring(1_000), true).join();
            assertThat(end.awaitMessage()).isEqualTo(parts);
            assertThat(hear()).isEqualTo("pong 3");

            final TransportAddress peer = end.received.getLast().source();
            end.send(listening, peer, StreamEnd.ok("text"));
            assertThat(hear()).isEqualTo("text " + StreamEnd.ok("text"));
            final byte[] octets = StreamEnd.options("octets", "\u00ff").getBytes(StandardCharsets.ISO_8859_1); // no UTF-8
            assertThat(end.sockets.send(listening, peer, new org.agrona.concurrent.UnsafeBuffer(octets), 0, octets.length)).isTrue();
            assertThat(hear()).isEqualTo("binary " + octets.length);
            socket.sendText("\r\n\r\n", true).join(); // as over TCP
            assertThat(hear()).isEqualTo("text \r\n");

            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(hear()).isEqualTo("close 1000");
            end.await("the end", () -> !end.closed.isEmpty());
        }
    }

    @Test
    void shouldSayGoodByeWhenItCloses() throws Exception {
        final int listening = listen();
        try (HttpClient http = HttpClient.newHttpClient()) {
            connect(http, listening, "/sip", "sip");
            end.await("the connection", () -> !end.connected.isEmpty());
            end.sockets.close(listening);
            assertThat(hear()).isEqualTo("close 1000");
        }
    }

    @Test
    void shouldRefuseOtherPathsAndOtherSubprotocols() throws Exception {
        final int listening = listen();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> connect(http, listening, "/", "sip")).hasMessageContaining("Handshake");
            assertThatThrownBy(() -> connect(http, listening, "/sip", "chat")).hasMessageContaining("Handshake");
            assertThatThrownBy(() -> connect(http, listening, "/sip")).hasMessageContaining("Handshake");
            end.await("three refusals", () -> end.failed.size() == 3);
            assertThat(end.failed).allMatch(failure -> failure.reason() == StreamFault.WEBSOCKET)
                    .extracting(failure -> failure.text().substring(failure.text().indexOf("answered ") + 9, failure.text().indexOf("answered ") + 12))
                    .containsExactly("404", "400", "400");
        }
    }

    @Test
    void shouldRefusePlainRequestsAndCutOffWhatBreaksTheProtocol() throws Exception {
        final int listening = listen();
        assertThat(raw(listening, "GET /sip HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0])).startsWith("HTTP/1.1 426");
        assertThat(raw(listening, "POST /sip HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", new byte[0])).startsWith("HTTP/1.1 405");
        assertThat(raw(listening, "nonsense\r\n\r\n", new byte[0])).startsWith("HTTP/1.1 400");
        final String upgrade = "GET /sip HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
        // not masked; and a frame that says it has 4 GB
        assertThat(raw(listening, upgrade, new byte[] {(byte) 0x81, 1, 'x'})).startsWith("HTTP/1.1 101");
        assertThat(raw(listening, upgrade, new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4})).startsWith("HTTP/1.1 101");
        end.await("five ends", () -> end.failed.size() + end.closed.size() == 5);
        assertThat(end.sockets.counters().cutOff()).isEqualTo(2);
        assertThat(end.received).isEmpty();
    }

    /** Sends both and reads until the server closes. */
    private String raw(final int listening, final String request, final byte[] frame) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", end.address(listening).port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            final StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(frame);
            socket.getInputStream().readAllBytes();
            return answer.toString();
        }
    }

    @Test
    void shouldSayWhyAServerGaveNoWebSocket() throws Exception {
        final int calling = end.open(TransportKind.WS, StreamOptions.client().withPath("/ws"));
        try (ServerSocket server = new ServerSocket(0)) {
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, server.getLocalPort());
            end.send(calling, to, StreamEnd.options("refused", ""));
            final String request = answer(server, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            assertThat(request).startsWith("GET /ws HTTP/1.1\r\n").containsIgnoringCase("sec-websocket-protocol: sip\r\n")
                    .containsIgnoringCase("host: " + to + "\r\n");
            end.await("a failure", () -> end.failed.size() == 1);
            assertThat(end.failed.getFirst().reason()).isEqualTo(StreamFault.WEBSOCKET);
            assertThat(end.failed.getFirst().text()).contains("/ws", "403 Forbidden");
            end.send(calling, to, StreamEnd.options("no-sip", ""));
            answer(server, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: wrong\r\n\r\n");
            end.await("a failure", () -> end.failed.size() == 2);
            assertThat(end.failed.getLast().reason()).isEqualTo(StreamFault.WEBSOCKET);
        }
    }

    private static String answer(final ServerSocket server, final String response) throws IOException {
        try (Socket socket = server.accept()) {
            final StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
            return request.toString();
        }
    }
}
