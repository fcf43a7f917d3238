package busyhour.engine.media;

import busyhour.codec.EncodedTrack;
import busyhour.codec.video.EncodedVideo;
import busyhour.engine.io.DatagramHandler;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
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

    private final MediaSockets sockets;
    private final AudioStream[] audio;
    /** Null for endpoints without video. */
    private final VideoStream[] video;
    private final MediaReceiver receiver;
    private final MediaSender sender;
    private final MediaReports reports;
    private final MediaTerms terms;
    private final AudioTerms audioTerms;
    private final VideoTerms videoTerms;
    private final MediaDecoding decoding;
    private final MediaStream[] streams;
    private HandshakeEvents handshakes;
    private MediaEvents listener = MediaEvents.NONE;

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
        sockets = new MediaSockets(io, ports);
        final int endpoints = specs.length;
        final SplittableRandom random = new SplittableRandom(seed);
        streams = new MediaStream[2 * endpoints];
        audio = new AudioStream[endpoints];
        video = new VideoStream[endpoints];
        for (int i = 0; i < endpoints; i++) {
            audio[i] = new AudioStream(i, i, specs[i], io, policy);
            streams[i] = audio[i];
            if (specs[i].video() != null) {
                video[i] = new VideoStream(endpoints + i, i, specs[i], io, policy);
                streams[endpoints + i] = video[i];
            }
        }
        decoding = new MediaDecoding(audio, video);
        sender = new MediaSender(streams, clock, traffic);
        reports = new MediaReports(streams, endpoints, kernelClock, random);
        terms = new MediaTerms(reports, random);
        audioTerms = new AudioTerms(terms, sender);
        videoTerms = new VideoTerms(terms, sender);
        receiver = new MediaReceiver(streams, io, kernelClock, traffic, sender, reports);
    }

    /** Set-up: who hears of what happens in the media. */
    public void events(final MediaEvents events) {
        listener = events;
        for (final AudioStream stream : audio) {
            stream.events = events;
        }
        if (handshakes != null) {
            handshakes.listener(events);
        }
    }

    /** Set-up: the streams of endpoints whose plan wants SRTP get it. @param wanted for each endpoint. */
    public void secure(final ShardSecurity security, final boolean[] wanted) {
        for (int i = 0; i < streams.length; i++) {
            if (streams[i] != null && wanted[i % wanted.length]) {
                streams[i].security.enable(security, i, streams.length);
            }
        }
        handshakes = new HandshakeEvents(streams, audio.length, sender, security);
        handshakes.listener(listener);
    }

    /**
     * Set-up: digits are looked for as tones also where the peer sends telephone events. Where it sends none that is done
     * anyway; a digit that comes both ways counts once.
     */
    public void alwaysDetectTones(final int endpoint) {
        audio[endpoint].alwaysTones = true;
    }

    /** The streams that are decoded beside the shard. */
    public MediaDecoding decoding() {
        return decoding;
    }

    public AudioStream audio(final int endpoint) {
        return audio[endpoint];
    }

    /** @return null when the endpoint's group has no video. */
    public VideoStream video(final int endpoint) {
        return video[endpoint];
    }

    /**
     * Opens the sockets of a call, and expects packets in the group's first codecs until the answer says otherwise.
     *
     * @param local address that the peer will see; the ports are then those of {@link MediaStream#port}.
     * @return 0, or a negative errno: then none are open.
     */
    public int open(final int endpoint, final TransportAddress local, final long nowNs) {
        final AudioStream stream = audio[endpoint];
        final VideoStream moving = video[endpoint];
        stream.clear(terms.random()); // also when there are no ports: what the last call measured is not this one's
        int opened = sockets.open(stream, local);
        if (moving != null) {
            moving.clear(terms.random());
            opened = Math.min(opened, sockets.open(moving, local));
        }
        if (opened < 0) {
            closeSockets(endpoint);
            return opened;
        }
        audioTerms.expect(stream, stream.firstCodec, stream.firstPayloadType, stream.ptimeMs, local.isIpv4(), nowNs);
        if (moving != null) {
            videoTerms.expect(moving, moving.firstCodec, moving.firstPayloadType, MediaStream.UNKNOWN, local.isIpv4(), nowNs);
        }
        return 0;
    }

    /**
     * Offer and answer are known, for the first time or anew. A stream that runs goes on in the terms given: hold, resume,
     * another codec or address; SSRC, sequence and all that was counted stay. After {@link #quiet} nothing happens.
     *
     * @param track   what is played; another one goes on at the same place in time.
     * @param speaker number of the endpoint in the run: each begins at another place in the track.
     * @param agreed  what was agreed on.
     */
    public void audioTerms(final int endpoint, final EncodedTrack track, final int speaker, final NegotiatedMedia agreed, final long nowNs) {
        if (!audio[endpoint].quieted) {
            audioTerms.take(audio[endpoint], track, speaker, agreed, nowNs);
        }
    }

    /** As {@link #audioTerms} for the video stream, which begins at a key frame. */
    public void videoTerms(final int endpoint, final EncodedVideo shown, final int speaker, final NegotiatedMedia agreed, final long nowNs) {
        if (!video[endpoint].quieted) {
            videoTerms.take(video[endpoint], shown, speaker, agreed, nowNs);
        }
    }

    /** There is no video in this call: its sockets go back. Harmless without any. */
    public void noVideo(final int endpoint, final long nowNs) {
        if (video[endpoint] != null) {
            quiet(video[endpoint], nowNs);
            close(video[endpoint]);
        }
    }

    /** Nothing is sent until {@link #resume}, whatever the terms allow. RTCP goes on. */
    public void pause(final int endpoint, final long nowNs) {
        pause(endpoint, true, nowNs);
    }

    /** Ends {@link #pause}. */
    public void resume(final int endpoint, final long nowNs) {
        pause(endpoint, false, nowNs);
    }

    private void pause(final int endpoint, final boolean paused, final long nowNs) {
        audio[endpoint].paused = paused;
        sender.pace(audio[endpoint], nowNs);
        if (video[endpoint] != null) {
            video[endpoint].paused = paused;
            sender.pace(video[endpoint], nowNs);
        }
    }

    /** Nothing more is sent but the BYE of RTCP. Harmless when nothing runs. */
    public void quiet(final int endpoint, final long nowNs) {
        quiet(audio[endpoint], nowNs);
        if (video[endpoint] != null) {
            quiet(video[endpoint], nowNs);
        }
    }

    private void quiet(final MediaStream stream, final long nowNs) {
        stream.quieted = true;
        if (stream.running) {
            stream.running = false;
            sender.stop(stream);
            reports.bye(stream, nowNs);
        }
    }

    /** Gives the sockets back. Harmless when none are open. */
    public void close(final int endpoint, final long nowNs) {
        quiet(endpoint, nowNs);
        decoding.end(endpoint, nowNs);
        closeSockets(endpoint);
    }

    private void closeSockets(final int endpoint) {
        close(audio[endpoint]);
        if (video[endpoint] != null) {
            close(video[endpoint]);
        }
    }

    private void close(final MediaStream stream) {
        sockets.close(stream);
        stream.security.end();
    }

    /** The duty cycle's time, for what {@link #onDatagram} gets. */
    public void now(final long cycleNs) {
        receiver.now(cycleNs);
    }

    /** Takes what waits in the endpoint's sockets, so that nothing that came before the end of a call is missed. */
    public void drain(final int endpoint) {
        receiver.drain(audio[endpoint]);
        if (video[endpoint] != null) {
            receiver.drain(video[endpoint]);
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
        receiver.onDatagram(socket, source, buffer, offset, length, arrivalEpochNs, tos);
    }

    /** Does what handshakes want done. @return how much that was. */
    public int pollHandshakes(final long nowNs, final int limit) {
        return handshakes == null ? 0 : handshakes.poll(nowNs, limit);
    }

    /** The end: no handshakes any more. */
    public void closeHandshakes() {
        if (handshakes != null) {
            handshakes.close();
        }
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
        audio[endpoint].endSecond(nowNs);
        if (video[endpoint] != null && video[endpoint].hasRun) {
            video[endpoint].endSecond(nowNs);
        }
    }

    /** When the first packet of any stream of this call came, monotonic; {@link Long#MAX_VALUE} when none did. */
    public long firstPacketNs(final int endpoint) {
        final long ofAudio = audio[endpoint].hasPackets() ? audio[endpoint].firstPacketNs : Long.MAX_VALUE;
        final boolean moving = video[endpoint] != null && video[endpoint].hasPackets();
        return moving ? Math.min(ofAudio, video[endpoint].firstPacketNs) : ofAudio;
    }

    /** RTP port of the endpoint's video, 0 without. */
    public int videoPort(final int endpoint) {
        return video[endpoint] == null ? 0 : video[endpoint].port;
    }

    /** {@code socket_drops} of the stream's RTP socket. */
    public long socketDrops(final MediaStream stream) {
        return sockets.drops(stream);
    }
}
