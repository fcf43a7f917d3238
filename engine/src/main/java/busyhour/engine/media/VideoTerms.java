package busyhour.engine.media;

import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.rtp.video.FeedbackKinds;
import busyhour.sip.sdp.NegotiatedFeedback;
import busyhour.sip.sdp.NegotiatedMedia;

/**
 * Brings a video stream to what offer and answer agreed on: at its beginning, and in mid-call without losing what it is and
 * counted.
 *
 * <p>One thread. Allocates nothing.
 */
final class VideoTerms {

    /** A prime, so that streams that follow one another do not show the same picture. */
    private static final long STREAM_STRIDE = 7919;
    private static final int NONE = -1;

    private final MediaTerms common;
    private final MediaSender sender;

    VideoTerms(final MediaTerms common, final MediaSender sender) {
        this.common = common;
        this.sender = sender;
    }

    /** What is to come in; nothing is missed as long as nothing was agreed on. */
    void expect(
            final VideoStream stream, final VideoCodec codec, final int payloadType, final int rtxPayloadType, final boolean ipv4, final long nowNs) {
        stream.receive.reset(codec, payloadType, rtxPayloadType, MediaTerms.ipHeaderBytes(ipv4), nowNs);
        stream.receive.expectMedia(false, nowNs);
        stream.expectedPayloadType = payloadType;
    }

    /** Begins a stream, or changes one that runs. */
    void take(final VideoStream stream, final EncodedVideo video, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        if (stream.running) {
            change(stream, video, terms, nowNs);
        } else {
            start(stream, video, speaker, terms, nowNs);
        }
    }

    private void start(final VideoStream stream, final EncodedVideo video, final int speaker, final NegotiatedMedia terms, final long nowNs) {
        final boolean ipv4 = terms.remoteRtp().isIpv4();
        if (terms.receivePayloadType() != stream.expectedPayloadType) {
            expect(stream, VideoRows.codec(terms.codec()), terms.receivePayloadType(), terms.feedback().receiveRtx(), ipv4, nowNs);
        } else {
            stream.receive.addCodec(VideoRows.codec(terms.codec()), terms.receivePayloadType(), terms.feedback().receiveRtx());
        }
        stream.send.start(video, startFrame(speaker, video), stream.ssrc, common.sequence(stream), common.random(), terms.sendPayloadType(),
                terms.feedback().sendRtx(), stream.ssrc + 1, !ipv4, nowNs);
        common.begin(stream, nowNs);
        apply(stream, terms, nowNs);
        sender.pace(stream, nowNs);
    }

    private void change(final VideoStream stream, final EncodedVideo video, final NegotiatedMedia terms, final long nowNs) {
        stream.receive.addCodec(VideoRows.codec(terms.codec()), terms.receivePayloadType(), terms.feedback().receiveRtx());
        stream.send.change(video, terms.sendPayloadType(), terms.feedback().sendRtx(), nowNs);
        apply(stream, terms, nowNs);
        sender.pace(stream, nowNs);
        sender.hurry(stream);
    }

    private void apply(final VideoStream stream, final NegotiatedMedia terms, final long nowNs) {
        final NegotiatedFeedback feedback = terms.feedback();
        final int extension = feedback.transportCc() ? feedback.transportCcId() : NONE;
        stream.send.transportExtension(extension);
        stream.receive.feedback(kinds(feedback), extension);
        stream.receive.expectMedia(MediaTerms.receives(terms), nowNs);
        stream.session.feedback(stream.send, stream.receive, feedback.reducedSize(), stream.send.video().encoding().bitrateBps());
        stream.session.extendedReports(null, false, feedback.xrReceiverRtt());
        MediaTerms.apply(stream, terms);
    }

    private static int kinds(final NegotiatedFeedback feedback) {
        return (feedback.nack() ? FeedbackKinds.NACK : 0)
                | (feedback.pli() ? FeedbackKinds.PLI : 0)
                | (feedback.fir() ? FeedbackKinds.FIR : 0)
                | (feedback.remb() ? FeedbackKinds.REMB : 0)
                | (feedback.transportCc() ? FeedbackKinds.TRANSPORT_CC : 0);
    }

    private static int startFrame(final int speaker, final EncodedVideo video) {
        return (int) (speaker * STREAM_STRIDE % video.frameCount());
    }
}
