package busyhour.rtp.rtcp;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * View of transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1): which packets of a
 * transport arrived, and when. A cursor walks the packets.
 * <pre>
 * |V=2|P|  FMT=15 |    PT=205     |             length            |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |           reference time, 64 ms               | fb pkt. count |
 * |        packet chunk ...       |  receive deltas, 250 us ...   |
 *
 * chunks: |0|S S| run length, 13 bits |   |1|0| 14 x 1 bit |   |1|1| 7 x 2 bits |
 * status: 0 not received, 1 small delta (1 octet, unsigned), 2 large or negative delta (2 octets), 3 reserved
 * </pre>
 * {@link #wrap} checks all lengths once. Reusable, allocates nothing.
 */
public final class TransportFeedbackFlyweight {

    /** FMT of such a packet. */
    public static final int FORMAT = 15;
    public static final long DELTA_NS = 250_000;
    public static final long REFERENCE_NS = 64_000_000;

    static final int BASE_OFFSET = 12;
    static final int COUNT_OFFSET = 14;
    static final int REFERENCE_OFFSET = 16;
    static final int NUMBER_OFFSET = 19;
    static final int CHUNKS_OFFSET = 20;

    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;
    private static final int SEQUENCE_MASK = 0xFFFF;

    private DirectBuffer buffer;
    private int offset;
    private int end;
    private int chunkOffset;
    private int chunk;
    private int inChunk;
    private int deltaOffset;
    private int left;
    private int sequence;
    private int status;
    private long arrivalNs;

    /**
     * Looks at a packet.
     *
     * @param packetLength without padding.
     * @return whether chunks and deltas hold what the counts promise; the cursor then stands before the first packet.
     */
    public boolean wrap(final DirectBuffer packet, final int packetOffset, final int packetLength) {
        buffer = packet;
        offset = packetOffset;
        end = packetOffset + packetLength;
        if (packetLength < CHUNKS_OFFSET) {
            return false;
        }
        final int count = statusCount();
        int statuses = 0;
        int deltas = 0;
        int at = offset + CHUNKS_OFFSET;
        while (statuses < count) {
            if (at + 2 > end) {
                return false;
            }
            final int word = packet.getShort(at, ByteOrder.BIG_ENDIAN) & SEQUENCE_MASK;
            final int symbols = Math.min(symbols(word), count - statuses);
            if (word >>> 15 == 0) {
                deltas += symbols * deltaLength(symbol(word, 0));
            } else {
                for (int i = 0; i < symbols; i++) {
                    deltas += deltaLength(symbol(word, i));
                }
            }
            statuses += symbols;
            at += 2;
            if (symbols == 0) {
                return false; // a run of nothing: the walk would not end
            }
        }
        chunkOffset = offset + CHUNKS_OFFSET - 2;
        deltaOffset = at;
        left = count;
        inChunk = Integer.MAX_VALUE;
        chunk = 0x8000; // an empty one: the first step reads the first
        sequence = baseSequence() - 1 & SEQUENCE_MASK;
        arrivalNs = referenceTime() * REFERENCE_NS;
        return deltas <= end - at;
    }

    /** Steps to the next packet. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        if (inChunk >= symbols(chunk)) {
            chunkOffset += 2;
            chunk = buffer.getShort(chunkOffset, ByteOrder.BIG_ENDIAN) & SEQUENCE_MASK;
            inChunk = 0;
        }
        status = symbol(chunk, inChunk++);
        sequence = sequence + 1 & SEQUENCE_MASK;
        if (status == SMALL_DELTA) {
            arrivalNs += (buffer.getByte(deltaOffset) & 0xFF) * DELTA_NS;
        } else if (status == LARGE_DELTA) {
            arrivalNs += buffer.getShort(deltaOffset, ByteOrder.BIG_ENDIAN) * DELTA_NS;
        }
        deltaOffset += deltaLength(status);
        return true;
    }

    private static int symbols(final int word) {
        if (word >>> 15 == 0) {
            return word & 0x1FFF;
        }
        return (word & 0x4000) == 0 ? 14 : 7;
    }

    private static int symbol(final int word, final int index) {
        if (word >>> 15 == 0) {
            return word >>> 13 & 3;
        }
        return (word & 0x4000) == 0 ? word >>> 13 - index & 1 : word >>> 12 - 2 * index & 3;
    }

    static int deltaLength(final int symbol) {
        return symbol == SMALL_DELTA ? 1 : symbol == LARGE_DELTA ? 2 : 0;
    }

    public int mediaSsrc() {
        return buffer.getInt(offset + 8, ByteOrder.BIG_ENDIAN);
    }

    public int baseSequence() {
        return buffer.getShort(offset + BASE_OFFSET, ByteOrder.BIG_ENDIAN) & SEQUENCE_MASK;
    }

    /** Packets that it tells of. */
    public int statusCount() {
        return buffer.getShort(offset + COUNT_OFFSET, ByteOrder.BIG_ENDIAN) & SEQUENCE_MASK;
    }

    /** In 64 ms, signed, of a clock of the receiver's own. */
    public int referenceTime() {
        return buffer.getInt(offset + REFERENCE_OFFSET, ByteOrder.BIG_ENDIAN) >> 8;
    }

    /** Counts the feedback packets, 0 to 255. */
    public int number() {
        return buffer.getByte(offset + NUMBER_OFFSET) & 0xFF;
    }

    /** Transport-wide number of the packet at the cursor. */
    public int sequence() {
        return sequence;
    }

    /** Whether the packet at the cursor arrived. */
    public boolean isReceived() {
        return status == SMALL_DELTA || status == LARGE_DELTA;
    }

    /** When it did, by the receiver's clock; differences count. */
    public long arrivalNs() {
        return arrivalNs;
    }
}
