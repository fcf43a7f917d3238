package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.sip.TransportAddress;

/**
 * The RTP and the RTCP socket that streams of one group have in common in a shard, where the plan says {@code sockets: shared}: a peer
 * is told the same port for all, and each datagram goes to the stream whose negotiated peer it comes from. So peers must differ in
 * address or port, and send from where their SDP says.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class SharedSocket {

    private static final int BUFFER_BYTES = 16 << 20;
    private static final int NONE = -1;

    final PeerTable rtpPeers;
    final PeerTable rtcpPeers;
    /** Who answers for datagrams of nobody's. */
    final int firstStream;
    private final int number;
    private int rtp = NONE;
    private int rtcp = NONE;
    private int port;

    /**
     * @param number      among the shared ones of the shard.
     * @param firstStream number of the first stream.
     * @param streams     how many.
     */
    SharedSocket(final int number, final int firstStream, final int streams) {
        this.number = number;
        this.firstStream = firstStream;
        rtpPeers = new PeerTable(streams);
        rtcpPeers = new PeerTable(streams);
    }

    /** Opened by the first call, kept to the shard's end. @return 0 or a negative errno. */
    int open(final DatagramIo io, final TransportAddress local, final PortRange ports, final DatagramOptions options, final SocketPair pair) {
        if (rtp != NONE) {
            return 0;
        }
        final int opened = io.openPair(local, ports, options, MediaTags.sharedRtp(number), MediaTags.sharedRtcp(number), pair);
        if (opened < 0) {
            return opened;
        }
        rtp = pair.rtpSocket();
        rtcp = pair.rtcpSocket();
        port = pair.rtpPort();
        return 0;
    }

    /** How its sockets are opened: with room for what all streams get while the shard is at something else. */
    static DatagramOptions options(final DatagramOptions ofStream) {
        return ofStream.withBuffers(BUFFER_BYTES, BUFFER_BYTES);
    }

    void join(final MediaStream stream) {
        stream.rtp.join(rtp, rtpPeers, stream.number);
        stream.rtcp.join(rtcp, rtcpPeers, stream.number);
        stream.port = port;
    }

    /** @return number of the stream whose peer that is, or {@link PeerTable#NONE}. */
    int stream(final boolean ofRtcp, final TransportAddress source) {
        return (ofRtcp ? rtcpPeers : rtpPeers).stream(source);
    }
}
