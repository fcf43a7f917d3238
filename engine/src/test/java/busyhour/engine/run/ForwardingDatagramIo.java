package busyhour.engine.run;

import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.Readiness;
import busyhour.engine.io.SendBatch;
import busyhour.engine.io.SocketPair;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/** Sockets behind other sockets, for tests that change one thing. */
class ForwardingDatagramIo implements DatagramIo {

    private final DatagramIo sockets;

    ForwardingDatagramIo(final DatagramIo sockets) {
        this.sockets = sockets;
    }

    @Override
    public Readiness readiness() {
        return sockets.readiness();
    }

    @Override
    public int open(final TransportAddress local, final DatagramOptions options, final int tag) {
        return sockets.open(local, options, tag);
    }

    @Override
    public int openPair(final TransportAddress local, final PortRange range, final DatagramOptions options, final int rtpTag, final int rtcpTag, final SocketPair pair) {
        return sockets.openPair(local, range, options, rtpTag, rtcpTag, pair);
    }

    @Override
    public int localPort(final int socket) {
        return sockets.localPort(socket);
    }

    @Override
    public int tag(final int socket) {
        return sockets.tag(socket);
    }

    @Override
    public void tag(final int socket, final int tag) {
        sockets.tag(socket, tag);
    }

    @Override
    public int connect(final int socket, final TransportAddress peer) {
        return sockets.connect(socket, peer);
    }

    @Override
    public int disconnect(final int socket) {
        return sockets.disconnect(socket);
    }

    @Override
    public boolean isConnected(final int socket) {
        return sockets.isConnected(socket);
    }

    @Override
    public int send(final int socket, final DirectBuffer buffer, final int offset, final int length) {
        return sockets.send(socket, buffer, offset, length);
    }

    @Override
    public int sendTo(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        return sockets.sendTo(socket, to, buffer, offset, length);
    }

    @Override
    public int poll(final DatagramHandler handler, final int budget) {
        return sockets.poll(handler, budget);
    }

    @Override
    public int drain(final int socket, final DatagramHandler handler, final int limit) {
        return sockets.drain(socket, handler, limit);
    }

    @Override
    public boolean awaitReadable(final long timeoutNs) {
        return sockets.awaitReadable(timeoutNs);
    }

    @Override
    public void wakeUp() {
        sockets.wakeUp();
    }

    @Override
    public long socketDrops(final int socket) {
        return sockets.socketDrops(socket);
    }

    @Override
    public long refreshSocketDrops(final int socket) {
        return sockets.refreshSocketDrops(socket);
    }

    @Override
    public long icmpErrors(final int socket) {
        return sockets.icmpErrors(socket);
    }

    @Override
    public long totalSocketDrops() {
        return sockets.totalSocketDrops();
    }

    @Override
    public long totalIcmpErrors() {
        return sockets.totalIcmpErrors();
    }

    @Override
    public long totalSendRefusals() {
        return sockets.totalSendRefusals();
    }

    @Override
    public long totalSendFailures() {
        return sockets.totalSendFailures();
    }

    @Override
    public long totalTruncated() {
        return sockets.totalTruncated();
    }

    @Override
    public int openSockets() {
        return sockets.openSockets();
    }

    @Override
    public int maxSockets() {
        return sockets.maxSockets();
    }

    @Override
    public void close(final int socket) {
        sockets.close(socket);
    }

    @Override
    public void close() {
        sockets.close();
    }

    @Override
    public int sendBatch(final int socket, final SendBatch batch) {
        return sockets.sendBatch(socket, batch);
    }
}
