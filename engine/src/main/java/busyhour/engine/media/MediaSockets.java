package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.Errno;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.sip.TransportAddress;

/**
 * The sockets of a shard's streams: two for each stream that has a call. One for a stream whose plan offers to send RTCP over the RTP
 * port (RFC 5761), until a peer does not take that up: then the port next to it is opened too. Or two for a whole group, {@link SharedSocket}.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class MediaSockets {

    private final DatagramIo io;
    private final PortRange ports;
    private final LocalPeers peers;
    private final SocketPair pair = new SocketPair();

    /** @param ports of this shard alone. */
    MediaSockets(final DatagramIo io, final PortRange ports, final LocalPeers peers) {
        this.io = io;
        this.peers = peers;
        this.ports = ports;
    }

    /** @return 0, or a negative errno: then the stream has none. */
    int open(final MediaStream stream, final TransportAddress local) {
        if (stream.sharesPort) {
            return openAlone(stream, local);
        }
        if (stream.shared != null) {
            final int joined = stream.shared.open(io, local, ports, stream.options, pair);
            if (joined >= 0) {
                stream.local.copyFrom(local);
                stream.shared.join(stream);
            }
            return joined;
        }
        final int opened = io.openPair(local, ports, stream.options, MediaTags.rtp(stream.number), MediaTags.rtcp(stream.number), pair);
        if (opened < 0) {
            return opened;
        }
        stream.rtp.open(pair.rtpSocket());
        stream.rtcp.open(pair.rtcpSocket());
        stream.port = pair.rtpPort();
        peers.opened(stream, local);
        return 0;
    }

    private int openAlone(final MediaStream stream, final TransportAddress local) {
        stream.local.copyFrom(local);
        for (int i = 0; i < ports.pairs(); i++) {
            final int port = ports.nextEvenPort();
            final int opened = io.open(stream.local.port(port), stream.options, MediaTags.rtp(stream.number));
            if (opened >= 0) {
                stream.rtp.open(opened);
                stream.port = port;
                peers.opened(stream, local);
                return 0;
            }
            if (opened != -Errno.EADDRINUSE) {
                return opened;
            }
        }
        return -Errno.EADDRINUSE;
    }

    /** The peer sends RTCP apart. Without a socket of its own none is sent or heard. */
    void openRtcp(final MediaStream stream) {
        if (stream.rtp.isOpen() && !stream.rtcp.isOpen()) {
            final int opened = io.open(stream.local.port(stream.port + 1), stream.options, MediaTags.rtcp(stream.number));
            if (opened >= 0) {
                stream.rtcp.open(opened);
            }
        }
    }

    /** Harmless when none are open. */
    void close(final MediaStream stream) {
        peers.closing(stream);
        stream.rtp.close();
        stream.rtcp.close();
        stream.port = 0;
    }

    /** Datagrams that the kernel dropped at the RTP socket, where it is the stream's own. */
    long drops(final MediaStream stream) {
        return stream.rtp.isOpen() && stream.shared == null ? io.socketDrops(stream.rtp.socket()) : 0;
    }
}
