package busyhour.rtp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View over an RTP packet's header (RFC 3550 5.1), owning nothing.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                           timestamp                           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           synchronization source (SSRC) identifier            |
 *   +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *   |            contributing source (CSRC) identifiers, CC of them |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | X: defined by profile         |           length in words     |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | X: extension, length words    ...                             |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | payload ...     P: padding, its last octet counts the padding |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@link #wrap} checks every length once; the accessors check nothing and may be called only after it answered
 * {@link #VALID}. One thread.
 */
public final class RtpHeaderFlyweight {

    /** Length of the fixed header, octets. */
    public static final int HEADER_LENGTH = 12;
    public static final int FLAGS_OFFSET = 0;
    public static final int PAYLOAD_TYPE_OFFSET = 1;
    public static final int SEQUENCE_OFFSET = 2;
    public static final int TIMESTAMP_OFFSET = 4;
    public static final int SSRC_OFFSET = 8;

    /** First octet of a packet without padding, extension and CSRC: version 2. */
    public static final byte VERSION_2 = (byte) 0x80;
    /** Marker bit within the second octet. */
    public static final int MARKER = 0x80;

    /** The packet is RTP. */
    public static final int VALID = 0;
    /** Shorter than the fixed header. */
    public static final int TOO_SHORT = -1;
    /** Not version 2. */
    public static final int WRONG_VERSION = -2;
    /** The CSRC list does not fit. */
    public static final int CSRC_TRUNCATED = -3;
    /** The header extension does not fit. */
    public static final int EXTENSION_TRUNCATED = -4;
    /** The padding count is zero or larger than what follows the header. */
    public static final int BAD_PADDING = -5;

    private static final int PADDING = 0x20;
    private static final int EXTENSION = 0x10;

    private DirectBuffer buffer;
    private int offset;
    private int payloadOffset;
    private int payloadLength;
    private int paddingLength;
    private int extensionOffset;

    /**
     * Whether a datagram on a port shared by RTP and RTCP is RTCP: version 2 and a second octet of 192 to 223
     * (RFC 5761 4). RTP payload types 64 to 95 with the marker set collide and must not be negotiated.
     */
    public static boolean isRtcp(DirectBuffer buffer, int offset, int length) {
        if (length < 4 || (buffer.getByte(offset) & 0xC0) != 0x80) {
            return false;
        }
        final int second = buffer.getByte(offset + PAYLOAD_TYPE_OFFSET) & 0xFF;
        return second >= 192 && second <= 223;
    }

    /** Writes a header without padding, extension and CSRC. */
    public static void write(MutableDirectBuffer buffer, int offset, boolean marker, int payloadType,
            int sequence, int timestamp, int ssrc) {
        buffer.putByte(offset + FLAGS_OFFSET, VERSION_2);
        buffer.putByte(offset + PAYLOAD_TYPE_OFFSET, (byte) ((marker ? MARKER : 0) | payloadType));
        buffer.putShort(offset + SEQUENCE_OFFSET, (short) sequence, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + TIMESTAMP_OFFSET, timestamp, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Looks at {@code length} octets and validates them.
     *
     * @return {@link #VALID}, or a negative code that says what is wrong; the accessors then mean nothing.
     */
    public int wrap(DirectBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        if (length < HEADER_LENGTH) {
            return TOO_SHORT;
        }
        final int flags = buffer.getByte(offset) & 0xFF;
        if ((flags & 0xC0) != 0x80) {
            return WRONG_VERSION;
        }
        int headerLength = HEADER_LENGTH + 4 * (flags & 0x0F);
        if (headerLength > length) {
            return CSRC_TRUNCATED;
        }
        extensionOffset = -1;
        if ((flags & EXTENSION) != 0) {
            if (headerLength + 4 > length) {
                return EXTENSION_TRUNCATED;
            }
            extensionOffset = offset + headerLength;
            headerLength += 4 + 4 * (buffer.getShort(extensionOffset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF);
            if (headerLength > length) {
                return EXTENSION_TRUNCATED;
            }
        }
        paddingLength = 0;
        if ((flags & PADDING) != 0) {
            paddingLength = buffer.getByte(offset + length - 1) & 0xFF;
            if (paddingLength == 0 || headerLength + paddingLength > length) {
                return BAD_PADDING;
            }
        }
        payloadOffset = offset + headerLength;
        payloadLength = length - headerLength - paddingLength;
        return VALID;
    }

    public boolean marker() {
        return buffer.getByte(offset + PAYLOAD_TYPE_OFFSET) < 0;
    }

    public int payloadType() {
        return buffer.getByte(offset + PAYLOAD_TYPE_OFFSET) & 0x7F;
    }

    /** 0 to 65535. */
    public int sequence() {
        return buffer.getShort(offset + SEQUENCE_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /** All 32 bits; compare by {@link RtpArithmetic} only. */
    public int timestamp() {
        return buffer.getInt(offset + TIMESTAMP_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int ssrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    public int csrcCount() {
        return buffer.getByte(offset) & 0x0F;
    }

    public int csrc(int index) {
        return buffer.getInt(offset + HEADER_LENGTH + 4 * index, ByteOrder.BIG_ENDIAN);
    }

    public boolean hasExtension() {
        return extensionOffset >= 0;
    }

    /** The 16 bits "defined by profile", such as 0xBEDE (RFC 8285). Only with {@link #hasExtension()}. */
    public int extensionProfile() {
        return buffer.getShort(extensionOffset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /** Where the extension's content begins. Only with {@link #hasExtension()}. */
    public int extensionOffset() {
        return extensionOffset + 4;
    }

    /** Octets of the extension's content. Only with {@link #hasExtension()}. */
    public int extensionLength() {
        return 4 * (buffer.getShort(extensionOffset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF);
    }

    /** Octets of padding, its count octet included; 0 without. */
    public int paddingLength() {
        return paddingLength;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /** Octets between header and padding. */
    public int payloadLength() {
        return payloadLength;
    }
}
