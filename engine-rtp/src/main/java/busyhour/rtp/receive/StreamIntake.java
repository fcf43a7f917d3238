package busyhour.rtp.receive;

import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutBuffer;
import org.agrona.DirectBuffer;

/**
 * The way in: what a datagram is, whose, and where in its sequence; what is good goes on to {@link MediaArrivals}.
 *
 * <pre>
 *   RTCP? -> header valid? -> payload type known? -> source (switch) -> sequence (A.1): held, duplicate, reordered, in order
 * </pre>
 */
final class StreamIntake {

    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final SequenceTracker sequence;
    private final MediaTiming timing;
    private final PlayoutBuffer playout;
    private final SequenceTally tally;
    private final ReceptionReport report;
    private final QualityMetrics quality;
    private final NetworkMetrics network;
    private final AudioMetrics audio;
    private final MediaArrivals media;
    private final PayloadFormats formats;
    private boolean hasSource;
    private int ssrc;

    StreamIntake(SequenceTracker sequence, MediaTiming timing, PlayoutBuffer playout, ReceptionReport report, QualityMetrics quality,
            NetworkMetrics network, AudioMetrics audio, MediaArrivals media) {
        this.sequence = sequence;
        this.timing = timing;
        this.playout = playout;
        this.report = report;
        this.quality = quality;
        this.network = network;
        this.audio = audio;
        this.media = media;
        tally = new SequenceTally(sequence, network, playout);
        formats = media.formats();
    }

    void reset() {
        hasSource = false;
        tally.reset();
    }

    boolean hasSource() {
        return hasSource;
    }

    /** SSRC, sequence number and payload type of the last packet, after {@link PacketOutcome#MEDIA}. */
    int ssrc() {
        return ssrc;
    }

    int lastSequence() {
        return header.sequence();
    }

    /** Whether the last packet is the newest of its sequence; after one that came late, the next number may have come long ago. */
    boolean isNewest() {
        return header.sequence() == (sequence.extendedHighest() & 0xFFFF);
    }

    int lastPayloadType() {
        return header.payloadType();
    }

    /** A datagram arrived. @return a code of {@link PacketOutcome}. */
    int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        if (RtpHeaderFlyweight.isRtcp(buffer, offset, length)) {
            return PacketOutcome.RTCP;
        }
        if (header.wrap(buffer, offset, length) != RtpHeaderFlyweight.VALID) {
            network.onMalformed();
            return PacketOutcome.MALFORMED;
        }
        final int payloadType = header.payloadType();
        final boolean expected = formats.isExpected(payloadType);
        if (!expected) {
            network.onUnexpectedPayloadType();
        }
        final int source = header.ssrc();
        if (!hasSource || source != ssrc) {
            if (!expected) {
                return PacketOutcome.UNEXPECTED_PAYLOAD_TYPE; // another stream's packet does not take this one over
            }
            switchTo(source);
        }
        return onSequence(sequence.onPacket(header.sequence()), payloadType, expected, buffer, length, arrivalNs);
    }

    /** A packet that was noted when it came: G.711 of the source in use, in sequence, without a gap. */
    void onNoted(int number, int timestamp, boolean marker, int payloadLength, long sumOfSquares, int largestSquare, int clippedSamples,
            long arrivalNs) {
        tally.count(sequence.onPacket(number), payloadLength, payloadLength + RtpHeaderFlyweight.HEADER_LENGTH, arrivalNs);
        media.onNoted(sequence.packet(), timestamp, marker, payloadLength, arrivalNs);
        audio.onNoted(payloadLength, sumOfSquares, largestSquare, clippedSamples, arrivalNs);
    }

    private void switchTo(int source) {
        if (hasSource) {
            quality.onSsrcSwitch();
            sequence.changeSource();
            audio.onOtherSource();
            rebase();
        }
        hasSource = true;
        ssrc = source;
        report.source(source);
    }

    private void rebase() {
        timing.rebase();
        playout.rebase();
    }

    private int onSequence(int verdict, int payloadType, boolean expected, DirectBuffer buffer, int length, long arrivalNs) {
        if (verdict == SequenceTracker.RESTARTED) {
            rebase();
        }
        final int outcome = tally.count(verdict, header.payloadLength(), length, arrivalNs);
        if (outcome == PacketOutcome.DUPLICATE && expected && !formats.isEvent(payloadType)) {
            timing.onDuplicate(header.timestamp(), arrivalNs);
        }
        if (outcome != PacketOutcome.MEDIA) {
            return outcome;
        }
        if (!expected || formats.isEvent(payloadType)) {
            media.onOther(sequence.packet(), arrivalNs);
            if (!expected) {
                return PacketOutcome.UNEXPECTED_PAYLOAD_TYPE;
            }
            audio.digits().onTelephoneEvent(buffer, header.payloadOffset(), header.payloadLength(), header.timestamp(), arrivalNs);
            return PacketOutcome.TELEPHONE_EVENT;
        }
        final boolean follows = verdict == SequenceTracker.IN_ORDER && sequence.gap() == 0;
        return media.onMedia(header, sequence.packet(), follows, buffer, arrivalNs);
    }
}
