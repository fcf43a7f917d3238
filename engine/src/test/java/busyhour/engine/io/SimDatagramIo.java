package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Sockets of a {@link SimNetwork}; sends and opens can be made to fail. One thread. */
public final class SimDatagramIo extends KernellessDatagramIo {

    /** Tags of sockets whose sends are refused because a buffer is full. */
    public IntPredicate full = tag -> false;
    /** Tags of sockets that have no route. */
    public IntPredicate unreachable = tag -> false;
    /** Whether no media ports are to be had. */
    public boolean noPorts;
    /** Sends that were tried at sockets without a route. */
    public int unreachableSends;

    private final SimNetwork network;
    private final List<Socket> sockets = new ArrayList<>();
    private final ArrayDeque<Datagram> arrived = new ArrayDeque<>();

    /** A socket; its place in the list is its number. */
    static final class Socket {
        private final SimDatagramIo host;
        private final TransportAddress local = new TransportAddress();
        private final TransportAddress peer = new TransportAddress();
        private int tag;
        private int tos;
        private boolean open = true;
        private boolean connected;

        Socket(final SimDatagramIo host, final int tag) {
            this.host = host;
            this.tag = tag;
        }

        SimDatagramIo host() {
            return host;
        }
    }

    private record Datagram(Socket to, TransportAddress from, byte[] payload, int tos) {
    }

    SimDatagramIo(final SimNetwork network) {
        this.network = network;
    }

    Socket find(final TransportAddress address) {
        for (final Socket socket : sockets) {
            if (socket.open && socket.local.equals(address)) {
                return socket;
            }
        }
        return null;
    }

    void arrive(final Socket socket, final TransportAddress from, final byte[] payload, final int tos) {
        if (!socket.connected || socket.peer.equals(from)) {
            arrived.add(new Datagram(socket, new TransportAddress().copyFrom(from), payload, tos));
        }
    }

    @Override
    public int open(final TransportAddress local, final DatagramOptions options, final int tag) {
        final Socket socket = new Socket(this, tag);
        socket.tos = options.tos();
        socket.local.copyFrom(local).port(local.port() == 0 ? network.nextPort() : local.port());
        if (network.isTaken(socket.local)) {
            return -Errno.EADDRINUSE;
        }
        sockets.add(socket);
        return sockets.size() - 1;
    }

    @Override
    public int openPair(final TransportAddress local, final PortRange range, final DatagramOptions options, final int rtpTag,
            final int rtcpTag, final SocketPair pair) {
        if (noPorts) {
            return -Errno.EADDRINUSE;
        }
        final int port = range.nextEvenPort();
        final TransportAddress address = new TransportAddress().copyFrom(local);
        final int rtp = open(address.port(port), options, rtpTag);
        final int rtcp = open(address.port(port + 1), options, rtcpTag);
        pair.set(rtp, rtcp, port);
        return rtp;
    }

    @Override
    public int localPort(final int socket) {
        return sockets.get(socket).local.port();
    }

    @Override
    public int tag(final int socket) {
        return sockets.get(socket).tag;
    }

    @Override
    public void tag(final int socket, final int tag) {
        sockets.get(socket).tag = tag;
    }

    @Override
    public int connect(final int socket, final TransportAddress peer) {
        sockets.get(socket).peer.copyFrom(peer);
        sockets.get(socket).connected = true;
        return 0;
    }

    @Override
    public int disconnect(final int socket) {
        sockets.get(socket).connected = false;
        return 0;
    }

    @Override
    public boolean isConnected(final int socket) {
        return sockets.get(socket).connected;
    }

    @Override
    public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
        return sendTo(socket, sockets.get(socket).peer, buffer, offset, length);
    }

    @Override
    public int sendTo(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        final Socket from = sockets.get(socket);
        if (full.test(from.tag)) {
            return -Errno.EAGAIN;
        }
        if (unreachable.test(from.tag)) {
            unreachableSends++;
            return -Errno.EHOSTUNREACH;
        }
        final byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        network.deliver(from.local, to, payload, from.tos);
        return length;
    }

    @Override
    public int poll(final DatagramHandler handler, final int budget) {
        int received = 0;
        while (received < budget && !arrived.isEmpty()) {
            received += hand(arrived.poll(), handler);
        }
        return received;
    }

    private int hand(final Datagram datagram, final DatagramHandler handler) {
        if (!datagram.to.open) {
            return 0;
        }
        handler.onDatagram(sockets.indexOf(datagram.to), datagram.from, new UnsafeBuffer(datagram.payload), 0,
                datagram.payload.length, NO_TIMESTAMP, datagram.tos);
        return 1;
    }

    @Override
    public int drain(final int socket, final DatagramHandler handler, final int limit) {
        int received = 0;
        for (final Iterator<Datagram> waiting = arrived.iterator(); waiting.hasNext() && received < limit;) {
            final Datagram datagram = waiting.next();
            if (datagram.to == sockets.get(socket)) {
                waiting.remove();
                received += hand(datagram, handler);
            }
        }
        return received;
    }

    @Override
    public boolean awaitReadable(final long timeoutNs) {
        return !arrived.isEmpty();
    }

    @Override
    public long totalSendFailures() {
        return unreachableSends;
    }

    @Override
    public int openSockets() {
        return (int) sockets.stream().filter(socket -> socket.open).count();
    }

    @Override
    public int maxSockets() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void close(final int socket) {
        sockets.get(socket).open = false;
    }

    @Override
    public void close() {
        sockets.forEach(socket -> socket.open = false);
    }
}
