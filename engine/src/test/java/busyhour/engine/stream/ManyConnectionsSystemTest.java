package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import busyhour.engine.io.ThreadScheduling;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each endpoint with a connection of its own, both ends in this process. */
class ManyConnectionsSystemTest implements StreamHandler {

    private static final long LIMIT_NS = 60_000_000_000L;

    private final UnsafeBuffer answer = new UnsafeBuffer(StreamEnd.ok("many").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    private StreamSockets sockets;
    private int listening;
    private int requests;
    private int answers;
    private int failures;

    @Override
    public void onMessage(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        if (socket == listening) {
            requests++;
            assertThat(sockets.send(socket, source, answer, 0, answer.capacity())).isTrue();
        } else {
            answers++;
        }
    }

    @Override
    public void onFailed(
            final int socket, final TransportAddress to, final int reason,
            final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        failures++;
    }

    @Test
    void shouldCarryTwoThousandConnections() throws Exception {
        run(TransportKind.TCP, 2_000);
    }

    @Test
    void shouldCarryAHundredConnectionsOverTls() throws Exception {
        run(TransportKind.TLS, 100);
    }

    @Test
    @Tag("load")
    void shouldCarryEightThousandConnections() throws Exception {
        run(TransportKind.TCP, 8_000);
    }

    @Test
    @Tag("load")
    void shouldCarryTwoThousandConnectionsOverWss() throws Exception {
        run(TransportKind.WSS, 2_000);
    }

    private void run(final byte kind, final int connections) throws Exception {
        final long files = ThreadScheduling.openFilesLimit();
        assumeTrue(files == ThreadScheduling.UNLIMITED || files > 2L * connections + 500, "not enough open files: " + files);
        final TransportAddress loopback = new TransportAddress().setIpv4(0x7F000001, 0);
        final StreamTls unchecked = new StreamTls(false, null, null, null, null);
        try (StreamTransports transports = StreamTransports.create(null)) {
            sockets = transports.forShard(0, () -> { });
            listening = sockets.open(kind, loopback, StreamOptions.listening().withTls(unchecked));
            final UnsafeBuffer request = new UnsafeBuffer(
                    StreamEnd.options("many", "").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            final int[] own = new int[connections];
            for (int i = 0; i < connections; i++) {
                own[i] = sockets.open(kind, loopback, StreamOptions.client().withTls(unchecked).withConnectTimeoutMs(50_000));
            }
            for (int round = 1; round <= 3; round++) {
                for (final int socket : own) {
                    assertThat(sockets.send(socket, sockets.localAddress(listening), request, 0, request.capacity())).isTrue();
                }
                final int expected = round * connections;
                final long startNs = System.nanoTime();
                while (answers < expected && failures == 0 && System.nanoTime() - startNs < LIMIT_NS) {
                    sockets.poll(this, 256);
                }
                assertThat(failures).as("%s", sockets.counters()).isZero();
                assertThat(answers).as("%s", sockets.counters()).isEqualTo(expected);
            }
            assertThat(requests).isEqualTo(3 * connections);
            assertThat(sockets.counters().connected()).isEqualTo(connections);
            assertThat(sockets.counters().accepted()).isEqualTo(connections);
        }
    }
}
