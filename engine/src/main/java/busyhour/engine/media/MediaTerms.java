package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.NegotiatedMedia;
import java.util.SplittableRandom;

/**
 * Brings a stream to what offer and answer agreed on: at its beginning, and in mid-call without losing what it is and counted.
 *
 * <p>One thread. Allocates nothing.
 */
final class MediaTerms {

    /** A prime, so that speakers who follow one another do not speak in chorus. */
    private static final long SPEAKER_STRIDE = 7919;
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;

    private final MediaSender sender;
    private final MediaReports reports;
    private final SplittableRandom random;

    MediaTerms(final MediaSender sender, final MediaReports reports, final SplittableRandom random) {
        this.sender = sender;
        this.reports = reports;
        this.random = random;
    }

    /** What is to come in; nothing is missed as long as nothing was agreed on. */
    void expect(
            final AudioStream stream, final AudioCodec codec, final int payloadType, final int ptimeMs, final boolean ipv4, final long nowNs) {
        stream.receive.reset(codec, payloadType, ptimeMs, ipv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES, nowNs);
        stream.receive.expectMedia(false, nowNs);
        stream.expectedPayloadType = payloadType;
    }

    void start(final AudioStream stream, final EncodedTrack track, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        final boolean ipv4 = terms.remoteRtp().isIpv4();
        if (terms.receivePayloadType() != stream.expectedPayloadType) {
            expect(stream, track.codec(), terms.receivePayloadType(), terms.ptimeMs(), ipv4, nowNs);
        }
        stream.send.start(track, startFrame(speaker, track), random.nextInt(), random.nextInt(), random.nextInt(),
                terms.sendPayloadType(), !ipv4, nowNs);
        stream.send.content().acceptEvents(terms.sendTelephoneEvent());
        stream.jitterSeed = random.nextLong();
        applyAudio(stream, terms, nowNs);
        begin(stream, nowNs);
        extendedReports(stream, terms);
        sender.pace(stream, nowNs);
    }

    /** Of a stream that runs. */
    void change(final AudioStream stream, final EncodedTrack track, final NegotiatedMedia terms, final long nowNs) {
        final boolean samePtime = track.ptimeMs() == stream.send.track().ptimeMs();
        stream.receive.addCodec(track.codec(), terms.receivePayloadType());
        stream.send.change(track, terms.sendPayloadType(), terms.sendTelephoneEvent());
        applyAudio(stream, terms, nowNs);
        extendedReports(stream, terms);
        if (samePtime) {
            sender.pace(stream, nowNs);
        } else {
            sender.repace(stream, nowNs);
        }
        stream.tell(nowNs);
    }

    private static void applyAudio(final AudioStream stream, final NegotiatedMedia terms, final long nowNs) {
        stream.receive.acceptTelephoneEvent(terms.receiveTelephoneEvent(),
                terms.receiveTelephoneEvent() < 0 ? stream.send.clockRateHz() : terms.telephoneEventClockRateHz());
        stream.receive.acceptComfortNoise(terms.receiveComfortNoise());
        stream.send.content().acceptComfortNoise(terms.sendComfortNoise());
        stream.receive.detectTones(stream.alwaysTones || terms.receiveTelephoneEvent() < 0);
        stream.receive.expectMedia(Direction.receives(terms.direction()) && !terms.isClosed(), nowNs);
        apply(stream, terms);
    }

    private static void extendedReports(final AudioStream stream, final NegotiatedMedia terms) {
        stream.session.extendedReports(stream.receive.voipReport(), terms.feedback().xrVoipMetrics(), terms.feedback().xrReceiverRtt());
    }

    /** Packets flow from now on. */
    private void begin(final MediaStream stream, final long nowNs) {
        stream.running = true;
        stream.hasRun = true;
        reports.start(stream, random.nextLong(), nowNs);
        if (stream.firstPacketNs != Long.MIN_VALUE) {
            stream.onFirstPacket(nowNs); // before the answer came
        }
    }

    private static void apply(final MediaStream stream, final NegotiatedMedia terms) {
        stream.muxed = terms.rtcpMux();
        stream.rtp.peer(terms.remoteRtp());
        stream.rtcp.peer(terms.remoteRtcp());
        stream.maySend = Direction.sends(terms.direction()) && stream.rtp.hasPeer();
    }

    private static int startFrame(final int speaker, final EncodedTrack track) {
        return (int) (speaker * SPEAKER_STRIDE % track.frameCount());
    }
}
