package busyhour.jmh.load;

import busyhour.engine.io.ThreadAllocation;
import busyhour.engine.stream.StreamFaultException;
import busyhour.engine.stream.StreamHandler;
import busyhour.engine.stream.StreamOptions;
import busyhour.engine.stream.StreamSockets;
import busyhour.engine.stream.StreamTransports;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two clients that keep a window of messages on their way over each of N connections to an {@link EchoServer}: a bare selector
 * loop that counts octets and writes a message for as many as make one, and a shard's streams, which find the messages.
 */
final class EchoClients {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int LOOPBACK = 0x7F00_0001;
    private static final int POLL_LIMIT = 256;
    private static final int WARM_UP_SHARE = 3;
    private static final long IDLE_NS = 1_000_000L;

    /** Messages that came back, in this time; allocated by the calling thread. */
    record Result(long messages, long wallNs, long allocatedBytes) {
        double perSecond() {
            return messages * 1e9 / wallNs;
        }
    }

    private EchoClients() {
    }

    static Result bare(final int port, final int connections, final int window, final byte[] message, final long durationNs)
            throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                final SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, i);
                for (int j = 0; j < window; j++) {
                    channel.write(ByteBuffer.wrap(message));
                }
            }
            final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            final ByteBuffer out = ByteBuffer.allocateDirect(message.length).put(message);
            final long[] octets = new long[connections];
            final long startNs = System.nanoTime();
            long nowNs = startNs;
            while (nowNs - startNs < durationNs) {
                selector.select(key -> echo(key, buffer, out, octets), 10);
                nowNs = System.nanoTime();
            }
            for (final SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Result(Arrays.stream(octets).sum() / message.length, nowNs - startNs, -1);
        }
    }

    /** Counts what came, and for each whole message writes one. */
    private static void echo(final SelectionKey key, final ByteBuffer buffer, final ByteBuffer out, final long[] octets) {
        try {
            final SocketChannel channel = (SocketChannel) key.channel();
            final int connection = (Integer) key.attachment();
            buffer.clear();
            final long before = octets[connection] / out.capacity();
            octets[connection] += Math.max(channel.read(buffer), 0);
            for (long messages = octets[connection] / out.capacity() - before; messages > 0; messages--) {
                out.clear();
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Result ours(final int port, final int connections, final int window, final byte[] message, final long durationNs)
            throws StreamFaultException {
        try (StreamTransports transports = StreamTransports.create(null)) {
            final Shard shard = new Shard(transports, port, connections, message);
            return shard.run(window, durationNs);
        }
    }

    private static final class Shard implements StreamHandler {
        private final Thread thread = Thread.currentThread();
        private final StreamSockets sockets;
        private final int[] own;
        private final TransportAddress to;
        private final UnsafeBuffer message;
        private long received;

        Shard(final StreamTransports transports, final int port, final int connections, final byte[] bytes) throws StreamFaultException {
            sockets = transports.forShard(0, () -> LockSupport.unpark(thread));
            own = new int[connections];
            to = new TransportAddress().setIpv4(LOOPBACK, port);
            message = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
            message.putBytes(0, bytes);
            for (int i = 0; i < connections; i++) {
                own[i] = sockets.open(TransportKind.TCP, new TransportAddress().setIpv4(LOOPBACK, 0), StreamOptions.client());
            }
        }

        Result run(final int window, final long durationNs) {
            for (final int socket : own) {
                for (int i = 0; i < window; i++) {
                    send(socket, to);
                }
            }
            play(durationNs / WARM_UP_SHARE); // classes are loaded on the way
            ThreadAllocation.currentThreadBytes();
            received = 0;
            final long allocatedBefore = ThreadAllocation.currentThreadBytes();
            final long wallNs = play(durationNs);
            final long allocated = ThreadAllocation.currentThreadBytes() - allocatedBefore;
            return new Result(received, wallNs, allocated);
        }

        /** @return how long it took. */
        private long play(final long durationNs) {
            final long startNs = System.nanoTime();
            long nowNs = startNs;
            while (nowNs - startNs < durationNs) {
                if (sockets.poll(this, POLL_LIMIT) == 0 && sockets.mayIdle()) {
                    LockSupport.parkNanos(IDLE_NS);
                }
                nowNs = System.nanoTime();
            }
            return nowNs - startNs;
        }

        private void send(final int socket, final TransportAddress peer) {
            while (!sockets.send(socket, peer, message, 0, message.capacity())) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void onMessage(
                final int socket, final TransportAddress source, final DirectBuffer buffer, final int offset, final int length, final long atNs) {
            received++;
            send(socket, source);
        }
    }
}
