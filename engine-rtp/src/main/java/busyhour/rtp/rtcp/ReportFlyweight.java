package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View of a sender report or a receiver report (RFC 3550 6.4.1, 6.4.2).
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |  PT=200, 201  |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+  only in SR:
 * |              NTP timestamp, most significant word             |
 * |             NTP timestamp, least significant word             |
 * |                         RTP timestamp                         |
 * |                     sender's packet count                     |
 * |                      sender's octet count                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |             report blocks, RC times 24 octets                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 * Owns nothing; wrap only what {@link RtcpCompoundReader} accepted.
 */
public final class ReportFlyweight {

    public static final int SENDER_REPORT_LENGTH = 28;
    public static final int RECEIVER_REPORT_LENGTH = 8;

    static final int SSRC_OFFSET = 4;
    static final int NTP_OFFSET = 8;
    static final int RTP_TIMESTAMP_OFFSET = 16;
    static final int PACKET_COUNT_OFFSET = 20;
    static final int OCTET_COUNT_OFFSET = 24;

    private DirectBuffer buffer;
    private int offset;

    public ReportFlyweight wrap(final DirectBuffer packet, final int packetOffset) {
        buffer = packet;
        offset = packetOffset;
        return this;
    }

    public boolean isSenderReport() {
        return RtcpHeaderFlyweight.type(buffer, offset) == RtcpHeaderFlyweight.SENDER_REPORT;
    }

    public int senderSsrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** SR only: 64-bit NTP time, 0 when the sender has no clock. */
    public long ntpTime() {
        return buffer.getLong(offset + NTP_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** SR only. */
    public int rtpTimestamp() {
        return buffer.getInt(offset + RTP_TIMESTAMP_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** SR only. */
    public long packetCount() {
        return buffer.getInt(offset + PACKET_COUNT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /** SR only. */
    public long octetCount() {
        return buffer.getInt(offset + OCTET_COUNT_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    public int blockCount() {
        return RtcpHeaderFlyweight.count(buffer, offset);
    }

    public int blockOffset(final int index) {
        final int fixed = isSenderReport() ? SENDER_REPORT_LENGTH : RECEIVER_REPORT_LENGTH;
        return offset + fixed + index * ReportBlockFlyweight.LENGTH;
    }

    static void writeSender(
            final MutableDirectBuffer target,
            final int at,
            final int ssrc,
            final long ntpTime,
            final int rtpTimestamp,
            final long packets,
            final long octets) {
        RtcpHeaderFlyweight.write(target, at, 0, RtcpHeaderFlyweight.SENDER_REPORT, SENDER_REPORT_LENGTH);
        target.putInt(at + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
        target.putLong(at + NTP_OFFSET, ntpTime, ByteOrder.BIG_ENDIAN);
        target.putInt(at + RTP_TIMESTAMP_OFFSET, rtpTimestamp, ByteOrder.BIG_ENDIAN);
        target.putInt(at + PACKET_COUNT_OFFSET, (int) packets, ByteOrder.BIG_ENDIAN);
        target.putInt(at + OCTET_COUNT_OFFSET, (int) octets, ByteOrder.BIG_ENDIAN);
    }

    static void writeReceiver(final MutableDirectBuffer target, final int at, final int ssrc) {
        RtcpHeaderFlyweight.write(target, at, 0, RtcpHeaderFlyweight.RECEIVER_REPORT, RECEIVER_REPORT_LENGTH);
        target.putInt(at + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
    }
}
