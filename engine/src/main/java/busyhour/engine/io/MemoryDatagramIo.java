package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A network within one shard's memory: what is sent to a port that is open here arrives there, in order, at the next poll;
 * anything else is lost, and so is what does not fit into the queue. For rehearsals and for tests in virtual time.
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MemoryDatagramIo extends KernellessDatagramIo {

    private static final int PORTS = 1 << 16;
    private static final int FIRST_OWN_PORT = 40_000;
    private static final int SLOTS = 1 << 12;
    private static final int SLOT_BYTES = 4096;
    private static final int NONE = -1;

    private final int[] socketOfPort = new int[PORTS];
    private final TransportAddress[] locals;
    private final TransportAddress[] peers;
    private final boolean[] open;
    private final boolean[] connected;
    private final int[] tags;
    private final UnsafeBuffer slots = new UnsafeBuffer(new byte[SLOTS * SLOT_BYTES]);
    private final int[] lengths = new int[SLOTS];
    private final int[] toPorts = new int[SLOTS];
    private final TransportAddress[] sources = new TransportAddress[SLOTS];
    private long head;
    private long tail;
    private int openSockets;
    private int nextOwnPort = FIRST_OWN_PORT;

    /** @param maxSockets most sockets at a time. */
    public MemoryDatagramIo(final int maxSockets) {
        Arrays.fill(socketOfPort, NONE);
        locals = new TransportAddress[maxSockets];
        peers = new TransportAddress[maxSockets];
        Arrays.setAll(locals, i -> new TransportAddress());
        Arrays.setAll(peers, i -> new TransportAddress());
        Arrays.setAll(sources, i -> new TransportAddress());
        open = new boolean[maxSockets];
        connected = new boolean[maxSockets];
        tags = new int[maxSockets];
    }

    @Override
    public int open(final TransportAddress local, final DatagramOptions options, final int tag) {
        final int port = local.port() == 0 ? nextOwnPort++ : local.port();
        if (socketOfPort[port] != NONE) {
            return -Errno.EADDRINUSE;
        }
        for (int socket = 0; socket < open.length; socket++) {
            if (!open[socket]) {
                open[socket] = true;
                connected[socket] = false;
                locals[socket].copyFrom(local).port(port);
                tags[socket] = tag;
                socketOfPort[port] = socket;
                openSockets++;
                return socket;
            }
        }
        return -Errno.EMFILE;
    }

    @Override
    public int openPair(
            final TransportAddress local, final PortRange range, final DatagramOptions options, final int rtpTag, final int rtcpTag,
            final SocketPair pair) {
        final int address = local.port();
        for (int i = 0; i < range.pairs(); i++) {
            final int port = range.nextEvenPort();
            if (socketOfPort[port] == NONE && socketOfPort[port + 1] == NONE) {
                final int rtp = open(local.port(port), options, rtpTag);
                final int rtcp = open(local.port(port + 1), options, rtcpTag);
                local.port(address);
                if (rtcp < 0) {
                    close(rtp);
                    return rtcp;
                }
                pair.set(rtp, rtcp, port);
                return rtp;
            }
        }
        return -Errno.EADDRINUSE;
    }

    @Override
    public int localPort(final int socket) {
        return locals[socket].port();
    }

    @Override
    public int tag(final int socket) {
        return tags[socket];
    }

    @Override
    public void tag(final int socket, final int tag) {
        tags[socket] = tag;
    }

    @Override
    public int connect(final int socket, final TransportAddress peer) {
        peers[socket].copyFrom(peer);
        connected[socket] = true;
        return 0;
    }

    @Override
    public int disconnect(final int socket) {
        connected[socket] = false;
        return 0;
    }

    @Override
    public boolean isConnected(final int socket) {
        return connected[socket];
    }

    @Override
    public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
        return sendTo(socket, peers[socket], buffer, offset, length);
    }

    @Override
    public int sendTo(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (tail - head < SLOTS && length <= SLOT_BYTES) {
            final int slot = (int) (tail++ & SLOTS - 1);
            slots.putBytes(slot * SLOT_BYTES, buffer, offset, length);
            lengths[slot] = length;
            toPorts[slot] = to.port();
            sources[slot].copyFrom(locals[socket]);
        }
        return length;
    }

    @Override
    public int poll(final DatagramHandler handler, final int budget) {
        int delivered = 0;
        while (head < tail && delivered < budget) {
            final int slot = (int) (head++ & SLOTS - 1);
            final int socket = socketOfPort[toPorts[slot]];
            if (socket != NONE && (!connected[socket] || peers[socket].equals(sources[slot]))) {
                handler.onDatagram(socket, sources[slot], slots, slot * SLOT_BYTES, lengths[slot], NO_TIMESTAMP, -1);
                delivered++;
            }
        }
        return delivered;
    }

    /** What waits is on the network here, not in a socket. @return 0. */
    @Override
    public int drain(final int socket, final DatagramHandler handler, final int limit) {
        return 0;
    }

    @Override
    public boolean awaitReadable(final long timeoutNs) {
        return head < tail;
    }

    @Override
    public int openSockets() {
        return openSockets;
    }

    @Override
    public int maxSockets() {
        return open.length;
    }

    @Override
    public void close(final int socket) {
        if (open[socket]) {
            open[socket] = false;
            socketOfPort[locals[socket].port()] = NONE;
            openSockets--;
        }
    }

    @Override
    public void close() {
        for (int socket = 0; socket < open.length; socket++) {
            close(socket);
        }
    }
}
