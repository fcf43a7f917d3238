package busyhour.engine.media;

import busyhour.codec.EncodedTrack;
import busyhour.codec.video.EncodedVideo;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.KernelClock;
import busyhour.engine.io.PortRange;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.sip.TransportAddress;
import busyhour.sip.sdp.NegotiatedMedia;
import java.util.SplittableRandom;
import org.agrona.concurrent.NanoClock;

/**
 * The media streams of one shard: an audio stream for each endpoint, found by the endpoint's number, and a video stream for
 * those whose group has video. Among all streams audio has numbers 0 to n-1, video n to 2n-1.
 *
 * <pre>
 *   open -> sockets, local ports for the offer or answer
 *   audioTerms, videoTerms -> agreed on: paced sending ({@link MediaSender}), RTCP ({@link MediaReports}); in a running stream
 *                             new terms: hold, resume, codec, address
 *   pause; play, digits -> what is sent; MediaEvents tells what happened
 *   {@link MediaCycle} -> RTP: receiving core     RTCP: session     pacing, reports, handshakes
 *   quiet -> nothing more is sent, BYE by RTCP; what still comes is counted
 *   close -> sockets back
 * </pre>
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MediaStreams {

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
    private final MediaCycle cycle;
    private final StreamTable table;
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
        final SplittableRandom random = new SplittableRandom(seed);
        table = new StreamTable(specs, io, policy);
        audio = table.audio;
        video = table.video;
        final MediaStream[] streams = table.all;
        final LocalPeers peers = new LocalPeers(streams);
        sockets = new MediaSockets(io, ports, peers);
        decoding = new MediaDecoding(audio, video);
        sender = new MediaSender(table, peers, io, clock, traffic);
        reports = new MediaReports(streams, specs.length, kernelClock, random);
        terms = new MediaTerms(reports, random);
        audioTerms = new AudioTerms(terms, sender);
        videoTerms = new VideoTerms(terms, sender);
        receiver = new MediaReceiver(table, io, kernelClock, traffic, sender, reports, new SharedSockets(specs, table));
        cycle = new MediaCycle(receiver, sender, reports, decoding);
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
        for (int i = 0; i < table.all.length; i++) {
            if (table.all[i] != null && wanted[i % wanted.length]) {
                table.all[i].secure(security, table.all.length);
                sender.secured(i);
            }
        }
        handshakes = new HandshakeEvents(table.all, audio.length, sender, security);
        handshakes.listener(listener);
        cycle.handshakes(handshakes);
    }

    /** What is to be done in each duty cycle. */
    public MediaCycle cycle() {
        return cycle;
    }

    /**
     * Set-up: digits are looked for as tones also where the peer sends telephone events. Where it sends none that is done
     * anyway; a digit that comes both ways counts once.
     */
    public void alwaysDetectTones(final int endpoint) {
        audio[endpoint].alwaysTones = true;
    }

    /** Set-up: the endpoint waits for speech or silence, so that its packets are looked at one by one, as they come. */
    public void hearAtOnce(final int endpoint) {
        audio[endpoint].receive.hearAtOnce();
    }

    /** The streams that are decoded beside the shard. */
    public MediaDecoding decoding() {
        return decoding;
    }

    public AudioStream audio(final int endpoint) {
        return audio[endpoint];
    }

    /** Whether any endpoint of the shard has video. */
    public boolean hasVideo() {
        return table.hasVideo;
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
            openRtcp(audio[endpoint], agreed);
            audioTerms.take(audio[endpoint], track, speaker, agreed, nowNs);
        }
    }

    /** As {@link #audioTerms} for the video stream, which begins at a key frame. */
    public void videoTerms(final int endpoint, final EncodedVideo shown, final int speaker, final NegotiatedMedia agreed, final long nowNs) {
        if (!video[endpoint].quieted) {
            openRtcp(video[endpoint], agreed);
            videoTerms.take(video[endpoint], shown, speaker, agreed, nowNs);
        }
    }

    private void openRtcp(final MediaStream stream, final NegotiatedMedia agreed) {
        if (stream.sharesPort && !agreed.rtcpMux()) {
            sockets.openRtcp(stream);
        }
    }

    /** There is no video in this call: its sockets go back. Harmless without any. */
    public void noVideo(final int endpoint, final long nowNs) {
        quiet(video[endpoint], nowNs);
        close(video[endpoint]);
    }

    /** While paused nothing is sent, whatever the terms allow. RTCP goes on. */
    public void pause(final int endpoint, final boolean paused, final long nowNs) {
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
        quiet(video[endpoint], nowNs);
    }

    private void quiet(final MediaStream stream, final long nowNs) {
        if (stream == null) {
            return;
        }
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
        close(video[endpoint]);
    }

    private void close(final MediaStream stream) {
        if (stream != null) {
            sockets.close(stream);
            stream.security.end();
        }
    }

    /** Takes what waits in the endpoint's sockets, so that nothing that came before the end of a call is missed. */
    public void drain(final int endpoint) {
        receiver.drain(audio[endpoint]);
        if (video[endpoint] != null) {
            receiver.drain(video[endpoint]);
        }
    }

    /** A second of the endpoint's streams is over: their metrics answer for it from now on. */
    public void onSecond(final int endpoint, final long nowNs) {
        table.endSecond(endpoint, nowNs);
    }

    /** When the first packet of any stream of this call came, monotonic; {@link Long#MAX_VALUE} when none did. */
    public long firstPacketNs(final int endpoint) {
        return table.firstPacketNs(endpoint);
    }

    /** RTP port of the endpoint's video, 0 without. */
    public int videoPort(final int endpoint) {
        return table.videoPort(endpoint);
    }

    /** {@code socket_drops} of the stream's RTP socket. */
    public long socketDrops(final MediaStream stream) {
        return sockets.drops(stream);
    }
}
