package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;

/**
 * The audio stream of one endpoint, both ways: two sockets, the sending and receiving cores and RTCP. Made once for each
 * endpoint and used anew by each of its calls.
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MediaStream {

    static final int UNKNOWN = -1;

    final PeerSocket rtp;
    final PeerSocket rtcp;
    final RtpSendStream send = new RtpSendStream();
    final RtpReceiveStream receive = new RtpReceiveStream(PlayoutMode.ADAPTIVE);
    final RtcpSession session = new RtcpSession();

    /** RTP and RTCP share the RTP socket (RFC 5761). */
    boolean muxed;
    /** Packets flow: negotiated and not hung up. */
    boolean running;
    /** Packets flowed in this call. */
    boolean hasRun;
    /** What the receiving core expects, so that the answer need not begin it anew. */
    int expectedPayloadType;
    /** Monotonic time of the first valid packet, {@link Long#MIN_VALUE} before. */
    long firstPacketNs;
    long unexpectedSource;
    int dscpReceived;
    /** Largest random delay of each sent packet, 0 = none. */
    int sendJitterMs;
    /** Offer and answer let us send. */
    boolean maySend;
    /** {@link MediaStreams#pause}: silent all the same. */
    boolean paused;

    MediaStream(final DatagramIo io, final TargetPolicy policy) {
        rtp = new PeerSocket(io, policy);
        rtcp = new PeerSocket(io, policy);
    }

    void clear() {
        muxed = false;
        running = false;
        hasRun = false;
        expectedPayloadType = UNKNOWN;
        firstPacketNs = Long.MIN_VALUE;
        unexpectedSource = 0;
        dscpReceived = UNKNOWN;
        maySend = false;
        paused = false;
    }

    public RtpSendStream send() {
        return send;
    }

    public RtpReceiveStream receive() {
        return receive;
    }

    public RtcpSession session() {
        return session;
    }

    /** Whether offer and answer came to an end in this call, so that there is something measured. */
    public boolean hasRun() {
        return hasRun;
    }

    public boolean isRunning() {
        return running;
    }

    /** When the first packet of this call came, monotonic; {@link Long#MIN_VALUE} before. */
    public long firstPacketNs() {
        return firstPacketNs;
    }

    /** {@code unexpected_source}. */
    public long unexpectedSource() {
        return unexpectedSource;
    }

    /** {@code dscp_received}, NaN before the first packet. */
    public double dscpReceived() {
        return dscpReceived == UNKNOWN ? Double.NaN : dscpReceived;
    }
}
