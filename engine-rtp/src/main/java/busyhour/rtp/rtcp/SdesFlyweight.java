package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Walk over a source description (RFC 3550 6.5), chunk by chunk and item by item.
 * <pre>
 * |V=2|P|    SC   |    PT=202     |             length            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                            SSRC                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  item   |  length | text in UTF-8 ...  | 1 to 4 zero octets   |   SC times
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 * Items are walked across chunks; {@link #ssrc()} says whose they are. Tolerates a last chunk that the packet's
 * end closes instead of a zero octet.
 */
public final class SdesFlyweight {

    public static final int CNAME = 1;
    static final int MAX_TEXT_LENGTH = 255;

    private static final int SSRC_LENGTH = 4;
    private static final int ITEM_HEADER_LENGTH = 2;

    private DirectBuffer buffer;
    private int offset;
    private int end;
    private int chunksLeft;
    private int chunkOffset;
    private int position;
    private boolean inChunk;
    private boolean truncated;
    private int itemOffset;

    /** @param length of the packet without padding. */
    public SdesFlyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        buffer = packet;
        offset = packetOffset;
        end = packetOffset + length;
        chunksLeft = RtcpHeaderFlyweight.count(packet, packetOffset);
        position = packetOffset + RtcpHeaderFlyweight.LENGTH;
        inChunk = false;
        truncated = false;
        return this;
    }

    /** Next item, of this chunk or of a following one. False at the end or where the packet is cut off. */
    public boolean nextItem() {
        while (inChunk || openChunk()) {
            if (position == end) {
                inChunk = false;
                continue;
            }
            if (buffer.getByte(position) == 0) {
                position = offset + ((position - offset) & ~3) + 4; // the next word: always at least one zero octet
                inChunk = false;
                continue;
            }
            if (position + ITEM_HEADER_LENGTH > end || position + ITEM_HEADER_LENGTH + textLengthAt(position) > end) {
                truncated = true;
                return false;
            }
            itemOffset = position;
            position += ITEM_HEADER_LENGTH + textLengthAt(position);
            return true;
        }
        return false;
    }

    private boolean openChunk() {
        if (chunksLeft == 0) {
            return false;
        }
        if (position + SSRC_LENGTH > end) {
            truncated = true;
            chunksLeft = 0;
            return false;
        }
        chunksLeft--;
        chunkOffset = position;
        position += SSRC_LENGTH;
        inChunk = true;
        return true;
    }

    /** Whether the walk ended where octets were missing. */
    public boolean isTruncated() {
        return truncated;
    }

    public int ssrc() {
        return buffer.getInt(chunkOffset, ByteOrder.BIG_ENDIAN);
    }

    public int itemType() {
        return buffer.getByte(itemOffset) & 0xFF;
    }

    public int textOffset() {
        return itemOffset + ITEM_HEADER_LENGTH;
    }

    public int textLength() {
        return textLengthAt(itemOffset);
    }

    private int textLengthAt(final int item) {
        return buffer.getByte(item + 1) & 0xFF;
    }

    /** Writes a packet with one chunk that holds the CNAME. @return its length. */
    static int writeCname(final MutableDirectBuffer target, final int at, final int ssrc, final byte[] cname) {
        final int content = RtcpHeaderFlyweight.LENGTH + SSRC_LENGTH + ITEM_HEADER_LENGTH + cname.length;
        final int length = (content & ~3) + 4;
        RtcpHeaderFlyweight.write(target, at, 1, RtcpHeaderFlyweight.SOURCE_DESCRIPTION, length);
        target.putInt(at + RtcpHeaderFlyweight.LENGTH, ssrc, ByteOrder.BIG_ENDIAN);
        final int item = at + RtcpHeaderFlyweight.LENGTH + SSRC_LENGTH;
        target.putByte(item, (byte) CNAME);
        target.putByte(item + 1, (byte) cname.length);
        target.putBytes(item + ITEM_HEADER_LENGTH, cname);
        target.setMemory(at + content, length - content, (byte) 0);
        return length;
    }
}
