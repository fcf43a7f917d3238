package busyhour.rtp.rtcp;

import org.agrona.MutableDirectBuffer;

/**
 * Writes a compound packet (RFC 3550 6.1): one report with its blocks, then SDES, then perhaps BYE.
 * <p>
 * The caller keeps the order and gives a buffer with room ({@link RtcpSession#MAX_LENGTH} for one block).
 */
public final class RtcpCompoundWriter {

    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private int reportOffset;
    private int reportType;
    private int blocks;

    public RtcpCompoundWriter wrap(final MutableDirectBuffer target, final int offset) {
        buffer = target;
        start = offset;
        position = offset;
        return this;
    }

    public RtcpCompoundWriter senderReport(
            final int ssrc, final long ntpTime, final int rtpTimestamp, final long packets, final long octets) {
        ReportFlyweight.writeSender(buffer, position, ssrc, ntpTime, rtpTimestamp, packets, octets);
        return report(RtcpHeaderFlyweight.SENDER_REPORT, ReportFlyweight.SENDER_REPORT_LENGTH);
    }

    public RtcpCompoundWriter receiverReport(final int ssrc) {
        ReportFlyweight.writeReceiver(buffer, position, ssrc);
        return report(RtcpHeaderFlyweight.RECEIVER_REPORT, ReportFlyweight.RECEIVER_REPORT_LENGTH);
    }

    /**
     * Adds a block to the report just written; a 32nd is ignored, the count has five bits.
     *
     * @param fractionLost   in 1/256.
     * @param cumulativeLost within 24 bits signed.
     * @param jitter         timestamp units.
     * @param lsr            middle 32 bits of the last SR's NTP time, 0 = none.
     * @param dlsr           since then, in 1/65536 s.
     */
    public RtcpCompoundWriter reportBlock(
            final int ssrc,
            final int fractionLost,
            final int cumulativeLost,
            final int extendedHighestSequence,
            final int jitter,
            final int lsr,
            final int dlsr) {
        if (blocks < RtcpHeaderFlyweight.MAX_COUNT) {
            ReportBlockFlyweight.write(
                    buffer, position, ssrc, fractionLost, cumulativeLost, extendedHighestSequence, jitter, lsr, dlsr);
            position += ReportBlockFlyweight.LENGTH;
            blocks++;
            RtcpHeaderFlyweight.write(buffer, reportOffset, blocks, reportType, position - reportOffset);
        }
        return this;
    }

    /** SDES with one chunk and its CNAME, 1 to 255 octets. */
    public RtcpCompoundWriter cname(final int ssrc, final byte[] cname) {
        position += SdesFlyweight.writeCname(buffer, position, ssrc, cname);
        return this;
    }

    public RtcpCompoundWriter bye(final int ssrc) {
        position += ByeFlyweight.write(buffer, position, ssrc);
        return this;
    }

    /** A packet of so many octets was written behind what is there. */
    RtcpCompoundWriter skip(final int length) {
        position += length;
        return this;
    }

    /** Octets written since {@link #wrap}. */
    public int length() {
        return position - start;
    }

    private RtcpCompoundWriter report(final int type, final int length) {
        reportOffset = position;
        reportType = type;
        blocks = 0;
        position += length;
        return this;
    }
}
