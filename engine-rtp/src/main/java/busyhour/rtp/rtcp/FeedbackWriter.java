package busyhour.rtp.rtcp;

import busyhour.rtp.RtpArithmetic;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Writes feedback packets one after the other (formats: RFC 4585 6, RFC 5104 4.3.1, draft-alvestrand-rmcat-remb-03 2.2). The caller
 * gives a buffer with room. One thread; allocates nothing.
 */
public final class FeedbackWriter {

    private static final int WORD = 4;
    private static final int BLP_BITS = 16;
    private static final int MANTISSA_BITS = 18;

    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private int ssrc;
    private int nackOffset;
    private int nackFirst;

    /** @param senderSsrc ours. */
    public FeedbackWriter wrap(final MutableDirectBuffer target, final int offset, final int senderSsrc) {
        buffer = target;
        start = offset;
        position = offset;
        ssrc = senderSsrc;
        nackOffset = -1;
        return this;
    }

    private int begin(final int type, final int format, final int mediaSsrc, final int fciLength) {
        final int offset = position;
        RtcpHeaderFlyweight.write(buffer, offset, format, type, FeedbackReader.FCI_OFFSET + fciLength);
        buffer.putInt(offset + FeedbackReader.SENDER_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + FeedbackReader.MEDIA_OFFSET, mediaSsrc, ByteOrder.BIG_ENDIAN);
        position = offset + FeedbackReader.FCI_OFFSET + fciLength;
        return offset + FeedbackReader.FCI_OFFSET;
    }

    /** A packet is missing; calls in a row, in ascending order, make one packet. */
    public FeedbackWriter nack(final int mediaSsrc, final int sequence) {
        if (nackOffset < 0) {
            nackOffset = position;
            begin(RtcpHeaderFlyweight.RTPFB, FeedbackReader.NACK, mediaSsrc, 0);
        } else {
            final int bit = RtpArithmetic.sequenceForward(nackFirst, sequence) - 1;
            if (bit >= 0 && bit < BLP_BITS) {
                final int following = buffer.getShort(position - 2, ByteOrder.BIG_ENDIAN) | 1 << bit;
                buffer.putShort(position - 2, (short) following, ByteOrder.BIG_ENDIAN);
                return this;
            }
        }
        nackFirst = sequence;
        buffer.putInt(position, sequence << 16, ByteOrder.BIG_ENDIAN);
        position += WORD;
        RtcpHeaderFlyweight.write(buffer, nackOffset, FeedbackReader.NACK, RtcpHeaderFlyweight.RTPFB, position - nackOffset);
        return this;
    }

    public FeedbackWriter pictureLoss(final int mediaSsrc) {
        begin(RtcpHeaderFlyweight.PSFB, FeedbackReader.PLI, mediaSsrc, 0);
        return this;
    }

    /** @param requestNumber the same for a repetition of the same request. */
    public FeedbackWriter fullIntraRequest(final int mediaSsrc, final int requestNumber) {
        final int fci = begin(RtcpHeaderFlyweight.PSFB, FeedbackReader.FIR, 0, 2 * WORD);
        buffer.putInt(fci, mediaSsrc, ByteOrder.BIG_ENDIAN);
        buffer.putInt(fci + WORD, requestNumber << 24, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /** REMB for one SSRC; the rate is rounded down to what 18 bits of mantissa can say. */
    public FeedbackWriter maximumBitrate(final int mediaSsrc, final long bitsPerSecond) {
        final int fci = begin(RtcpHeaderFlyweight.PSFB, FeedbackReader.APPLICATION_LAYER, 0, 3 * WORD);
        final int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitsPerSecond) - MANTISSA_BITS);
        buffer.putInt(fci, FeedbackReader.REMB_NAME, ByteOrder.BIG_ENDIAN);
        buffer.putInt(fci + WORD, 1 << 24 | exponent << MANTISSA_BITS | (int) (bitsPerSecond >>> exponent), ByteOrder.BIG_ENDIAN);
        buffer.putInt(fci + 2 * WORD, mediaSsrc, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /**
     * Begins transport-wide feedback, whose chunks and deltas the caller writes at the offset returned; {@link #endTransport} ends it.
     */
    public int beginTransport(
            final int mediaSsrc, final int baseSequence, final int statusCount, final int referenceTime, final int number) {
        final int offset = position;
        begin(RtcpHeaderFlyweight.RTPFB, TransportFeedbackFlyweight.FORMAT, mediaSsrc, 2 * WORD);
        buffer.putInt(offset + TransportFeedbackFlyweight.BASE_OFFSET, baseSequence << 16 | statusCount & 0xFFFF, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + TransportFeedbackFlyweight.REFERENCE_OFFSET, referenceTime << 8 | number & 0xFF, ByteOrder.BIG_ENDIAN);
        return position;
    }

    /** Zeros fill the last word: padding by RFC 3550 may stand at the end of a compound only. */
    public FeedbackWriter endTransport(final int packetOffset, final int end) {
        position = end + 3 - (end - packetOffset + 3) % WORD;
        buffer.setMemory(end, position - end, (byte) 0);
        RtcpHeaderFlyweight.write(
                buffer, packetOffset, TransportFeedbackFlyweight.FORMAT, RtcpHeaderFlyweight.RTPFB, position - packetOffset);
        return this;
    }

    /** Where the next packet begins. */
    public int position() {
        return position;
    }

    /** Octets written since {@link #wrap}. */
    public int length() {
        return position - start;
    }
}
