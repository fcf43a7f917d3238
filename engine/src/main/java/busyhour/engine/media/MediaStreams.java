package busyhour.engine.media;

import busyhour.codec.EncodedTrack;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.SocketPair;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.NegotiatedMedia;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The media streams of one shard: an audio stream for each endpoint, found by the endpoint's number, and a video stream for
 * those whose group has video. Among all streams audio has numbers 0 to n-1, video n to 2n-1.
 *
 * <pre>
 *   open -> sockets, local ports for the offer or answer
 *   audioTerms, videoTerms -> agreed on: paced sending ({@link MediaSender}), RTCP ({@link MediaReports}); in a running stream
 *                             new terms: hold, resume, codec, address
 *   pause, resume; play, digits -> what is sent; MediaEvents tells what happened
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
    private final MediaStream[] streams;
    private final AudioStream[] audio;
    private final MediaReceiver receiver;
    private final MediaSender sender;
    private final MediaReports reports;
    private final MediaTerms terms;
    private final SocketPair pair = new SocketPair();

    /**
     * @param specs   what each endpoint of this shard sends and receives.
     * @param ports   of this shard alone.
     * @param policy  where a peer that moves may be followed to.
     * @param traffic told of each packet that came or went.
     * @param seed    of SSRCs, sequence numbers, timestamps and RTCP intervals.
     */
    public MediaStreams(
            final MediaSpec[] specs,
            final DatagramIo io,
            final PortRange ports,
            final TargetPolicy policy,
            final NanoClock clock,
            final KernelClock kernelClock,
            final MediaTraffic traffic,
            final long seed) {
        this.io = io;
        this.ports = ports;
        final int endpoints = specs.length;
        final SplittableRandom random = new SplittableRandom(seed);
        streams = new MediaStream[2 * endpoints];
        audio = new AudioStream[endpoints];
        for (int i = 0; i < endpoints; i++) {
            audio[i] = new AudioStream(i, i, specs[i], io, policy);
            streams[i] = audio[i];
        }
        sender = new MediaSender(streams, clock, traffic);
        reports = new MediaReports(streams, endpoints, kernelClock, random);
        terms = new MediaTerms(sender, reports, random);
        receiver = new MediaReceiver(streams, io, kernelClock, traffic, reports);
    }

    /** Set-up: who hears of what happens in the media. */
    public void events(final MediaEvents listener) {
        for (final AudioStream stream : audio) {
            stream.events = listener;
        }
    }

    /**
     * Set-up: digits are looked for as tones also where the peer sends telephone events. Where it sends none that is done
     * anyway; a digit that comes both ways counts once.
     */
    public void alwaysDetectTones(final int endpoint) {
        audio[endpoint].alwaysTones = true;
    }

    public AudioStream audio(final int endpoint) {
        return audio[endpoint];
    }

    /**
     * Opens the sockets of a call, and expects packets in the group's first codec until the answer says otherwise.
     *
     * @param local address that the peer will see; the ports are then those of {@link MediaStream#port}.
     * @return 0, or a negative errno: then none are open.
     */
    public int open(final int endpoint, final TransportAddress local, final long nowNs) {
        final AudioStream stream = audio[endpoint];
        stream.clear(); // also when there are no ports: what the last call measured is not this one's
        final int opened = open(stream, local);
        if (opened < 0) {
            return opened;
        }
        terms.expect(stream, stream.firstCodec, stream.firstCodec.payloadType(), stream.ptimeMs, local.isIpv4(), nowNs);
        return 0;
    }

    private int open(final MediaStream stream, final TransportAddress local) {
        final int opened = io.openPair(local, ports, stream.options, MediaTags.rtp(stream.number), MediaTags.rtcp(stream.number), pair);
        if (opened < 0) {
            return opened;
        }
        stream.rtp.open(pair.rtpSocket());
        stream.rtcp.open(pair.rtcpSocket());
        stream.port = pair.rtpPort();
        return 0;
    }

    /**
     * Offer and answer are known, for the first time or anew. A stream that runs goes on in the terms given: hold, resume,
     * another codec or address; SSRC, sequence and all that was counted stay. After {@link #quiet} nothing happens.
     *
     * @param track   what is played; another one goes on at the same place in time.
     * @param speaker number of the endpoint in the run: each begins at another place in the track.
     * @param terms   what was agreed on.
     */
    public void audioTerms(final int endpoint, final EncodedTrack track, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        final AudioStream stream = audio[endpoint];
        if (stream.running) {
            this.terms.change(stream, track, terms, nowNs);
        } else if (!stream.quieted) {
            this.terms.start(stream, track, speaker, terms, nowNs);
        }
    }

    /** Nothing is sent until {@link #resume}, whatever the terms allow. RTCP goes on. */
    public void pause(final int endpoint, final long nowNs) {
        audio[endpoint].paused = true;
        sender.pace(audio[endpoint], nowNs);
    }

    /** Ends {@link #pause}. */
    public void resume(final int endpoint, final long nowNs) {
        audio[endpoint].paused = false;
        sender.pace(audio[endpoint], nowNs);
    }

    /** Nothing more is sent but the BYE of RTCP. Harmless when nothing runs. */
    public void quiet(final int endpoint, final long nowNs) {
        final AudioStream stream = audio[endpoint];
        stream.quieted = true;
        if (stream.running) {
            stream.running = false;
            sender.pace(stream, nowNs);
            reports.bye(stream, nowNs);
        }
    }

    /** Gives the sockets back. Harmless when none are open. */
    public void close(final int endpoint, final long nowNs) {
        quiet(endpoint, nowNs);
        audio[endpoint].rtp.close();
        audio[endpoint].rtcp.close();
    }

    /** The duty cycle's time, for what {@link #onDatagram} gets. */
    public void now(final long cycleNs) {
        receiver.now(cycleNs);
    }

    /** Takes what waits in the endpoint's sockets, so that nothing that came before the end of a call is missed. */
    public void drain(final int endpoint) {
        receiver.drain(audio[endpoint]);
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

    /** A second of the endpoint's streams is over: their metrics answer for it from now on. */
    public void onSecond(final int endpoint, final long nowNs) {
        final AudioStream stream = audio[endpoint];
        stream.rtp.onTick(nowNs);
        stream.rtcp.onTick(nowNs);
        stream.onSecond(nowNs);
    }

    /** {@code socket_drops} of the stream's RTP socket. */
    public long socketDrops(final MediaStream stream) {
        return stream.rtp.isOpen() ? io.socketDrops(stream.rtp.socket()) : 0;
    }
}
