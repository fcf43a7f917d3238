package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.engine.io.TargetPolicy;
import busyhour.rtp.send.SendContent;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.NegotiatedAudio;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The media streams of one shard: one for each endpoint, found by the endpoint's number.
 *
 * <pre>
 *   open -> sockets, local port for the offer or answer
 *   start -> peers known: paced sending ({@link MediaSender}), RTCP ({@link MediaReports})
 *   change -> new terms in the running stream: hold, resume, codec, address
 *   pause, resume, play, sendDigits -> what is sent; MediaEvents tells what happened
 *   onDatagram -> RTP: receiving core     RTCP: session
 *   quiet -> nothing more is sent, BYE by RTCP; what still comes is counted
 *   close -> sockets back
 * </pre>
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MediaStreams implements DatagramHandler {

    private final DatagramIo io;
    private final PortRange ports;
    private final DatagramOptions options = DatagramOptions.media();
    private final MediaStream[] streams;
    private final MediaReceiver receiver;
    private final MediaSender sender;
    private final MediaReports reports;
    private final MediaTerms terms;
    private final SocketPair pair = new SocketPair();

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
        this.ports = ports;
        final SplittableRandom random = new SplittableRandom(seed);
        streams = new MediaStream[endpoints];
        for (int i = 0; i < endpoints; i++) {
            streams[i] = new MediaStream(i, io, policy);
        }
        sender = new MediaSender(streams, clock, traffic);
        reports = new MediaReports(streams, kernelClock, random);
        terms = new MediaTerms(sender, reports, random);
        receiver = new MediaReceiver(streams, io, kernelClock, traffic, reports);
    }

    /** Set-up: who hears of what happens in the media. */
    public void events(final MediaEvents listener) {
        for (final MediaStream stream : streams) {
            stream.events = listener;
        }
    }

    /**
     * Set-up: digits are looked for as tones also where the peer sends telephone events. Where it sends none that is done
     * anyway; a digit that comes both ways counts once.
     */
    public void alwaysDetectTones(final int endpoint) {
        streams[endpoint].alwaysTones = true;
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
        terms.expect(stream, codec, codec.payloadType(), ptimeMs, local.isIpv4(), nowNs);
        return pair.rtpPort();
    }

    /**
     * Offer and answer are known: packets flow. A stream that runs already (media before the answer) goes on in the terms
     * given, as by {@link #change}.
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
        if (!change(endpoint, track, terms, nowNs)) {
            this.terms.start(streams[endpoint], track, speaker, terms, sendJitterMs, nowNs);
        }
    }

    /**
     * New terms for a running stream: hold, resume, another codec or address. SSRC, sequence and all that was counted go on.
     *
     * @param track what is played from now on; another one goes on at the same place in time.
     * @param terms what was agreed on last.
     * @return false when the stream does not run: {@link #start} it.
     */
    public boolean change(final int endpoint, final EncodedTrack track, final NegotiatedAudio terms, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        if (!stream.running) {
            return false;
        }
        this.terms.change(stream, track, terms, nowNs);
        return true;
    }

    /** Nothing is sent until {@link #resume}, whatever the terms allow. RTCP goes on. */
    public void pause(final int endpoint, final long nowNs) {
        streams[endpoint].paused = true;
        sender.pace(streams[endpoint], nowNs);
    }

    /** Ends {@link #pause}. */
    public void resume(final int endpoint, final long nowNs) {
        streams[endpoint].paused = false;
        sender.pace(streams[endpoint], nowNs);
    }

    /**
     * Plays a track once from its beginning in place of the ordinary one, which goes on afterwards;
     * {@link MediaEvents#onPlayed} says when. A track that plays already is replaced.
     *
     * @param track of the codec and packet time that are sent.
     * @return false when the stream does not run, or the track is of another codec or packet time.
     */
    public boolean play(final int endpoint, final EncodedTrack track, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        return stream.running && stream.send.content().play(track);
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
        final MediaStream stream = streams[endpoint];
        final SendContent content = stream.send.content();
        final boolean begun = stream.running
                && (method == DigitMethod.INBAND ? content.sendTones(digits, durationMs, gapMs) : content.sendEvents(digits, durationMs, gapMs));
        stream.methodsSent |= begun ? method : 0;
        return begun;
    }

    /** A digit went by INFO: it is counted here, with all others. */
    public void onInfoDigitSent(final int endpoint) {
        streams[endpoint].infoDigitsSent++;
        streams[endpoint].methodsSent |= DigitMethod.INFO;
    }

    /** A digit came by INFO: counted, and told as {@link MediaEvents#onDigit}. */
    public void onInfoDigit(final int endpoint, final byte digit, final int durationMs, final long nowNs) {
        streams[endpoint].receive.onInfoDigit(durationMs);
        streams[endpoint].heard(digit, durationMs, DigitMethod.INFO, nowNs);
    }

    /** Nothing more is sent on the stream but the BYE of RTCP. Harmless when it does not run. */
    public void quiet(final int endpoint, final long nowNs) {
        final MediaStream stream = streams[endpoint];
        if (stream.running) {
            stream.running = false;
            sender.pace(stream, nowNs);
            reports.bye(stream, nowNs);
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
        receiver.now(cycleNs);
    }

    /** Takes what waits in the stream's sockets, so that nothing that came before the end of a call is missed. */
    public void drain(final int endpoint) {
        receiver.drain(streams[endpoint]);
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
        receiver.onDatagram(socket, source, buffer, offset, length, arrivalEpochNs, tos);
    }

    /** Sends what is due. @return packets sent. */
    public int send(final long nowNs, final int limit) {
        return sender.poll(nowNs, limit);
    }

    /** Does what RTCP is due. @return reports looked at. */
    public int pollRtcp(final long nowNs, final int limit) {
        return reports.poll(nowNs, limit);
    }

    /** When something is to be sent next. */
    public long nextDeadlineNs() {
        return Math.min(sender.nextDueNs(), reports.nextDeadlineNs());
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
