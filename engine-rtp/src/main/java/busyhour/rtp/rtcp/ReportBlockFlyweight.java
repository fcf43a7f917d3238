package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View of one report block (RFC 3550 6.4.1).
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of the source reported on               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | fraction lost |       cumulative number of packets lost       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           extended highest sequence number received           |
 * |                      interarrival jitter                      |
 * |                         last SR (LSR)                         |
 * |                   delay since last SR (DLSR)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class ReportBlockFlyweight {

    public static final int LENGTH = 24;

    static final int SSRC_OFFSET = 0;
    static final int LOSS_OFFSET = 4;
    static final int HIGHEST_SEQUENCE_OFFSET = 8;
    static final int JITTER_OFFSET = 12;
    static final int LSR_OFFSET = 16;
    static final int DLSR_OFFSET = 20;

    private DirectBuffer buffer;
    private int offset;

    public ReportBlockFlyweight wrap(final DirectBuffer packet, final int blockOffset) {
        buffer = packet;
        offset = blockOffset;
        return this;
    }

    public int ssrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** In 1/256, 0 to 255. */
    public int fractionLost() {
        return buffer.getByte(offset + LOSS_OFFSET) & 0xFF;
    }

    /** Signed, 24 bits on the wire; negative when duplicates outweigh losses. */
    public int cumulativeLost() {
        return buffer.getInt(offset + LOSS_OFFSET, ByteOrder.BIG_ENDIAN) << 8 >> 8;
    }

    public int extendedHighestSequence() {
        return buffer.getInt(offset + HIGHEST_SEQUENCE_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** Timestamp units. */
    public long jitter() {
        return buffer.getInt(offset + JITTER_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    /** Middle 32 bits of the NTP time of the last SR, 0 = none received. */
    public int lastSenderReport() {
        return buffer.getInt(offset + LSR_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** In 1/65536 s. */
    public long delaySinceLastSenderReport() {
        return buffer.getInt(offset + DLSR_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL;
    }

    static void write(
            final MutableDirectBuffer target,
            final int at,
            final int ssrc,
            final int fractionLost,
            final int cumulativeLost,
            final int extendedHighestSequence,
            final int jitter,
            final int lsr,
            final int dlsr) {
        target.putInt(at + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
        target.putInt(at + LOSS_OFFSET, fractionLost << 24 | cumulativeLost & 0xFF_FFFF, ByteOrder.BIG_ENDIAN);
        target.putInt(at + HIGHEST_SEQUENCE_OFFSET, extendedHighestSequence, ByteOrder.BIG_ENDIAN);
        target.putInt(at + JITTER_OFFSET, jitter, ByteOrder.BIG_ENDIAN);
        target.putInt(at + LSR_OFFSET, lsr, ByteOrder.BIG_ENDIAN);
        target.putInt(at + DLSR_OFFSET, dlsr, ByteOrder.BIG_ENDIAN);
    }
}
