package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.sip.TransportAddress;

/**
 * The sockets of a shard's streams: two for each stream that has a call.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class MediaSockets {

    private final DatagramIo io;
    private final PortRange ports;
    private final SocketPair pair = new SocketPair();

    /** @param ports of this shard alone. */
    MediaSockets(final DatagramIo io, final PortRange ports) {
        this.io = io;
        this.ports = ports;
    }

    /** @return 0, or a negative errno: then the stream has none. */
    int open(final MediaStream stream, final TransportAddress local) {
        final int opened = io.openPair(local, ports, stream.options, MediaTags.rtp(stream.number), MediaTags.rtcp(stream.number), pair);
        if (opened < 0) {
            return opened;
        }
        stream.rtp.open(pair.rtpSocket());
        stream.rtcp.open(pair.rtcpSocket());
        stream.port = pair.rtpPort();
        return 0;
    }

    /** Harmless when none are open. */
    void close(final MediaStream stream) {
        stream.rtp.close();
        stream.rtcp.close();
        stream.port = 0;
    }

    /** Datagrams that the kernel dropped at the RTP socket. */
    long drops(final MediaStream stream) {
        return stream.rtp.isOpen() ? io.socketDrops(stream.rtp.socket()) : 0;
    }
}
