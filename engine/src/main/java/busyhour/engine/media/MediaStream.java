package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What the audio and the video stream of an endpoint have in common, both ways: two sockets and their peers, RTCP, and whether
 * packets flow. Made once for each endpoint and used anew by each of its calls.
 *
 * <pre>
 *   MediaSender ---> write, sendRtp, onSent | onRefused | onSkipped
 *   MediaReceiver -> onRtp
 *   MediaReports --> session, sendRtcp
 * </pre>
 *
 * <p>One thread. Allocates nothing after construction.
 */
public abstract class MediaStream {

    static final int UNKNOWN = -1;
    static final long NS_PER_MS = 1_000_000L;

    /** Among the streams of the shard: its place in pacing, timers and socket tags. */
    final int number;
    final int endpoint;
    final DatagramOptions options;
    final PeerSocket rtp;
    final PeerSocket rtcp;
    final RtcpSession session = new RtcpSession();
    final long rtcpIntervalNs;
    final MediaSecurity security = new MediaSecurity();

    /** The plan offers to send RTCP over the RTP port, so no other is opened before the peer has refused that. */
    final boolean sharesPort;
    /** The sockets that it has in common with others of its group; null where it has its own. */
    SharedSocket shared;
    /** RTP and RTCP share the RTP socket (RFC 5761). */
    boolean muxed;
    /** The plan wants SRTP, so that {@link #security} is to be asked; what it says of others is always the same. */
    private boolean secured;
    /** Packets flow: negotiated and not hung up. */
    boolean running;
    /** Packets flowed in this call. */
    boolean hasRun;
    /** Nothing more is sent in this call. */
    boolean quieted;
    /** What we send under. */
    int ssrc;
    /** Address of the sockets, while there are any. */
    final TransportAddress local = new TransportAddress();
    /** Port of the RTP socket, 0 while there is none. */
    int port;
    /** What the receiving core expects, so that the answer need not begin it anew. */
    int expectedPayloadType;
    /** Monotonic time of the first valid packet, {@link Long#MIN_VALUE} before. */
    long firstPacketNs;
    long unexpectedSource;
    int dscpReceived;
    /** Offer and answer let us send. */
    boolean maySend;
    /** Null for a stream that is not decoded. */
    StreamDecoding decoding;
    /** {@link MediaStreams#pause}: silent all the same. */
    boolean paused;

    MediaStream(final int number, final int endpoint, final int dscp, final MediaSpec spec, final DatagramIo io, final TargetPolicy policy,
            final ConnectedSockets connected) {
        this.number = number;
        this.endpoint = endpoint;
        final DatagramOptions own = DatagramOptions.media().withDscp(dscp);
        options = spec.sharedSockets() ? SharedSocket.options(own) : own;
        sharesPort = spec.rtcpMux() && !spec.sharedSockets();
        rtcpIntervalNs = spec.rtcp().intervalMs() * NS_PER_MS;
        rtp = new PeerSocket(io, policy, connected, number);
        rtcp = new PeerSocket(io, policy, connected, connected.rtcpPlace(number));
    }

    /** A call begins: what the last one measured is not this one's. */
    void clear(final int newSsrc) {
        ssrc = newSsrc;
        security.clear();
        muxed = false;
        running = false;
        hasRun = false;
        quieted = false;
        port = 0;
        expectedPayloadType = UNKNOWN;
        firstPacketNs = Long.MIN_VALUE;
        unexpectedSource = 0;
        dscpReceived = UNKNOWN;
        maySend = false;
        paused = false;
    }

    /** Set-up: the plan wants SRTP for this stream. @param streams of the shard. */
    final void secure(final ShardSecurity shard, final int streams) {
        secured = true;
        security.enable(shard, number, streams);
    }

    /** Whether packets are to go out now. */
    final boolean sends() {
        return running && maySend && !paused && security.maySend();
    }

    /** Leaves out what is too late to be sent, of a stream that keeps its own time. @return packets or frames left out. */
    int skipLate(final long nowNs) {
        return 0;
    }

    /** Writes the RTP packet that is due. @return its length; 0 = this packet time passes without one: {@link #onQuiet}. */
    abstract int write(MutableDirectBuffer buffer, int offset);

    /** When the written packet was intended. @param scheduledNs when the pacer had it due. */
    long intendedNs(final long scheduledNs) {
        return scheduledNs;
    }

