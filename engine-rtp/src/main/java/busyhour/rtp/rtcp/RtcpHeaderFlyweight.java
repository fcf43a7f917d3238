package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The four octets that every RTCP packet begins with (RFC 3550 6.4.1).
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      PT       |        length in words - 1    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Static, since a compound is walked by offsets; nothing is checked here ({@link RtcpCompoundReader}).
 */
public final class RtcpHeaderFlyweight {

    public static final int LENGTH = 4;

    public static final int SENDER_REPORT = 200;
    public static final int RECEIVER_REPORT = 201;
    public static final int SOURCE_DESCRIPTION = 202;
    public static final int GOODBYE = 203;
    public static final int APPLICATION = 204;
    /** RFC 4585 transport layer feedback. */
    public static final int RTPFB = 205;
    /** RFC 4585 payload specific feedback. */
    public static final int PSFB = 206;
    /** RFC 3611 extended report. */
    public static final int EXTENDED_REPORT = 207;

    /** Packets that may share a port with RTP lie between these types (RFC 5761 4). */
    static final int FIRST_TYPE = 192;
    static final int LAST_TYPE = 223;

    static final int MAX_COUNT = 31;

    private static final int FLAGS_OFFSET = 0;
    private static final int TYPE_OFFSET = 1;
    private static final int WORDS_OFFSET = 2;
    private static final int VERSION_2 = 0x80;
    private static final int PADDING = 0x20;

    private RtcpHeaderFlyweight() {
    }

    static int version(final DirectBuffer buffer, final int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & 0xFF) >>> 6;
    }

    static boolean hasPadding(final DirectBuffer buffer, final int offset) {
        return (buffer.getByte(offset + FLAGS_OFFSET) & PADDING) != 0;
    }

    /** Report blocks, chunks or sources; the format of a feedback packet; the subtype of APP. */
    public static int count(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + FLAGS_OFFSET) & MAX_COUNT;
    }

    public static int type(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + TYPE_OFFSET) & 0xFF;
    }

    /** Octets of the whole packet, header and padding included. */
    public static int packetLength(final DirectBuffer buffer, final int offset) {
        return ((buffer.getShort(offset + WORDS_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF) + 1) << 2;
    }

    static void write(
            final MutableDirectBuffer buffer, final int offset, final int count, final int type, final int length) {
        buffer.putByte(offset + FLAGS_OFFSET, (byte) (VERSION_2 | count));
        buffer.putByte(offset + TYPE_OFFSET, (byte) type);
        buffer.putShort(offset + WORDS_OFFSET, (short) ((length >>> 2) - 1), ByteOrder.BIG_ENDIAN);
    }
}
