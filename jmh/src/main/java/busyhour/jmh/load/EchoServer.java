package busyhour.jmh.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends every octet back, by one bare selector loop: the other end for whatever is measured over TCP. */
final class EchoServer implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int BACKLOG = 4_096;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Thread thread;

    EchoServer() throws IOException {
        listener.bind(new InetSocketAddress("127.0.0.1", 0), BACKLOG).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread = Thread.ofPlatform().daemon().name("echo").start(this::run);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void run() {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (selector.isOpen()) {
                selector.select(key -> serve(key, buffer));
            }
        } catch (final IOException | java.nio.channels.ClosedSelectorException e) {
            // closed: the end
        }
    }

    private void serve(final SelectionKey key, final ByteBuffer buffer) {
        try {
            if (key.isAcceptable()) {
                final SocketChannel accepted = listener.accept();
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.register(selector, SelectionKey.OP_READ);
                return;
            }
            final SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            if (channel.read(buffer) < 0) {
                channel.close();
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (final IOException e) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        listener.close();
    }
}
