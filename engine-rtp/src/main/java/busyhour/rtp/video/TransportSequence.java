package busyhour.rtp.video;

import busyhour.rtp.RtpHeaderFlyweight;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The transport-wide sequence number in a packet's header extension (RFC 8285, draft-holmer-rmcat-transport-wide-cc-extensions-01 2).
 * <pre>
 * |       0xBE    |      0xDE     |           length=1            |
 * |  ID   | L=1   | transport-wide sequence number | zero padding |
 * </pre>
 */
final class TransportSequence {

    /** Octets that it adds to a packet. */
    static final int LENGTH = 8;
    static final int NONE = -1;
    /** Largest id of a one-byte header; 15 is reserved. */
    static final int MAX_ID = 14;

    private static final int ONE_BYTE = 0xBEDE;
    private static final int TWO_BYTES = 0x1000;
    private static final int TWO_BYTES_MASK = 0xFFF0;
    private static final int EXTENSION_FLAG = 0x10;
    private static final int SEQUENCE_LENGTH = 2;

    private TransportSequence() {
    }

    /** Puts the extension behind a packet's header of 12 octets. */
    static void write(final MutableDirectBuffer buffer, final int packetOffset, final int id, final int sequence) {
        final int at = packetOffset + RtpHeaderFlyweight.HEADER_LENGTH;
        buffer.putByte(packetOffset, (byte) (buffer.getByte(packetOffset) | EXTENSION_FLAG));
        buffer.putInt(at, ONE_BYTE << 16 | 1, ByteOrder.BIG_ENDIAN);
        buffer.putInt(at + 4, id << 28 | SEQUENCE_LENGTH - 1 << 24 | (sequence & 0xFFFF) << 8, ByteOrder.BIG_ENDIAN);
    }

    /** @return 0 to 65535, {@link #NONE} when the packet carries none under this id. */
    static int read(final RtpHeaderFlyweight header, final DirectBuffer buffer, final int id) {
        if (id <= 0 || !header.hasExtension()) {
            return NONE;
        }
        final int profile = header.extensionProfile();
        final boolean oneByte = profile == ONE_BYTE;
        if (!oneByte && (profile & TWO_BYTES_MASK) != TWO_BYTES) {
            return NONE;
        }
        int at = header.extensionOffset();
        final int end = at + header.extensionLength();
        while (at < end) {
            final int first = buffer.getByte(at) & 0xFF;
            if (first == 0) { // padding
                at++;
                continue;
            }
            final int headerLength = oneByte ? 1 : 2;
            if (at + headerLength > end || oneByte && first >>> 4 > MAX_ID) {
                return NONE;
            }
            final int length = oneByte ? (first & 0x0F) + 1 : buffer.getByte(at + 1) & 0xFF;
            final int data = at + headerLength;
            if (data + length > end) {
                return NONE;
            }
            if ((oneByte ? first >>> 4 : first) == id) {
                return length == SEQUENCE_LENGTH ? buffer.getShort(data, ByteOrder.BIG_ENDIAN) & 0xFFFF : NONE;
            }
            at = data + length;
        }
        return NONE;
    }
}
