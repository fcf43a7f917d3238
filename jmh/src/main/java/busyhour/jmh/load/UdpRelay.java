package busyhour.jmh.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;

/**
 * A link that can be cut: passes datagrams from its own ports to those of a server and back, as a NAT does (one outer port for each
 * client), or drops them all.
 */
final class UdpRelay implements AutoCloseable {

    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int DATAGRAM_BYTES = 64 << 10;

    private final Selector selector = Selector.open();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
    private final Thread thread;
    private volatile boolean cut;
    private volatile boolean closed;

    /** A port of ours, and the clients that came to it. */
    private static final class Side {
        private final DatagramChannel inner;
        private final SocketAddress server;
        private final Map<SocketAddress, DatagramChannel> outerByClient = new HashMap<>();

        private Side(DatagramChannel inner, SocketAddress server) {
            this.inner = inner;
            this.server = server;
        }
    }

    private record Client(Side side, SocketAddress address) {
    }

    UdpRelay() throws IOException {
        thread = Thread.ofPlatform().daemon().name("udp-relay").unstarted(this::run);
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** @return a port from which it goes to that one. Before {@link #start}. */
    int to(int port) throws IOException {
        final DatagramChannel inner = open(0);
        inner.register(selector, SelectionKey.OP_READ, new Side(inner, local(port)));
        return ((InetSocketAddress) inner.getLocalAddress()).getPort();
    }

    private static DatagramChannel open(int port) throws IOException {
        final DatagramChannel channel = DatagramChannel.open();
        channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.bind(local(port));
        channel.configureBlocking(false);
        return channel;
    }

    UdpRelay start() {
        thread.start();
        return this;
    }

    /** Whether nothing passes from now on. */
    void cut(boolean isCut) {
        cut = isCut;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Side side) {
                        fromClients(side);
                    } else {
                        fromServer((DatagramChannel) key.channel(), (Client) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            System.out.println("the relay ended: " + e);
        }
    }

    private void fromClients(Side side) throws IOException {
        for (SocketAddress client = receive(side.inner); client != null; client = receive(side.inner)) {
            DatagramChannel outer = side.outerByClient.get(client);
            if (outer == null) {
                outer = open(0);
                outer.register(selector, SelectionKey.OP_READ, new Client(side, client));
                side.outerByClient.put(client, outer);
            }
            if (!cut) {
                outer.send(datagram, side.server);
            }
        }
    }

    private void fromServer(DatagramChannel outer, Client client) throws IOException {
        while (receive(outer) != null) {
            if (!cut) {
                client.side.inner.send(datagram, client.address);
            }
        }
    }

    private SocketAddress receive(DatagramChannel channel) throws IOException {
        datagram.clear();
        final SocketAddress source = channel.receive(datagram);
        datagram.flip();
        return source;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
