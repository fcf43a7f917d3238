package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.engine.io.TargetPolicy;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.PacingTarget;
import busyhour.rtp.send.PacketPacer;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.NegotiatedAudio;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The media streams of one shard: one for each endpoint, found by the endpoint's number.
 *
 * <pre>
 *   open -> sockets, local port for the offer or answer
 *   start -> peers known: paced sending, RTCP
 *   onDatagram -> RTP: receiving core     RTCP: session
 *   quiet -> nothing more is sent, BYE by RTCP; what still comes is counted
 *   close -> sockets back
 * </pre>
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MediaStreams implements PacingTarget, TimerHandler, DatagramHandler {

    private static final long RTCP_INTERVAL_NS = 5_000_000_000L; // RFC 3550 6.2
    private static final int MAX_PACKET_LENGTH = 2048;
    private static final long RTCP_RETRY_NS = 1_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int TOS_DSCP_SHIFT = 2;
    private static final int DRAIN_LIMIT = 256;
    /** A prime, so that speakers who follow one another do not speak in chorus. */
    private static final long SPEAKER_STRIDE = 7919;

    private final DatagramIo io;
    private final NanoClock clock;
    private final KernelClock kernelClock;
    private final PortRange ports;
    private final DatagramOptions options = DatagramOptions.media();
    private final MediaTraffic traffic;
    private final MediaStream[] streams;
    private final byte[][] cnames;
    private final PacketPacer pacer;
    private final TimerWheel rtcpTimers;
    private final SplittableRandom random;
    private MediaEvents events = MediaEvents.NONE;
    private long nowNs;
    private final SocketPair pair = new SocketPair();
    private final UnsafeBuffer scratch =
            new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(Math.max(MAX_PACKET_LENGTH, RtcpSession.MAX_LENGTH)));

    /**
     * @param endpoints endpoints of this shard.
     * @param ports     of this shard alone.
     * @param policy    where a peer that moves may be followed to.
     * @param traffic   told of each packet that came or went.
     * @param seed      of SSRCs, sequence numbers, timestamps and RTCP intervals.
     */
    public MediaStreams(
            final int endpoints,
            final DatagramIo io,
            final PortRange ports,
            final TargetPolicy policy,
            final NanoClock clock,
            final KernelClock kernelClock,
            final MediaTraffic traffic,
            final long seed) {
        this.io = io;
        this.clock = clock;
        this.kernelClock = kernelClock;
        this.ports = ports;
        this.traffic = traffic;
        random = new SplittableRandom(seed);
        streams = new MediaStream[endpoints];
        cnames = new byte[endpoints][];
        for (int i = 0; i < endpoints; i++) {
            streams[i] = new MediaStream(io, policy);
            cnames[i] = ("busyhour-" + Long.toHexString(random.nextLong())).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        pacer = new PacketPacer(endpoints, clock.nanoTime());
        rtcpTimers = new TimerWheel(endpoints);
    }

    /** Set-up: who hears of what happens in the media. */
    public void events(final MediaEvents listener) {
        events = listener;
    }

    public MediaStream stream(final int endpoint) {
        return streams[endpoint];
    }

    /**
     * Opens the sockets of a call.
     *
     * @param local address that the peer will see.
     * @param codec that packets are expected in, by its static payload type, until the answer says otherwise.
     * @return the RTP port, or a negative errno.
     */
    public int open(
            final int endpoint,
            final TransportAddress local,
            final AudioCodec codec,
            final int ptimeMs,
            final long nowNs) {
        final MediaStream stream = streams[endpoint];
        stream.clear(); // also when there are no ports: what the last call measured is not this one's
        final int opened = io.openPair(local, ports, options, MediaTags.rtp(endpoint), MediaTags.rtcp(endpoint), pair);
        if (opened < 0) {
            return opened;
        }
        stream.rtp.open(pair.rtpSocket());
        stream.rtcp.open(pair.rtcpSocket());
        expect(stream, codec, codec.payloadType(), ptimeMs, local.isIpv4(), nowNs);
        return pair.rtpPort();
    }

    private static void expect(
            final MediaStream stream,
            final AudioCodec codec,
            final int payloadType,
            final int ptimeMs,
            final boolean ipv4,
            final long nowNs) {
        stream.receive.reset(codec, payloadType, ptimeMs, ipv4 ? 20 : 40, nowNs);
        stream.expectedPayloadType = payloadType;
    }

    /**
     * Offer and answer are known: packets flow.
     *
     * @param track        what is played.
     * @param speaker      number of the endpoint in the run: each begins at another place in the track.
     * @param terms        what was agreed on.
     * @param sendJitterMs largest random delay of each packet, 0 = none.
     */
    public void start(
            final int endpoint,
            final EncodedTrack track,
            final int speaker,
            final NegotiatedAudio terms,
            final int sendJitterMs,
            final long nowNs) {
        final MediaStream stream = streams[endpoint];
        final boolean ipv4 = terms.remoteRtp().isIpv4();
        if (terms.receivePayloadType() != stream.expectedPayloadType) {
            expect(stream, track.codec(), terms.receivePayloadType(), terms.ptimeMs(), ipv4, nowNs);
        }
        if (terms.receiveTelephoneEvent() >= 0) {
            stream.receive.acceptTelephoneEvent(terms.receiveTelephoneEvent());
        }
        stream.muxed = terms.rtcpMux();
        stream.rtp.peer(terms.remoteRtp());
        stream.rtcp.peer(terms.remoteRtcp());
        stream.send.start(track, startFrame(speaker, track), random.nextInt(), random.nextInt(), random.nextInt(),
                terms.sendPayloadType(), !ipv4, nowNs);
        stream.session.start(stream.send, stream.receive.receptionReport(), track.codec().clockRateHz(), track.codec().clockRateHz(),
                cnames[endpoint], RTCP_INTERVAL_NS, kernelClock.toEpochNs(nowNs) - nowNs, random.nextLong(), nowNs);
        stream.running = true;
        stream.hasRun = true;
        stream.sendJitterMs = sendJitterMs;
        stream.maySend = Direction.sends(terms.direction()) && stream.rtp.hasPeer();
        pace(endpoint, nowNs);
        rtcpTimers.schedule(endpoint, stream.session.nextReportNs(), nowNs);
    }

    /** Packets leave while the terms allow it and nobody paused them. */
    private void pace(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        final boolean sends = stream.running && stream.maySend && !stream.paused;
        if (sends && !pacer.isPaced(endpoint)) {
            pacer.add(endpoint, nowNs, stream.send.track().ptimeMs() * NS_PER_MS, stream.sendJitterMs * NS_PER_MS, random.nextLong());
        } else if (!sends) {
            pacer.remove(endpoint);
        }
    }

    /**
     * New terms for a running stream: hold, resume, another codec or address. SSRC, sequence and all that was counted go on.
     *
     * @param track what is played from now on.
     * @param terms what was agreed on last.
     * @return false when the stream does not run: {@link #start} it.
     */
    public boolean change(final int endpoint, final EncodedTrack track, final NegotiatedAudio terms, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        if (!stream.running) {
            return false;
        }
        stream.muxed = terms.rtcpMux();
        stream.rtp.peer(terms.remoteRtp());
        stream.rtcp.peer(terms.remoteRtcp());
        stream.maySend = Direction.sends(terms.direction()) && stream.rtp.hasPeer();
        pace(endpoint, nowNs);
        return true;
    }

    /** Nothing is sent until {@link #resume}, whatever the terms allow. RTCP goes on. */
    public void pause(final int endpoint, final long nowNs) {
        streams[endpoint].paused = true;
        pace(endpoint, nowNs);
    }

    /** Ends {@link #pause}. */
    public void resume(final int endpoint, final long nowNs) {
        streams[endpoint].paused = false;
        pace(endpoint, nowNs);
    }

    /**
     * Plays a track once from its beginning in place of the ordinary one, which goes on afterwards;
     * {@link MediaEvents#onPlayed} says when. A track that plays already is replaced.
     *
     * @param track of the codec and packet time that are sent.
     * @return false when the stream does not run, or the track is of another codec or packet time.
     */
    public boolean play(final int endpoint, final EncodedTrack track, final long nowNs) {
        return false;
    }

    /**
     * Sends digits one after the other in place of the audio. While nothing may be sent (hold, pause) they wait.
     *
     * @param digits     ASCII: 0-9, A-D, * and #; kept until {@link MediaEvents#onDigitsSent}, not copied.
     * @param method     {@link DigitMethod#RTP} or {@link DigitMethod#INBAND}.
     * @param durationMs of each.
     * @param gapMs      between two.
     * @return false when the stream does not run, digits are under way, or the peer takes none by this method.
     */
    public boolean sendDigits(
            final int endpoint, final byte[] digits, final byte method, final int durationMs, final int gapMs, final long nowNs) {
        return false;
    }

    /** A digit went by INFO: it is counted here, with all others. */
    public void onInfoDigitSent(final int endpoint) {
    }

    /** A digit came by INFO: counted, and told as {@link MediaEvents#onDigit}. */
    public void onInfoDigit(final int endpoint, final byte digit, final int durationMs, final long nowNs) {
        events.onDigit(endpoint, digit, durationMs, DigitMethod.INFO, nowNs);
    }

    private static int startFrame(final int speaker, final EncodedTrack track) {
        return (int) (speaker * SPEAKER_STRIDE % track.frameCount());
    }

    /** Nothing more is sent on the stream but the BYE of RTCP. Harmless when it does not run. */
    public void quiet(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        pacer.remove(endpoint);
        rtcpTimers.cancel(endpoint);
        if (stream.running) {
            stream.running = false;
            final int length = stream.session.writeBye(scratch, 0, nowNs);
            if (length > 0 && sendRtcp(stream, length) > 0) {
                stream.session.onSent(nowNs);
            }
        }
    }

    /** Gives the sockets back. Harmless when none are open. */
    public void close(final int endpoint, final long nowNs) {
        quiet(endpoint, nowNs);
        streams[endpoint].rtp.close();
        streams[endpoint].rtcp.close();
    }

    /** The duty cycle's time, for what {@link #onDatagram} gets. */
    public void now(final long cycleNs) {
        nowNs = cycleNs;
    }

    /** Takes what waits in the stream's sockets, so that nothing that came before the end of a call is missed. */
    public void drain(final int endpoint) {
        final MediaStream stream = streams[endpoint];
        if (stream.rtp.isOpen()) {
            io.drain(stream.rtp.socket(), this, DRAIN_LIMIT);
            io.drain(stream.rtcp.socket(), this, DRAIN_LIMIT);
        }
    }

    /** A datagram came on a media socket. */
    @Override
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long arrivalEpochNs,
            final int tos) {
        final int tag = io.tag(socket);
        final int endpoint = MediaTags.stream(tag);
        final MediaStream stream = streams[endpoint];
        final long arrivalNs = kernelClock.toMonotonicNs(arrivalEpochNs, nowNs);
        if (MediaTags.isRtcp(tag)) {
            stream.rtcp.onSource(source, nowNs);
            onRtcp(stream, buffer, offset, length, arrivalNs);
            return;
        }
        final int outcome = stream.receive.onPacket(buffer, offset, length, arrivalNs);
        if (outcome == PacketOutcome.RTCP) {
            onRtcp(stream, buffer, offset, length, arrivalNs);
            return;
        }
        if (outcome == PacketOutcome.MALFORMED) {
            return;
        }
        traffic.onReceived(endpoint);
        if (!stream.rtp.onSource(source, nowNs)) {
            stream.unexpectedSource++;
        }
        if (tos >= 0) {
            stream.dscpReceived = tos >> TOS_DSCP_SHIFT;
        }
        if (stream.firstPacketNs == Long.MIN_VALUE) {
            stream.firstPacketNs = arrivalNs;
        }
    }

    private static void onRtcp(
            final MediaStream stream, final DirectBuffer buffer, final int offset, final int length, final long arrivalNs) {
        if (stream.hasRun) {
            stream.session.onCompound(buffer, offset, length, arrivalNs);
        }
    }

    /** Sends what is due. @return packets sent. */
    public int send(final long nowNs, final int limit) {
        return pacer.poll(nowNs, limit, this);
    }

    /** Does what RTCP is due. @return reports looked at. */
    public int pollRtcp(final long nowNs, final int limit) {
        return rtcpTimers.poll(nowNs, limit, this);
    }

    /** When something is to be sent next. */
    public long nextDeadlineNs() {
        return Math.min(pacer.nextDueNs(), rtcpTimers.nextDeadlineNs());
    }

    @Override
    public boolean onDue(final int endpoint, final long intendedNs, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        final int length = stream.send.write(scratch, 0);
        final int sent = stream.rtp.send(scratch, 0, length);
        final long sentNs = clock.nanoTime(); // not nowNs: earlier packets of this poll took their time
        if (sent < 0) {
            stream.send.onRefused();
            if (isFull(sent)) {
                return false;
            }
            stream.send.onSkipped(1); // no route, no permission: the packet is lost, the stream goes on
            return true;
        }
        stream.send.onSent(sentNs, sentNs - intendedNs);
        traffic.onSent(endpoint, sentNs - intendedNs);
        return true;
    }

    @Override
    public void onSkipped(final int endpoint, final int packets, final long nowNs) {
        streams[endpoint].send.onSkipped(packets);
        traffic.onSkipped(endpoint, packets,
                PacketPacer.DEFAULT_MAX_CATCH_UP * NS_PER_MS * streams[endpoint].send.track().ptimeMs());
    }

    @Override
    public void onTimer(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        if (!stream.running) {
            return;
        }
        long nextNs = stream.session.nextReportNs();
        if (stream.session.isDue(nowNs)) {
            final int sent = sendRtcp(stream, stream.session.writeReport(scratch, 0, nowNs));
            if (sent > 0) {
                stream.session.onSent(nowNs);
                nextNs = stream.session.nextReportNs();
            } else {
                stream.session.onRefused();
                // without a route or a permission trying at once is of no use
                nextNs = nowNs + (isFull(sent) ? RTCP_RETRY_NS : RTCP_INTERVAL_NS);
            }
        } else {
            nextNs = stream.session.nextReportNs();
        }
        rtcpTimers.schedule(endpoint, Math.max(nextNs, nowNs), nowNs);
    }

    private static boolean isFull(final int sent) {
        return sent == -Errno.EAGAIN || sent == -Errno.ENOBUFS;
    }

    private int sendRtcp(final MediaStream stream, final int length) {
        final PeerSocket socket = stream.muxed ? stream.rtp : stream.rtcp;
        return socket.hasPeer() ? socket.send(scratch, 0, length) : length;
    }

    /** A second of the stream is over: its metrics answer for it from now on. */
    public void onSecond(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        stream.rtp.onTick(nowNs);
        stream.rtcp.onTick(nowNs);
        stream.send.onSecond(nowNs);
        stream.receive.roundTripMs(stream.session.rttMs());
        stream.receive.onSecond(nowNs);
    }

    /** {@code socket_drops} of the stream's RTP socket. */
    public long socketDrops(final int endpoint) {
        final PeerSocket rtp = streams[endpoint].rtp;
        return rtp.isOpen() ? io.socketDrops(rtp.socket()) : 0;
    }
}
