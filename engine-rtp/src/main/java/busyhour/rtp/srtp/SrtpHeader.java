package busyhour.rtp.srtp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import busyhour.rtp.RtpHeaderFlyweight;
import org.agrona.DirectBuffer;

/** How much of a packet's beginning is not encrypted. {@link RtpHeaderFlyweight#wrap} would look at the padding, which is. */
final class SrtpHeader {

    private static final int VERSION_MASK = 0xC0;
    private static final int EXTENSION = 0x10;
    private static final int CSRC_COUNT_MASK = 0x0F;

    private SrtpHeader() {
    }

    /** @return octets of the header, CSRCs and extension included, or {@link SrtpResult#MALFORMED}. */
    static int rtpLength(final DirectBuffer buffer, final int offset, final int length) {
        if (length < RtpHeaderFlyweight.HEADER_LENGTH || length > SrtpWorkspace.MAX_PACKET_LENGTH) {
            return SrtpResult.MALFORMED;
        }
        final int flags = buffer.getByte(offset);
        if ((flags & VERSION_MASK) != (RtpHeaderFlyweight.VERSION_2 & VERSION_MASK)) {
            return SrtpResult.MALFORMED;
        }
        int header = RtpHeaderFlyweight.HEADER_LENGTH + Integer.BYTES * (flags & CSRC_COUNT_MASK);
        if ((flags & EXTENSION) != 0) {
            if (header + Integer.BYTES > length) {
                return SrtpResult.MALFORMED;
            }
            header += Integer.BYTES + Integer.BYTES * (buffer.getShort(offset + header + Short.BYTES, BIG_ENDIAN) & 0xFFFF);
        }
        return header <= length ? header : SrtpResult.MALFORMED;
    }

    static boolean isRtcp(final DirectBuffer buffer, final int offset, final int length) {
        return length >= PacketProtection.RTCP_HEADER_LENGTH && length <= SrtpWorkspace.MAX_PACKET_LENGTH
                && (buffer.getByte(offset) & VERSION_MASK) == (RtpHeaderFlyweight.VERSION_2 & VERSION_MASK);
    }

    static int rtpSsrc(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + RtpHeaderFlyweight.SSRC_OFFSET, BIG_ENDIAN);
    }

    static int sequence(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + RtpHeaderFlyweight.SEQUENCE_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Of who sent the packet; the first report of a compound speaks for all of it. */
    static int rtcpSsrc(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + Integer.BYTES, BIG_ENDIAN);
    }
}
