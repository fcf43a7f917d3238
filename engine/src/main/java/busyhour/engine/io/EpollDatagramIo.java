package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * Datagrams over ordinary UDP sockets: {@code recvfrom}, {@code recvmsg} or {@code recvmmsg} at those that are
 * ready, {@code send}.
 *
 * <p>Which are ready, a filter in the kernel notes where that is allowed ({@link NotedPoller}; root or CAP_BPF): a quarter less of the
 * kernel's time for a packet. Elsewhere, and with {@code -Dbusyhour.readiness=epoll}, level-triggered epoll tells. Payloads are best
 * sent from direct buffers; those on the heap are copied first.
 */
public final class EpollDatagramIo implements DatagramIo {

    private static final int MEDIA_SLOTS = 32;
    private static final int LARGE_SLOT_BYTES = 65_536;
    private static final int LARGE_SLOTS = 16;
    private static final byte NO_FLAGS = 0;
    private static final int NO_EVENT = -1;

    private final NativeCalls.ErrnoReader errno = new NativeCalls.ErrnoReader();
    private final KernelTime time = new KernelTime();
    private final SocketOpener opener = new SocketOpener(errno);
    private final SocketTable sockets;
    private final ReadySockets ready;
    private final DatagramSender sender;
    private final ReceiveBatch mediaBatch = new ReceiveBatch(MEDIA_SLOTS, MEDIA_SLOT_BYTES);
    private final ReceiveBatch largeBatch = new ReceiveBatch(LARGE_SLOTS, LARGE_SLOT_BYTES);
    private final TransportAddress source = new TransportAddress();
    /** Apart from {@link #source}, which a handler that drains another socket still needs. */
    private final TransportAddress drainedSource = new TransportAddress();
    private final TransportAddress bound = new TransportAddress();
    /** Of a socket each, where one datagram waits: read one after the other, and then handed over one after the other. */
    private final ReceiveBatch singles = new ReceiveBatch(MEDIA_SLOTS, MEDIA_SLOT_BYTES);
    private final int[] singleSockets = new int[MEDIA_SLOTS];
    private final int[] singleGenerations = new int[MEDIA_SLOTS];
    private int singleCount;
    private long truncated;

    /** @param maxSockets open at one time: two for each media stream and those for signalling. */
    public EpollDatagramIo(int maxSockets) {
        this(maxSockets, !Readiness.EPOLL.equals(System.getProperty(Readiness.PROPERTY)));
    }

    /** @param notes whether a filter in the kernel notes what comes, where that is allowed; else epoll tells. */
    EpollDatagramIo(int maxSockets, boolean notes) {
        if (maxSockets < 1) {
            throw new IllegalArgumentException("maxSockets must be 1 or more: " + maxSockets);
        }
        sockets = new SocketTable(maxSockets);
        ready = ReadySockets.open(sockets, errno, notes);
        sender = new DatagramSender(sockets, errno);
        CallWarmUp.ensure();
    }

    @Override
    public Readiness readiness() {
        return ready.readiness();
    }

    @Override
    public int open(TransportAddress local, DatagramOptions options, int tag) {
        return open(local, local.port(), options, tag);
    }

    private int open(TransportAddress local, int port, DatagramOptions options, int tag) {
        if (sockets.isFull()) {
            return -Errno.ENFILE;
        }
        final int fd = opener.open(local, port, options);
        if (fd < 0) {
            return fd;
        }
        final int boundPort = port != 0 ? port : opener.localPort(fd);
        final int socket = sockets.add(fd, tag, options.large() ? SocketTable.LARGE : NO_FLAGS);
        sockets.set(socket, SocketTable.PORT_CHOSEN, port == 0);
        sockets.local(socket, local.hi(), local.lo(), boundPort);
        int result = boundPort < 0 ? boundPort : ready.add(fd, socket, sockets.generation(socket), boundPort);
        if (result == 0 && !ready.isNoted(socket, boundPort)) {
            result = opener.askForTos(fd, local);
        }
        if (result < 0) {
            close(socket);
            return result;
        }
        return socket;
    }

    @Override
    public int openPair(
            TransportAddress local, PortRange range, DatagramOptions options, int rtpTag, int rtcpTag, SocketPair pair) {
        for (int i = 0; i < range.pairs(); i++) {
            final int port = range.nextEvenPort();
            final int rtp = open(local, port, options, rtpTag);
            final int rtcp = rtp < 0 ? rtp : open(local, port + 1, options, rtcpTag);
            if (rtcp >= 0) {
                pair.set(rtp, rtcp, port);
                return rtp;
            }
            if (rtp >= 0) {
                close(rtp);
            }
            if (!isPortTaken(rtcp)) {
                return rtcp;
            }
        }
        return -Errno.EADDRINUSE;
    }

