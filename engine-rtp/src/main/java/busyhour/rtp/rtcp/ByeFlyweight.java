package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View of a goodbye (RFC 3550 6.6).
 * <pre>
 * |V=2|P|    SC   |    PT=203     |             length            |
 * |                           SSRC, SC of them                    |
 * |  length |  reason for leaving, optional                       |
 * </pre>
 */
public final class ByeFlyweight {

    private static final int SSRC_LENGTH = 4;

    private DirectBuffer buffer;
    private int offset;
    private int end;

    /** @param length of the packet without padding. */
    public ByeFlyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        buffer = packet;
        offset = packetOffset;
        end = packetOffset + length;
        return this;
    }

    public int sourceCount() {
        return RtcpHeaderFlyweight.count(buffer, offset);
    }

    public int ssrc(final int index) {
        return buffer.getInt(offset + RtcpHeaderFlyweight.LENGTH + index * SSRC_LENGTH, ByteOrder.BIG_ENDIAN);
    }

    /** Octets of the reason, 0 without one; cut at the packet's end when its own length says more. */
    public int reasonLength() {
        final int at = reasonLengthOffset();
        return at < end ? Math.min(buffer.getByte(at) & 0xFF, end - at - 1) : 0;
    }

    public int reasonOffset() {
        return reasonLengthOffset() + 1;
    }

    private int reasonLengthOffset() {
        return offset + RtcpHeaderFlyweight.LENGTH + sourceCount() * SSRC_LENGTH;
    }

    /** Writes a packet for one source, without a reason. @return its length. */
    static int write(final MutableDirectBuffer target, final int at, final int ssrc) {
        final int length = RtcpHeaderFlyweight.LENGTH + SSRC_LENGTH;
        RtcpHeaderFlyweight.write(target, at, 1, RtcpHeaderFlyweight.GOODBYE, length);
        target.putInt(at + RtcpHeaderFlyweight.LENGTH, ssrc, ByteOrder.BIG_ENDIAN);
        return length;
    }
}
