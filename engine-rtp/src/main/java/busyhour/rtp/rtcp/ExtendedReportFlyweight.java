package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Walk over an extended report, block by block (RFC 3611 2 and 3).
 * <pre>
 * |V=2|P|reserved |   PT=XR=207   |             length            |
 * |                              SSRC                             |
 * |      BT       | type-specific |         block length          |   length in words after this one
 * :             type-specific block contents                      :
 * </pre>
 * A block that runs past the packet ends the walk.
 */
public final class ExtendedReportFlyweight {

    public static final int HEADER_LENGTH = 8;
    public static final int BLOCK_HEADER_LENGTH = 4;
    /** Receiver reference time (4.4): an NTP time. */
    public static final int RECEIVER_REFERENCE_TIME = 4;
    /** Delay since last receiver reference time (4.5): for each receiver SSRC, LRR, DLRR. */
    public static final int DLRR = 5;
    /** VoIP metrics (4.7). */
    public static final int VOIP_METRICS = 7;

    static final int RECEIVER_REFERENCE_TIME_LENGTH = BLOCK_HEADER_LENGTH + 8;
    static final int SUB_BLOCK_LENGTH = 12;

    private static final int SSRC_OFFSET = 4;

    private DirectBuffer buffer;
    private int offset;
    private int end;
    private int next;
    private int block;
    private boolean truncated;

    /** @param length of the packet without padding, at least {@link #HEADER_LENGTH}. */
    public ExtendedReportFlyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        buffer = packet;
        offset = packetOffset;
        end = packetOffset + length;
        next = packetOffset + HEADER_LENGTH;
        truncated = false;
        return this;
    }

    /** SSRC of who reports. */
    public int ssrc() {
        return buffer.getInt(offset + SSRC_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /** Steps to the next block. */
    public boolean nextBlock() {
        if (next >= end) {
            return false;
        }
        if (end - next < BLOCK_HEADER_LENGTH || blockLength(next) > end - next) {
            truncated = true;
            next = end;
            return false;
        }
        block = next;
        next += blockLength(block);
        return true;
    }

    private int blockLength(final int at) {
        return BLOCK_HEADER_LENGTH + ((buffer.getShort(at + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF) << 2);
    }

    /** Whether the walk ended at a block that is not all there. */
    public boolean isTruncated() {
        return truncated;
    }

    public int blockType() {
        return buffer.getByte(block) & 0xFF;
    }

    /** Where the block begins, its header included. */
    public int blockOffset() {
        return block;
    }

    /** Octets of the block, its header included. */
    public int blockLength() {
        return next - block;
    }

    /** Sub-blocks of a DLRR block that are all there. */
    public int subBlocks() {
        return (blockLength() - BLOCK_HEADER_LENGTH) / SUB_BLOCK_LENGTH;
    }

    /** A word of a block's contents, from 0. */
    public int word(final int index) {
        return buffer.getInt(block + BLOCK_HEADER_LENGTH + 4 * index, ByteOrder.BIG_ENDIAN);
    }

    /** Writes the header; {@code length} is of the whole packet. */
    static void writeHeader(final MutableDirectBuffer target, final int at, final int ssrc, final int length) {
        RtcpHeaderFlyweight.write(target, at, 0, RtcpHeaderFlyweight.EXTENDED_REPORT, length);
        target.putInt(at + SSRC_OFFSET, ssrc, ByteOrder.BIG_ENDIAN);
    }

    static void writeBlockHeader(final MutableDirectBuffer target, final int at, final int type, final int length) {
        target.putByte(at, (byte) type);
        target.putByte(at + 1, (byte) 0);
        target.putShort(at + 2, (short) ((length - BLOCK_HEADER_LENGTH) >>> 2), ByteOrder.BIG_ENDIAN);
    }

    /** @return octets written. */
    static int writeReferenceTime(final MutableDirectBuffer target, final int at, final long ntpTime) {
        writeBlockHeader(target, at, RECEIVER_REFERENCE_TIME, RECEIVER_REFERENCE_TIME_LENGTH);
        target.putLong(at + BLOCK_HEADER_LENGTH, ntpTime, ByteOrder.BIG_ENDIAN);
        return RECEIVER_REFERENCE_TIME_LENGTH;
    }

    /** Of one receiver. @return octets written. */
    static int writeDlrr(final MutableDirectBuffer target, final int at, final int ssrc, final int lrr, final int dlrr) {
        writeBlockHeader(target, at, DLRR, BLOCK_HEADER_LENGTH + SUB_BLOCK_LENGTH);
        target.putInt(at + BLOCK_HEADER_LENGTH, ssrc, ByteOrder.BIG_ENDIAN);
        target.putInt(at + BLOCK_HEADER_LENGTH + 4, lrr, ByteOrder.BIG_ENDIAN);
        target.putInt(at + BLOCK_HEADER_LENGTH + 8, dlrr, ByteOrder.BIG_ENDIAN);
        return BLOCK_HEADER_LENGTH + SUB_BLOCK_LENGTH;
    }
}
