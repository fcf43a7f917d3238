package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.sip.sdp.NegotiatedMedia;

/**
 * Brings an audio stream to what offer and answer agreed on: at its beginning, and in mid-call without losing what it is and
 * counted.
 *
 * <p>One thread. Allocates nothing.
 */
final class AudioTerms {

    private final MediaTerms common;
    private final MediaSender sender;

    AudioTerms(final MediaTerms common, final MediaSender sender) {
        this.common = common;
        this.sender = sender;
    }

    /** What is to come in; nothing is missed as long as nothing was agreed on. */
    void expect(
            final AudioStream stream, final AudioCodec codec, final int payloadType, final int ptimeMs, final boolean ipv4, final long nowNs) {
        stream.receive.reset(codec, payloadType, ptimeMs, MediaTerms.ipHeaderBytes(ipv4), nowNs);
        stream.receive.expectMedia(false, nowNs);
        stream.expectedPayloadType = payloadType;
    }

    /** Begins a stream, or changes one that runs. */
    void take(final AudioStream stream, final EncodedTrack track, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        if (stream.running) {
            change(stream, track, terms, nowNs);
        } else {
            start(stream, track, speaker, terms, nowNs);
        }
    }

    private void start(final AudioStream stream, final EncodedTrack track, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        final boolean ipv4 = terms.remoteRtp().isIpv4();
        if (terms.receivePayloadType() != stream.expectedPayloadType) {
            expect(stream, AudioRows.codec(terms.codec()), terms.receivePayloadType(), terms.ptimeMs(), ipv4, nowNs);
        }
        stream.send.start(track, TrackStart.frame(speaker, track), stream.ssrc, common.sequence(stream), common.random(),
                terms.sendPayloadType(), !ipv4, nowNs);
        stream.send.content().acceptEvents(terms.sendTelephoneEvent());
        stream.jitterSeed = common.seed();
        common.begin(stream, nowNs);
        apply(stream, terms, nowNs);
        sender.pace(stream, nowNs);
    }

    private void change(final AudioStream stream, final EncodedTrack track, final NegotiatedMedia terms, final long nowNs) {
        final boolean samePtime = track.ptimeMs() == stream.send.track().ptimeMs();
        stream.receive.addCodec(AudioRows.codec(terms.codec()), terms.receivePayloadType());
        stream.send.change(track, terms.sendPayloadType(), terms.sendTelephoneEvent());
        apply(stream, terms, nowNs);
        if (samePtime) {
            sender.pace(stream, nowNs);
        } else {
            sender.repace(stream, nowNs);
        }
        stream.tell(nowNs);
    }

    private static void apply(final AudioStream stream, final NegotiatedMedia terms, final long nowNs) {
        stream.receive.acceptTelephoneEvent(terms.receiveTelephoneEvent(),
                terms.receiveTelephoneEvent() < 0 ? stream.send.clockRateHz() : terms.telephoneEventClockRateHz());
        stream.receive.detectTones(stream.alwaysTones || terms.receiveTelephoneEvent() < 0);
        for (int i = 0; i < terms.alsoReceivedCount(); i++) {
            stream.receive.addCodec(AudioRows.codec(terms.alsoReceivedCodec(i)), terms.alsoReceivedPayloadType(i));
        }
        stream.receive.acceptComfortNoise(terms.receiveComfortNoise());
        stream.send.content().acceptComfortNoise(terms.sendComfortNoise());
        stream.receive.expectMedia(MediaTerms.receives(terms), nowNs);
        stream.session.extendedReports(stream.receive.voipReport(), terms.feedback().xrVoipMetrics(), terms.feedback().xrReceiverRtt());
        MediaTerms.apply(stream, terms);
    }
}
