package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A raw socket at the other end of TCP: streams cut anywhere, garbage, no ends, silence; with every buffer watched. */
class StreamFramingSystemTest {

    private final StreamTransports transports = StreamTransports.create(null);
    private StreamEnd end;
    private int listening;
    private Socket socket;
    private OutputStream out;

    @BeforeEach
    void open() throws Exception {
        Leaks.watch();
        end = new StreamEnd(transports, 0);
        listening = end.open(TransportKind.TCP, StreamOptions.listening());
        connect();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        end.close();
        transports.close();
        Leaks.assertNoneAndRest();
    }

    private void connect() throws IOException {
        socket = new Socket("127.0.0.1", end.address(listening).port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5_000);
        out = socket.getOutputStream();
    }

    private void write(final String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReadMessagesCutAtEachOctet() throws Exception {
        final String folded = "INFO sip:a@b SIP/2.0\r\nSubject: a\r\n b\r\nl:\r\n 3\r\n\r\nabc";
        final String stream = StreamEnd.options("first", "body") + folded + "\r\n" + StreamEnd.ok("last");
        int messages = 0;
        for (int cut = 1; cut < stream.length(); cut++) {
            write(stream.substring(0, cut));
            end.poll();
            write(stream.substring(cut));
            messages += 3;
            final int expected = messages;
            end.await("three messages", () -> end.received.size() == expected);
        }
        for (int i = 0; i < messages; i += 3) {
            assertThat(end.received.subList(i, i + 3)).extracting(StreamEnd.Received::text)
                    .containsExactly(StreamEnd.options("first", "body"), folded, StreamEnd.ok("last"));
        }
        assertThat(end.sockets.counters().garbageOctets()).isZero();
        assertThat(end.sockets.counters().accepted()).isEqualTo(1);
    }

    @Test
    void shouldAnswerKeepAlivesAtOnceAndOnlyThem() throws Exception {
        write("\r\n\r\n");
        end.await("the connection", () -> !end.connected.isEmpty());
        assertThat(socket.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
        write(StreamEnd.ok("a") + "\r\n" + StreamEnd.ok("b"));
        end.await("both", () -> end.received.size() == 2);
        assertThat(socket.getInputStream().available()).isZero();
        assertThat(end.sockets.counters().pingsAnswered()).isEqualTo(1);
    }

    @Test
    void shouldSkipGarbageAndGoOn() throws Exception {
        write("what is this\r\n" + StreamEnd.ok("a") + "HTTP/1.1 200 OK\r\n\0\0\r\n" + StreamEnd.ok("b"));
        end.await("both", () -> end.received.size() == 2);
        assertThat(end.sockets.counters().garbageOctets()).isEqualTo(14 + 17 + 4);
    }

    @Test
    void shouldCutOffAHeaderWithoutEnd() throws Exception {
        write("INVITE sip:a@b SIP/2.0\r\nX: ");
        final String more = "y".repeat(1_000);
        int sent = 0;
        try {
            for (; sent < 100_000; sent += more.length()) {
                write(more);
                end.poll();
            }
        } catch (final IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|abort).*"); // we were cut off
        }
        end.await("the end", () -> !end.closed.isEmpty());
        assertThat(end.closed.getFirst().reason()).isEqualTo(StreamFault.TOO_LONG);
        assertThat(end.sockets.counters().cutOff()).isEqualTo(1);
        assertThat(end.received).isEmpty();
    }

    @Test
    void shouldHandOutAMessageWithTwoLengthsToBeRefusedAndThenClose() throws Exception {
        write("INFO sip:a@b SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\nab" + StreamEnd.ok("lost"));
        assertThat(end.awaitMessage()).startsWith("INFO").endsWith("\r\n\r\n");
        end.send(listening, end.received.getLast().source(), "SIP/2.0 400 Bad Content-Length\r\nl: 0\r\n\r\n");
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).startsWith("SIP/2.0 400");
        end.await("the end", () -> !end.closed.isEmpty());
        assertThat(end.closed.getFirst().reason()).isEqualTo(StreamFault.BAD_FRAMING);
        assertThat(end.received).hasSize(1);
    }

    @Test
    void shouldTakeAMessageWithoutLength() throws Exception {
        write("BYE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n" + StreamEnd.ok("next"));
        end.await("both", () -> end.received.size() == 2);
        assertThat(end.sockets.counters().lengthMissing()).isEqualTo(1);
    }

    @Test
    void shouldFailAConnectionWhosePeerDoesNotRead() throws Exception {
        write(StreamEnd.options("reader", ""));
        end.awaitMessage();
        final TransportAddress peer = end.received.getLast().source();
        final String large = StreamEnd.options("large", "z".repeat(60_000));
        for (int i = 0; i < 1_000 && end.failed.isEmpty(); i++) {
            end.send(listening, peer, large);
            final int sent = i + 1;
            end.await("it to be taken", () -> !end.failed.isEmpty() || end.sockets.counters().messagesOut() >= sent);
        }
        // what was sent after it found nobody to connect to
        assertThat(end.failed.getFirst().reason()).isEqualTo(StreamFault.PEER_NOT_READING);
        assertThat(end.failed.getFirst().text()).contains("does not read", Integer.toString(1 << 20));
    }

