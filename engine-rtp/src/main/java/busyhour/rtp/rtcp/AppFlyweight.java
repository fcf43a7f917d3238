package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * View of an application-defined packet (RFC 3550 6.7).
 * <pre>
 * |V=2|P| subtype |    PT=204     |             length            |
 * |                           SSRC/CSRC                           |
 * |                         name, 4 ASCII octets                  |
 * |                    application-dependent data                ...
 * </pre>
 */
public final class AppFlyweight {

    public static final int FIXED_LENGTH = 12;

    private static final int SSRC_OFFSET = 4;
    private static final int NAME_OFFSET = 8;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    /** @param packetLength of the packet without padding. */
    public AppFlyweight wrap(final DirectBuffer packet, final int packetOffset, final int packetLength) {
        buffer = packet;
        offset = packetOffset;
        length = packetLength;
        return this;
    }

    public int subtype() {
        return RtcpHeaderFlyweight.count(buffer, offset);
    }

    public int ssrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** The four octets of the name, first one in the highest byte. */
    public int name() {
        return buffer.getInt(offset + NAME_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int dataOffset() {
        return offset + FIXED_LENGTH;
    }

    public int dataLength() {
        return length - FIXED_LENGTH;
    }
}
