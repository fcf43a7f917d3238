package busyhour.rtp.video;

import busyhour.rtp.rtcp.FeedbackSource;
import busyhour.rtp.rtcp.FeedbackWriter;
import busyhour.rtp.receive.PacketReception;
import org.agrona.MutableDirectBuffer;

/**
 * What a receiver asks of the sender, and tells it: missing packets, key frames, the rate it takes, when packets arrived.
 * <p>
 * The rate (REMB) is a bound by what arrives and not a congestion controller's estimate: 1.5 times the bit rate received, which is
 * the most that the receiver-side controller of draft-ietf-rmcat-gcc-02 (5.5) would grant; with more than 10 % lost the bit rate
 * received less half the share lost (6). Told once a second.
 */
final class ReceiverRequests implements FeedbackSource {

    private static final double LOSS_LIMIT_PERCENT = 10;
    private static final double HEADROOM = 1.5;
    private static final long LEAST_BPS = 10_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final PacketReception reception;
    private final FeedbackFigures figures;
    private final MissingPackets missing = new MissingPackets();
    private final KeyFrameAsking keyFrames = new KeyFrameAsking();
    private final TransportArrivals arrivals = new TransportArrivals();
    private final FeedbackWriter writer = new FeedbackWriter();
    private int kinds;
    private int transportExtension;
    private boolean expecting;
    private long rateDueNs;
    private long rateBps;
    private boolean rateWritten;

    ReceiverRequests(final PacketReception reception, final FeedbackFigures figures) {
        this.reception = reception;
        this.figures = figures;
    }

    void reset() {
        figures.reset();
        missing.reset();
        keyFrames.reset();
        arrivals.reset();
        kinds = FeedbackKinds.NONE;
        transportExtension = TransportSequence.NONE;
        expecting = true;
        rateDueNs = NEVER;
        rateWritten = false;
    }

    void negotiated(final int feedbackKinds, final int extensionId) {
        kinds = feedbackKinds;
        transportExtension = has(FeedbackKinds.TRANSPORT_CC) ? extensionId : TransportSequence.NONE;
        keyFrames.kinds(feedbackKinds);
        if (!has(FeedbackKinds.NACK)) {
            missing.clear();
        }
        if (!has(FeedbackKinds.REMB)) {
            rateDueNs = NEVER;
        }
    }

    boolean has(final int kind) {
        return (kinds & kind) != 0;
    }

    /** Whether the peer is to send at all. */
    void expect(final boolean media) {
        expecting = media;
        if (!media) {
            forget();
            rateDueNs = NEVER;
        }
    }

    /** What was missing is not waited for any more: the sequence began anew. */
    void forget() {
        missing.clear();
        keyFrames.stop();
    }

    int transportExtension() {
        return transportExtension;
    }

    void onTransportSequence(final int sequence, final long nowNs) {
        arrivals.onPacket(sequence, nowNs);
    }

    /** Numbers from {@code from} to before {@code to} were left out. */
    void onGap(final long from, final long to, final long nowNs) {
        if (has(FeedbackKinds.NACK) && expecting) {
            missing.add(from, to, nowNs);
        }
    }

    /** A packet came late or again. @return whether it had been asked for. */
    boolean onFilled(final long sequence) {
        return missing.onPacket(sequence);
    }

    void giveUpBefore(final long firstAwaited) {
        missing.giveUpBefore(firstAwaited);
    }

    void wantKeyFrame(final long nowNs) {
        if (expecting) {
            keyFrames.want(nowNs);
        }
    }

    void onKeyFrame() {
        keyFrames.stop();
    }

    void roundTripMs(final double rttMs) {
        missing.roundTripMs(rttMs);
        keyFrames.roundTripMs(rttMs);
    }

    void onSecond(final long nowNs) {
        final double received = reception.network().bytesRecvRateBps();
        if (has(FeedbackKinds.REMB) && expecting && received > 0) {
            final double lost = reception.quality().fractionLost();
            final double bound = lost > LOSS_LIMIT_PERCENT ? received * (1 - lost / 200) : received * HEADROOM;
            rateBps = Math.max(LEAST_BPS, (long) bound);
            rateDueNs = nowNs;
        }
    }

    @Override
    public long nextFeedbackNs() {
        if (!reception.hasSource() || !expecting) {
            return NEVER;
        }
        return Math.min(Math.min(missing.nextNs(), keyFrames.nextNs()), Math.min(arrivals.nextNs(), rateDueNs));
    }

    @Override
    public int writeFeedback(final MutableDirectBuffer buffer, final int offset, final int ssrc, final long nowNs) {
        final int media = reception.ssrc();
        writer.wrap(buffer, offset, ssrc);
        missing.write(writer, media, nowNs);
        keyFrames.write(writer, media, nowNs);
        rateWritten = rateDueNs <= nowNs;
        if (rateWritten) {
            writer.maximumBitrate(media, rateBps);
        }
        arrivals.write(writer, buffer, media, nowNs);
        return writer.length();
    }

    @Override
    public void onFeedbackSent(final long nowNs) {
        figures.nacked += missing.onSent(nowNs);
        if (keyFrames.onSent(nowNs)) {
            figures.pictureLosses += keyFrames.usesPictureLoss() ? 1 : 0;
            figures.intraRequests += keyFrames.usesPictureLoss() ? 0 : 1;
        }
        if (rateWritten) {
            rateWritten = false;
            rateDueNs = NEVER;
            figures.maximumBitrateBps = rateBps;
        }
        figures.transportFeedbacks += arrivals.onSent(nowNs) ? 1 : 0;
    }
}
