package busyhour.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One shard's streams in a test: everything that came, as objects. The test's thread plays the shard. */
final class StreamEnd implements StreamHandler, AutoCloseable {

    record Received(int socket, TransportAddress source, String text) {
    }

    record Ended(int socket, TransportAddress peer, int reason, String text) {
    }

    private static final long LIMIT_NS = 8_000_000_000L;
    private static final TransportAddress LOOPBACK = new TransportAddress().setIpv4(0x7F000001, 0);

    private static final List<StreamEnd> ALL = new ArrayList<>(); // for the word at a failure

    final Semaphore wakeUps = new Semaphore(0);
    final StreamSockets sockets;
    final List<Received> received = new ArrayList<>();
    final List<TransportAddress> connected = new ArrayList<>();
    final List<Ended> failed = new ArrayList<>();
    final List<Ended> closed = new ArrayList<>();

    StreamEnd(final StreamTransports transports, final int shard) {
        sockets = transports.forShard(shard, wakeUps::release);
        ALL.add(this);
    }

    int open(final byte kind, final StreamOptions options) throws StreamFaultException {
        return sockets.open(kind, LOOPBACK, options);
    }

    TransportAddress address(final int socket) {
        return sockets.localAddress(socket);
    }

    void send(final int socket, final TransportAddress to, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(sockets.send(socket, to, new UnsafeBuffer(bytes), 0, bytes.length)).isTrue();
    }

    void poll() {
        sockets.poll(this, 64);
    }

    /** Plays the shard, sleeping as one does, until this holds. */
    void await(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - startNs).as("%s; %s; all: %s", what, this, ALL).isLessThan(LIMIT_NS);
            if (sockets.poll(this, 64) == 0 && sockets.mayIdle()) {
                try {
                    wakeUps.tryAcquire(1, TimeUnit.MILLISECONDS);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    String awaitMessage() {
        final int before = received.size();
        await("a message", () -> received.size() > before);
        return received.getLast().text;
    }

    @Override
    public void onMessage(
            final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        received.add(new Received(socket, new TransportAddress().copyFrom(source), buffer.getStringWithoutLengthUtf8(offset, length)));
    }

    @Override
    public void onConnected(final int socket, final TransportAddress peer, final long nowNs) {
        connected.add(new TransportAddress().copyFrom(peer));
    }

    @Override
    public void onFailed(
            final int socket, final TransportAddress to, final int reason,
            final DirectBuffer buffer, final int offset, final int length, final long nowNs) {
        failed.add(new Ended(socket, new TransportAddress().copyFrom(to), reason, buffer.getStringWithoutLengthUtf8(offset, length)));
    }

    @Override
    public void onClosed(final int socket, final TransportAddress peer, final int reason, final long nowNs) {
        closed.add(new Ended(socket, new TransportAddress().copyFrom(peer), reason, StreamFault.text(reason)));
    }

    static String options(final String callId, final String body) {
        return "OPTIONS sip:peer@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK" + callId + "\r\nCall-ID: " + callId
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String ok(final String callId) {
        return "SIP/2.0 200 OK\r\nCall-ID: " + callId + "\r\nl: 0\r\n\r\n";
    }

    @Override
    public void close() {
        ALL.remove(this);
        sockets.close();
    }

    @Override
    public String toString() {
        return "received " + received.size() + " connected " + connected + " failed " + failed + " closed " + closed + " counters "
                + sockets.counters();
    }
}