    private static boolean isPortTaken(int result) {
        return result == -Errno.EADDRINUSE || result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    @Override
    public int localPort(int socket) {
        return sockets.localPort(socket);
    }

    @Override
    public int tag(int socket) {
        return sockets.tag(socket);
    }

    @Override
    public void tag(int socket, int tag) {
        sockets.tag(socket, tag);
    }

    @Override
    public int connect(int socket, TransportAddress peer) {
        bound.set(sockets.localHi(socket), sockets.localLo(socket), sockets.localPort(socket));
        if (isConnected(socket) && bound.isUnspecified()) {
            final int result = disconnect(socket); // else the source address of the former route would stay
            if (result < 0) {
                return result;
            }
        }
        final int result = opener.connect(sockets.fd(socket), peer);
        if (result == 0) {
            sockets.set(socket, SocketTable.CONNECTED, true);
            sockets.set(socket, SocketTable.EXPECTED, false);
            sockets.peer(socket, peer);
            ready.doubt(socket, sockets.localPort(socket)); // others' datagrams may wait there still
        }
        return result;
    }

    @Override
    public int disconnect(int socket) {
        final int fd = sockets.fd(socket);
        int result = opener.disconnect(fd);
        if (result == 0) {
            sockets.set(socket, SocketTable.CONNECTED, false);
            sockets.set(socket, SocketTable.EXPECTED, false);
            if (sockets.has(socket, SocketTable.PORT_CHOSEN)) { // the kernel gave the port back
                bound.set(sockets.localHi(socket), sockets.localLo(socket), 0);
                result = opener.bind(fd, bound, sockets.localPort(socket));
            }
        }
        return result;
    }

    @Override
    public boolean isConnected(int socket) {
        return sockets.has(socket, SocketTable.CONNECTED);
    }

    @Override
    public int send(int socket, DirectBuffer buffer, int offset, int length) {
        return sender.send(socket, buffer, offset, length);
    }

    @Override
    public int sendTo(int socket, TransportAddress to, DirectBuffer buffer, int offset, int length) {
        return sender.sendTo(socket, to, buffer, offset, length);
    }

    @Override
    public int sendBatch(int socket, SendBatch batch) {
        return sender.sendBatch(socket, batch);
    }

    @Override
    public int poll(DatagramHandler handler, int budget) {
        final int events = ready.poll(budget);
        int received = 0;
        for (int i = 0; i < events; i++) {
            final int socket = ready.socket(i);
            if (socket == ReadySockets.WAKE_UP) {
                ready.clearWakeUp();
            } else if (sockets.isCurrent(socket, ready.generation(i))) {
                if (ready.most(i) == 1 && !sockets.has(socket, SocketTable.LARGE)) {
                    received += singleCount < MEDIA_SLOTS ? 0 : deliverSingles(handler);
                    receiveSingle(i, socket);
                } else {
                    received += deliverSingles(handler);
                    // A flooded socket leaves the others their share: epoll would name it first again and again.
                    final int share = Math.max(1, (budget - received) / (events - i));
                    received += receive(i, socket, handler, Math.min(share, ready.most(i)), source);
                }
            }
        }
        return received + deliverSingles(handler);
    }

    @Override
    public int drain(int socket, DatagramHandler handler, int limit) {
        int received = 0;
        int more;
        do {
            more = receive(NO_EVENT, socket, handler, limit - received, drainedSource);
            received += more;
        } while (more > 0 && received < limit);
        return received;
    }

    private void receiveSingle(int event, int socket) {
        boolean got = receiveSingle(socket);
        if (!got && sockets.onError(socket, errno.lastErrno())) { // told in the place of what waits
            got = receiveSingle(socket);
        }
        ready.onReceived(event, 1, got ? 1 : 0);
        if (got) {
            singleSockets[singleCount] = socket;
            singleGenerations[singleCount++] = sockets.generation(socket);
        }
    }

    /**
     * Of a datagram that the handler will hardly ask more of than the filter noted, the payload only. Drops are told all the same: they
     * leave more noted than there is, and then a {@link #receive} follows.
     */
    private boolean receiveSingle(int socket) {
        return sockets.has(socket, SocketTable.EXPECTED)
                ? singles.receivePayload(singleCount, sockets.fd(socket))
                : singles.receiveInto(singleCount, sockets.fd(socket), !isConnected(socket));
    }

    private int deliverSingles(DatagramHandler handler) {
        final int count = singleCount;
        singleCount = 0;
        int delivered = 0;
        for (int slot = 0; slot < count; slot++) {
            if (sockets.isCurrent(singleSockets[slot], singleGenerations[slot])) {
                delivered += isTaken(slot, singleSockets[slot], handler) ? 1 : deliver(singles, slot, singleSockets[slot], handler, source);
            }
        }
        return delivered;
    }

    /** Whether the handler expects the datagram of the socket's peer. */
    private boolean isTaken(int slot, int socket, DatagramHandler handler) {
        final boolean taken = !singles.hasName(slot) && !singles.isTruncated(slot) && handler.onPeerDatagram(
                socket, singles.buffer(), singles.payloadOffset(slot), singles.length(slot), ready.arrivalNs(socket), ready.tos(socket));
        if (taken != sockets.has(socket, SocketTable.EXPECTED)) {
            sockets.set(socket, SocketTable.EXPECTED, taken);
        }
        return taken;
    }

    private int receive(int event, int socket, DatagramHandler handler, int limit, TransportAddress source) {
        final ReceiveBatch batch = sockets.has(socket, SocketTable.LARGE) ? largeBatch : mediaBatch;
        final int generation = sockets.generation(socket);
        int count = batch.receive(sockets.fd(socket), limit);
        if (count < 0 && sockets.onError(socket, errno.lastErrno())) { // told in the place of what waits
            count = batch.receive(sockets.fd(socket), limit);
        }
        if (event != NO_EVENT) {
            ready.onReceived(event, Math.min(limit, batch.slots()), Math.max(0, count));
        }
        int delivered = 0;
        for (int slot = 0; slot < count && sockets.isCurrent(socket, generation); slot++) {
            delivered += deliver(batch, slot, socket, handler, source);
        }
        return delivered;
    }

    /** @return datagrams handed over: 0 or 1. */
    private int deliver(ReceiveBatch batch, int slot, int socket, DatagramHandler handler, TransportAddress source) {
        batch.readControl(slot);
        if (batch.dropsTold()) {
            sockets.onRawDrops(socket, batch.rawDrops());
        }
        if (batch.isTruncated(slot)) {
            truncated++;
            return 0;
        }
        final int tos = batch.tos() < 0 ? ready.tos(socket) : batch.tos();
        final int offset = batch.payloadOffset(slot);
        final int length = batch.length(slot);
        if (!batch.hasName(slot)) {
            sockets.readPeer(socket, source);
        } else if (!batch.source(slot, source)) {
            return 0;
        }
        final long epochNs = batch.hasControl(slot) ? batch.arrivalEpochNs() : time.epochNs() - (System.nanoTime() - ready.arrivalNs(socket));
        handler.onDatagram(socket, source, batch.buffer(), offset, length, epochNs, tos);
        return 1;
    }

    @Override
    public boolean awaitReadable(long timeoutNs) {
        return ready.await(Math.max(0, timeoutNs));
    }

    @Override
    public void rest(long restNs) {
        ready.rest(restNs);
    }

    @Override
    public void wakeUp() {
        ready.wakeUp();
    }

    @Override
    public long socketDrops(int socket) {
        return sockets.drops(socket);
    }

    @Override
    public long refreshSocketDrops(int socket) {
        if (opener.readDrops(sockets.fd(socket))) {
            sockets.onRawDrops(socket, opener.rawDrops());
        }
        return sockets.drops(socket);
    }

    @Override
    public long icmpErrors(int socket) {
        askError(socket);
        return sockets.icmpErrors(socket);
    }

    @Override
    public long totalSocketDrops() {
        return sockets.totalDrops();
    }

    @Override
    public long totalIcmpErrors() {
        return sockets.totalIcmpErrors();
    }

    @Override
    public long totalSendRefusals() {
        return sender.refusals();
    }

    @Override
    public long totalSendFailures() {
        return sender.failures();
    }

    @Override
    public long totalTruncated() {
        return truncated;
    }

    @Override
    public int openSockets() {
        return sockets.openCount();
    }

    @Override
    public int maxSockets() {
        return sockets.capacity();
    }

    @Override
    public void close(int socket) {
        if (sockets.isOpen(socket)) {
            askError(socket);
            SocketCalls.close(sockets.fd(socket));
            ready.remove(socket, sockets.localPort(socket));
            sockets.remove(socket);
        }
    }

    /** What came back for the last datagram sent would else be heard of with the next only. */
    private void askError(int socket) {
        if (!ready.tellsErrors() && isConnected(socket)) {
            sockets.onError(socket, opener.takeError(sockets.fd(socket)));
        }
    }

    @Override
    public void close() {
        for (int socket = 0; socket < sockets.capacity(); socket++) {
            close(socket);
        }
        ready.close();
    }
}
