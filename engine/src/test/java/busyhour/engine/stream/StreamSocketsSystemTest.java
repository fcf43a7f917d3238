package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends ours, over loopback, by each kind. */
class StreamSocketsSystemTest {

    private static final StreamTls UNCHECKED = new StreamTls(false, null, null, null, null);

    private final StreamTransports transports = StreamTransports.create(null);
    private final StreamEnd client = new StreamEnd(transports, 0);
    private final StreamEnd server = new StreamEnd(transports, 1);

    @AfterEach
    void close() {
        client.close();
        server.close();
        transports.close();
    }

    private static StreamOptions client() {
        return StreamOptions.client().withTls(UNCHECKED).withPath("/sip");
    }

    private static StreamOptions listening() {
        return StreamOptions.listening().withTls(UNCHECKED).withPath("/sip");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TransportKind.TCP, TransportKind.TLS, TransportKind.WS, TransportKind.WSS})
    void shouldCarryRequestsAndAnswersOverOneConnection(final byte kind) throws Exception {
        final int listening = server.open(kind, listening());
        final int calling = client.open(kind, client());
        assertThat(client.sockets.kind(calling)).isEqualTo(kind);
        for (int i = 0; i < 50; i++) {
            final String request = StreamEnd.options("call-" + i, "ü".repeat(i).substring(0, i).replace('ü', 'u'));
            client.send(calling, server.address(listening), request);
            assertThat(server.awaitMessage()).isEqualTo(request);
            server.send(listening, server.received.getLast().source(), StreamEnd.ok("call-" + i));
            assertThat(client.awaitMessage()).isEqualTo(StreamEnd.ok("call-" + i));
        }
        // a request of the server goes over the connection that the client opened
        server.send(listening, server.received.getLast().source(), StreamEnd.options("back", ""));
        assertThat(client.awaitMessage()).contains("Call-ID: back");
        assertThat(client.received.getLast().source()).isEqualTo(server.address(listening));
        assertThat(server.sockets.counters().accepted()).isEqualTo(1);
        assertThat(client.sockets.counters().connected()).isEqualTo(1);
        // the contact of a client is the port that its connection leaves from
        assertThat(server.received.getLast().source()).isEqualTo(client.address(calling));
        client.sockets.close(calling);
        server.await("the end", () -> !server.closed.isEmpty());
        assertThat(server.closed.getFirst().reason()).isEqualTo(StreamFault.PEER_CLOSED);
        client.await("the end", () -> !client.closed.isEmpty());
        assertThat(client.closed.getFirst().reason()).isEqualTo(StreamFault.CLOSED);
        assertThat(client.failed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TransportKind.TCP, TransportKind.TLS, TransportKind.WS, TransportKind.WSS})
    void shouldKeepTheOrderOfManyMessagesAndSendAllBeforeClosing(final byte kind) throws Exception {
        final int listening = server.open(kind, listening());
        final int calling = client.open(kind, client().withMaxQueuedBytes(8 << 20));
        final int messages = 2_000;
        for (int i = 0; i < messages; i++) {
            client.send(calling, server.address(listening), StreamEnd.options(Integer.toString(i), "x".repeat(i % 1_500)));
        }
        client.sockets.close(calling);
        server.await("all messages", () -> server.received.size() == messages);
        for (int i = 0; i < messages; i++) {
            assertThat(server.received.get(i).text()).contains("Call-ID: " + i + "\r\n").endsWith("x".repeat(i % 1_500));
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {TransportKind.TCP, TransportKind.TLS, TransportKind.WS, TransportKind.WSS})
    void shouldNotReadOnWhileTheShardIsBehindAndLoseNothing(final byte kind) throws Exception {
        final int listening = server.open(kind, listening());
        final int calling = client.open(kind, client().withMaxQueuedBytes(64 << 20));
        final int messages = 1_000;
        final String body = "y".repeat(30_000);
        for (int i = 0; i < messages; i++) { // 30 MB against a ring of 8
            final String message = StreamEnd.options(Integer.toString(i), body);
            final byte[] bytes = message.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            client.await("room in the ring", () -> client.sockets.send(
                    calling, server.address(listening), new org.agrona.concurrent.UnsafeBuffer(bytes), 0, bytes.length));
        }
        client.await("a stall of the other end", () -> server.sockets.counters().stalls() > 0);
        server.await("all messages", () -> server.received.size() == messages);
        for (int i = 0; i < messages; i++) {
            assertThat(server.received.get(i).text()).hasSize(StreamEnd.options(Integer.toString(i), body).length())
                    .contains("Call-ID: " + i + "\r\n");
        }
        assertThat(client.failed).isEmpty();
    }

    @Test
    void shouldGiveEachListeningPointItsOwnConnection() throws Exception {
        final int listening = server.open(TransportKind.TCP, listening());
        final int[] own = new int[20];
        for (int i = 0; i < own.length; i++) {
            own[i] = client.open(TransportKind.TCP, client());
            client.send(own[i], server.address(listening), StreamEnd.options("own-" + i, ""));
        }
        server.await("all messages", () -> server.received.size() == own.length);
        assertThat(server.received.stream().map(StreamEnd.Received::source).distinct().toList()).hasSize(own.length)
                .containsExactlyInAnyOrderElementsOf(java.util.Arrays.stream(own).mapToObj(client::address).toList());
    }

    @Test
    void shouldConnectAnewAfterThePeerHasClosed() throws Exception {
        final int listening = server.open(TransportKind.TCP, listening());
        final int calling = client.open(TransportKind.TCP, client());
        client.send(calling, server.address(listening), StreamEnd.options("one", ""));
        server.awaitMessage();
        final var address = new busyhour.sip.TransportAddress().copyFrom(server.address(listening));
        server.sockets.close(listening);
        client.await("the end", () -> !client.closed.isEmpty());
        assertThat(reopen(address)).isGreaterThan(listening);
        client.send(calling, address, StreamEnd.options("two", ""));
        assertThat(server.awaitMessage()).contains("Call-ID: two");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TransportKind.TCP, TransportKind.TLS, TransportKind.WS, TransportKind.WSS})
    void shouldConnectFromAnotherPortWhileItsOwnIsHeldByTheKernel(final byte kind) throws Exception {
        final int listening = server.open(kind, listening());
        final int calling = client.open(kind, client().withIdleCloseMs(200).withConnectTimeoutMs(2_000));
        client.send(calling, server.address(listening), StreamEnd.options("one", ""));
        server.awaitMessage();
        client.await("the end", () -> !client.closed.isEmpty());
        // as a closed connection in TIME_WAIT does, another one holds this pair of addresses
        try (java.net.Socket other = new java.net.Socket()) {
            other.setReuseAddress(true);
            other.bind(new java.net.InetSocketAddress("127.0.0.1", client.address(calling).port()));
            try {
                other.connect(new java.net.InetSocketAddress("127.0.0.1", server.address(listening).port()));
            } catch (final java.net.SocketException e) {
                assertThat(e).as("the closed connection holds them itself").hasMessageContaining("Cannot assign requested address");
            }
            client.send(calling, server.address(listening), StreamEnd.options("two", ""));
            assertThat(server.awaitMessage()).contains("Call-ID: two");
        }
    }

    /** The kernel gives the port back when the loop next looks at its selector. */
    private int reopen(final busyhour.sip.TransportAddress address) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return server.sockets.open(TransportKind.TCP, address, listening());
            } catch (final StreamFaultException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }

    @Test
    void shouldSpeakIpv6() throws Exception {
        final var loopback = new busyhour.sip.TransportAddress();
        loopback.parse("::1");
        final int listening = server.sockets.open(TransportKind.WSS, loopback, listening());
        final int calling = client.sockets.open(TransportKind.WSS, loopback, client());
        client.send(calling, server.address(listening), StreamEnd.options("six", ""));
        assertThat(server.awaitMessage()).contains("Call-ID: six");
        assertThat(server.received.getLast().source()).isEqualTo(client.address(calling));
    }

    @Test
    void shouldWakeAShardThatWaitsAndNoOther() throws Exception {
        final int listening = server.open(TransportKind.TCP, listening());
        final int calling = client.open(TransportKind.TCP, client());
        for (int i = 0; i < 500; i++) {
            client.send(calling, server.address(listening), StreamEnd.options("busy-" + i, ""));
        }
        final long startNs = System.nanoTime();
        while (server.received.size() < 500 && System.nanoTime() - startNs < 8_000_000_000L) {
            server.poll();
        }
        assertThat(server.received).hasSize(500);
        assertThat(server.wakeUps.availablePermits()).as("of a shard that never waited").isZero();
        assertThat(server.sockets.mayIdle()).isTrue();
        client.send(calling, server.address(listening), StreamEnd.options("one", ""));
        client.send(calling, server.address(listening), StreamEnd.options("two", ""));
        assertThat(server.wakeUps.tryAcquire(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        server.await("both", () -> server.received.size() == 502);
        assertThat(server.sockets.mayIdle()).isTrue();
    }

    @Test
    void shouldKeepItsLoopsOffTheCoresOfShards() throws Exception {
        final java.util.BitSet allowed = busyhour.engine.io.ThreadScheduling.affinity();
        org.junit.jupiter.api.Assumptions.assumeTrue(allowed.cardinality() > 1, "one core only");
        final int taken = allowed.nextSetBit(0);
        try (StreamTransports pinned = StreamTransports.create(new busyhour.engine.io.CoreList(List.of(taken)))) {
            pinned.forShard(7, () -> { }).open(TransportKind.TCP, new busyhour.sip.TransportAddress().setIpv4(0x7F000001, 0), client());
            allowed.clear(taken);
            assertThat(coresOf("stream-7")).isEqualTo(busyhour.engine.io.CpuAffinity.text(allowed));
        }
    }

    private static String coresOf(final String thread) throws java.io.IOException {
        try (var tasks = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/task"))) {
            for (final java.nio.file.Path task : tasks.toList()) {
                if (java.nio.file.Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    return java.nio.file.Files.readAllLines(task.resolve("status")).stream()
                            .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow().split("\\s+")[1];
                }
            }
        }
        return "no such thread";
    }

    @Test
    void shouldNameItsThreadsAndEndThem() throws Exception {
        client.open(TransportKind.TCP, client());
        final List<Thread> mine = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stream-0")).toList();
        assertThat(mine).hasSize(1).allMatch(Thread::isDaemon);
        transports.close();
        mine.getFirst().join(5_000);
        assertThat(mine.getFirst().isAlive()).isFalse();
    }
}
