package busyhour.rtp.rtcp;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.VoipReportSource;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Extended reports of a session (RFC 3611), both ways: VoIP metrics, and the round trip of a side that does not send, by
 * receiver reference time and its answer. Sent when agreed on (RFC 3611 5), and toward a peer that sends them anyway.
 * <pre>
 *   we        RRT (our time)  --->  peer        peer  DLRR (LRR, DLRR)  --->  we: A - LRR - DLRR
 * </pre>
 */
final class ExtendedReports {

    /** Octets that one packet needs at most: header, RRT, DLRR of one receiver, VoIP metrics. */
    static final int MAX_LENGTH = ExtendedReportFlyweight.HEADER_LENGTH + ExtendedReportFlyweight.RECEIVER_REFERENCE_TIME_LENGTH
            + ExtendedReportFlyweight.BLOCK_HEADER_LENGTH + ExtendedReportFlyweight.SUB_BLOCK_LENGTH + VoipMetricsFlyweight.LENGTH;

    private final ExtendedReportFlyweight packet = new ExtendedReportFlyweight();
    private final VoipMetricsFlyweight voip = new VoipMetricsFlyweight();
    private final RoundTrip roundTrip;
    private VoipReportSource source;
    private boolean sendsVoip;
    private boolean sendsReferenceTime;
    private boolean peerSends;

    private boolean hasReference;
    private int referenceSsrc;
    private int referenceNtpMiddle;
    private long referenceArrivalNs;
    private int writtenNtpMiddle;
    private boolean writtenReference;

    private double rFactor = Double.NaN;
    private double mosLq = Double.NaN;
    private double mosCq = Double.NaN;
    private long received;
    private long truncated;
    private long implausible;

    ExtendedReports(final RoundTrip roundTrip) {
        this.roundTrip = roundTrip;
    }

    void start() {
        source = null;
        sendsVoip = false;
        sendsReferenceTime = false;
        peerSends = false;
        hasReference = false;
        writtenReference = false;
        rFactor = Double.NaN;
        mosLq = Double.NaN;
        mosCq = Double.NaN;
        received = 0;
        truncated = 0;
        implausible = 0;
    }

    /** @param voipSource null when there is nothing to say of a voice. */
    void agree(final VoipReportSource voipSource, final boolean voipMetrics, final boolean receiverRoundTrip) {
        source = voipSource;
        sendsVoip = voipMetrics;
        sendsReferenceTime = receiverRoundTrip;
    }

    /**
     * Writes a packet with what there is to say. Changes nothing that counts until {@link #onSent}.
     *
     * @param weSend a sender learns the round trip by its own reports.
     * @return octets written, 0 for none.
     */
    int write(
            final MutableDirectBuffer buffer,
            final int at,
            final int ssrc,
            final ReceptionReportSource reception,
            final boolean weSend,
            final long nowNs,
            final long ntpTime) {
        int end = at + ExtendedReportFlyweight.HEADER_LENGTH;
        writtenReference = !weSend && (sendsReferenceTime || peerSends);
        if (writtenReference) {
            writtenNtpMiddle = RtpArithmetic.ntpMiddle(ntpTime);
            end += ExtendedReportFlyweight.writeReferenceTime(buffer, end, ntpTime);
        }
        if (hasReference) {
            end += ExtendedReportFlyweight.writeDlrr(
                    buffer, end, referenceSsrc, referenceNtpMiddle, ReceptionReport.delayUnits(nowNs - referenceArrivalNs));
        }
        if (source != null && (sendsVoip || peerSends) && reception.hasSource()) {
            end += VoipMetricsFlyweight.write(buffer, end, reception.sourceSsrc(), source, roundTrip.latestMs());
        }
        if (end == at + ExtendedReportFlyweight.HEADER_LENGTH) {
            return 0;
        }
        ExtendedReportFlyweight.writeHeader(buffer, at, ssrc, end - at);
        return end - at;
    }

    /** What was written last left. */
    void onSent() {
        if (writtenReference) {
            roundTrip.onSenderReportSent(writtenNtpMiddle); // an RRT is answered as an SR is: by its time's middle bits
            writtenReference = false;
        }
    }

    /** A packet of the peer. */
    void onPacket(
            final DirectBuffer buffer, final int offset, final int length, final int ourSsrc, final long arrivalNs, final int arrivalNtpMiddle) {
        packet.wrap(buffer, offset, length);
        if (packet.ssrc() == ourSsrc) {
            return; // an echo
        }
        received++;
        peerSends = true;
        while (packet.nextBlock()) {
            switch (packet.blockType()) {
                case ExtendedReportFlyweight.RECEIVER_REFERENCE_TIME -> onReferenceTime(arrivalNs);
                case ExtendedReportFlyweight.DLRR -> onDlrr(ourSsrc, arrivalNtpMiddle);
                case ExtendedReportFlyweight.VOIP_METRICS -> onVoipMetrics(buffer, ourSsrc);
                default -> { } // other blocks are walked over (RFC 3611 3)
            }
        }
        truncated += packet.isTruncated() ? 1 : 0;
    }

    private void onReferenceTime(final long arrivalNs) {
        if (packet.blockLength() == ExtendedReportFlyweight.RECEIVER_REFERENCE_TIME_LENGTH) {
            hasReference = true;
            referenceSsrc = packet.ssrc();
            referenceNtpMiddle = packet.word(0) << 16 | packet.word(1) >>> 16;
            referenceArrivalNs = arrivalNs;
        }
    }

    private void onDlrr(final int ourSsrc, final int arrivalNtpMiddle) {
        for (int i = packet.subBlocks() - 1; i >= 0; i--) {
            if (packet.word(3 * i) == ourSsrc
                    && !roundTrip.onReportBlock(arrivalNtpMiddle, packet.word(3 * i + 1), packet.word(3 * i + 2) & 0xFFFF_FFFFL)) {
                implausible++;
            }
        }
    }

    private void onVoipMetrics(final DirectBuffer buffer, final int ourSsrc) {
        if (packet.blockLength() < VoipMetricsFlyweight.LENGTH) {
            truncated++;
            return;
        }
        voip.wrap(buffer, packet.blockOffset());
        if (voip.ssrc() == ourSsrc) {
            rFactor = voip.rFactor();
            mosLq = voip.mosLq();
            mosCq = voip.mosCq();
        }
    }

    /** {@code remote_r_factor}, NaN before a block said it. */
    double rFactor() {
        return rFactor;
    }

    double mosLq() {
        return mosLq;
    }

    double mosCq() {
        return mosCq;
    }

    /** Packets of the peer. */
    long received() {
        return received;
    }

    /** Packets or blocks that were cut off. */
    long truncated() {
        return truncated;
    }

    /** Answers to a receiver reference time that contradict what we sent. */
    long implausible() {
        return implausible;
    }
}