    /** The written packet left. */
    abstract void onSent(long sentNs, long intendedNs);

    /** Nothing is sent in this packet time. */
    void onQuiet(final long nowNs) {
    }

    /** The kernel refused the written packet. */
    abstract void onRefused();

    /** Another source has our SSRC. */
    abstract void onSsrcCollision(int newSsrc);

    /** The written packet is given up: it cannot be sent, now or later. */
    abstract void onGivenUp(long nowNs);

    /** When the next packet is due, of a stream that keeps its own time. */
    long nextDueNs() {
        return Long.MAX_VALUE;
    }

    /** After a packet: says what came to its end. */
    void tell(final long nowNs) {
    }

    /**
     * A datagram of the RTP port that is no RTCP.
     *
     * @param mark {@link busyhour.rtp.receive.NoteBook#note}.
     * @return a code of {@link busyhour.rtp.receive.PacketOutcome}.
     */
    abstract int onRtp(DirectBuffer buffer, int offset, int length, long arrivalNs, int mark);

    /** The first valid packet of the call came while packets flow both ways, or they flow from now on. */
    void onFirstPacket(final long nowNs) {
    }

    /** A second is over: the metrics answer for it from now on. */
    abstract void onSecond(long nowNs);

    final void endSecond(final long nowNs) {
        onSecond(nowNs);
        rtp.onTick(nowNs, notedNs());
        rtcp.onTick(nowNs, Long.MIN_VALUE);
    }

    /** When a packet came that was noted and of which {@link #onRtp} does not know. */
    long notedNs() {
        return Long.MIN_VALUE;
    }

    abstract SenderReportSource sender();

    abstract ReceptionReportSource reception();

    /** Of the timestamps, both ways. */
    abstract int clockRateHz();

    /** @return bytes sent or a negative errno. */
    final int sendRtp(final MutableDirectBuffer packet, final int length) {
        final int octets = secured ? security.protectRtp(packet, length) : length;
        return octets < 0 ? octets : rtp.send(packet, 0, octets);
    }

    /** @return bytes sent or a negative errno; without a peer it counts as sent. */
    final int sendRtcp(final MutableDirectBuffer compound, final int length) {
        final PeerSocket socket = muxed ? rtp : rtcp;
        final int octets = security.protectRtcp(compound, length);
        return octets >= 0 && socket.hasPeer() ? socket.send(compound, 0, octets) : octets;
    }

    /** What the receive side measured, of any payload. */
    public abstract QualityMetrics quality();

    public abstract NetworkMetrics network();

    public abstract JitterBufferMetrics jitterBuffer();

    public final RtcpSession session() {
        return session;
    }

    /** Whether offer and answer came to an end in this call, so that there is something measured. */
    public final boolean hasRun() {
        return hasRun;
    }

    public final boolean isRunning() {
        return running;
    }

    /** What we send under in this call, known as soon as the stream has sockets (RFC 5576). */
    public final int ssrc() {
        return ssrc;
    }

    /** RTP port that the peer is told; 0 while the stream has no sockets. */
    public final int port() {
        return port;
    }

    /** When the first packet of this call came, monotonic; {@link Long#MIN_VALUE} before. */
    public final long firstPacketNs() {
        return firstPacketNs;
    }

    public final boolean hasPackets() {
        return firstPacketNs != Long.MIN_VALUE;
    }

    /** How its packets are protected, for people: {@code none}, {@code sdes SUITE}, {@code dtls SUITE}. */
    public final String protection() {
        return security.protection();
    }

    /** {@code srtp_decrypt_failures}, NaN where the plan wants no SRTP. */
    public final double srtpDecryptFailures() {
        return security.isMeasured() ? security.decryptFailures() : Double.NaN;
    }

    /** {@code srtp_replay_drops}, NaN where the plan wants no SRTP. */
    public final double srtpReplayDrops() {
        return security.isMeasured() ? security.replayDrops() : Double.NaN;
    }

    /** {@code dtls_rehandshakes}, NaN where the plan wants no SRTP. */
    public final double dtlsRehandshakes() {
        return security.isMeasured() ? security.rehandshakes() : Double.NaN;
    }

    /** {@code unexpected_source}. */
    public final long unexpectedSource() {
        return unexpectedSource;
    }

    /** {@code dscp_received}, NaN before the first packet. */
    public final double dscpReceived() {
        return dscpReceived == UNKNOWN ? Double.NaN : dscpReceived;
    }
}