    @Test
    void shouldSayWhyThereIsNoConnection() throws Exception {
        final int calling = end.open(TransportKind.TCP, StreamOptions.client().withConnectTimeoutMs(200));
        final int free;
        try (ServerSocket taken = new ServerSocket(0)) {
            free = taken.getLocalPort();
        }
        end.send(calling, new TransportAddress().setIpv4(0x7F000001, free), StreamEnd.options("refused", ""));
        end.await("a failure", () -> end.failed.size() == 1);
        assertThat(end.failed.getFirst().reason()).isEqualTo(StreamFault.REFUSED);
        assertThat(end.failed.getFirst().text()).isEqualTo("nobody listens at 127.0.0.1:" + free);
        // from loopback there is no way to the net
        end.send(calling, new TransportAddress().setIpv4(0xC0000201, 5060), StreamEnd.options("unreachable", ""));
        end.await("a failure", () -> end.failed.size() == 2);
        assertThat(end.failed.getLast().reason()).isIn(StreamFault.UNREACHABLE, StreamFault.TIMEOUT);
    }

    @Test
    void shouldSayWhenNobodyAnswers() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1)) {
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, full.getLocalPort());
            final List<Socket> fillers = new java.util.ArrayList<>();
            for (int i = 0; i < 2; i++) { // the backlog is full: the kernel drops what comes next
                fillers.add(new Socket("127.0.0.1", full.getLocalPort()));
            }
            final int calling = end.open(TransportKind.TCP, StreamOptions.client().withConnectTimeoutMs(200));
            end.send(calling, to, StreamEnd.options("silent", ""));
            end.await("a failure", () -> end.failed.size() == 1);
            assertThat(end.failed.getFirst().reason()).isEqualTo(StreamFault.TIMEOUT);
            assertThat(end.failed.getFirst().text()).contains("200 ms");
            for (final Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void shouldCloseWhenIdleAndKeepAliveWhenAsked() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, server.getLocalPort());
            final int keeping = end.open(TransportKind.TCP, StreamOptions.client().withKeepAliveMs(60));
            end.send(keeping, to, StreamEnd.ok("a"));
            try (Socket kept = server.accept()) {
                assertThat(new String(kept.getInputStream().readNBytes(StreamEnd.ok("a").length() + 4), StandardCharsets.US_ASCII))
                        .isEqualTo(StreamEnd.ok("a") + "\r\n\r\n");
                kept.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
                end.await("the answer", () -> end.sockets.counters().pongs() == 1);
            }
            final int idling = end.open(TransportKind.TCP, StreamOptions.client().withIdleCloseMs(100));
            end.send(idling, to, StreamEnd.ok("b"));
            try (Socket idle = server.accept()) {
                end.await("closing", () -> end.closed.stream().anyMatch(closed -> closed.reason() == StreamFault.IDLE));
                assertThat(idle.getInputStream().readAllBytes()).hasSize(StreamEnd.ok("b").length());
            }
        }
    }

    @Test
    void shouldTakeEveryLineEndForAPongThatAnswersAPing() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            final TransportAddress to = new TransportAddress().setIpv4(0x7F000001, server.getLocalPort());
            final int keeping = end.open(TransportKind.TCP, StreamOptions.client().withKeepAliveMs(60));
            end.send(keeping, to, StreamEnd.ok("a"));
            try (Socket kept = server.accept()) {
                assertThat(kept.getInputStream().readNBytes(StreamEnd.ok("a").length())).hasSize(StreamEnd.ok("a").length());
                for (int i = 1; i <= 4; i++) {
                    final int pongs = i;
                    assertThat(kept.getInputStream().readNBytes(4)).asString().isEqualTo("\r\n\r\n");
                    kept.getOutputStream().write(new byte[] {'\r', '\n'});
                    end.await("pong " + i, () -> end.sockets.counters().pongs() == pongs);
                }
                assertThat(end.sockets.counters().pingsAnswered()).isZero();
            }
        }
    }

    @Test
    void shouldOpenNothingWhereAnotherListens() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> end.sockets.open(TransportKind.TCP, end.address(listening), StreamOptions.listening()))
                .isInstanceOf(StreamFaultException.class).hasMessageContaining("cannot listen at 127.0.0.1:").hasMessageContaining("in use");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> end.sockets.open(TransportKind.TCP, new TransportAddress().setIpv4(0xC0000201, 0), StreamOptions.client()))
                .isInstanceOf(StreamFaultException.class).hasMessageContaining("cannot leave from 192.0.2.1");
    }
}
