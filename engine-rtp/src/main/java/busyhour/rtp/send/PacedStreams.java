package busyhour.rtp.send;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a pacer knows of each stream, in half a cache line and never astride two: between two packets of a stream those of
 * thousands of others pass, and each line is waited for.
 * <pre>
 *    0        8             16     20         24       26      28      29       30            32
 *   +--------+-------------+------+----------+--------+-------+-------+--------+-------------+
 *   | due ns | packet time | next | previous | bucket | phase | state | jitter | phase class |
 *   +--------+-------------+------+----------+--------+-------+-------+--------+-------------+
 *                          |   the wheel's links      |
 * </pre>
 * One thread; allocates nothing after construction. An id out of range throws.
 */
final class PacedStreams {

    private static final int RECORD_BITS = 5;
    private static final int DUE_OFFSET = 0;
    private static final int PACKET_TIME_OFFSET = 8;
    private static final int NEXT_OFFSET = 16;
    private static final int PREVIOUS_OFFSET = 20;
    private static final int BUCKET_OFFSET = 24;
    private static final int PHASE_OFFSET = 26;
    private static final int STATE_OFFSET = 28;
    private static final int JITTER_OFFSET = 29;
    private static final int PHASE_CLASS_OFFSET = 30;
    private static final byte NO = 0;
    private static final byte YES = 1;

    private final int capacity;
    private final UnsafeBuffer records;

    PacedStreams(final int capacity) {
        this.capacity = capacity;
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(capacity << RECORD_BITS, BitUtil.CACHE_LINE_LENGTH);
        records = new UnsafeBuffer(memory);
        for (int id = 0; id < capacity; id++) {
            bucket(id, TickWheel.NIL);
        }
    }

    private static int at(final int id, final int field) {
        return (id << RECORD_BITS) + field;
    }

    int capacity() {
        return capacity;
    }

    /** Intended time of the next packet. */
    long dueNs(final int id) {
        return records.getLong(at(id, DUE_OFFSET));
    }

    void dueNs(final int id, final long value) {
        records.putLong(at(id, DUE_OFFSET), value);
    }

    long packetNs(final int id) {
        return records.getLong(at(id, PACKET_TIME_OFFSET));
    }

    void packetNs(final int id, final long value) {
        records.putLong(at(id, PACKET_TIME_OFFSET), value);
    }

    /** The stream behind this one in its bucket; behind the last comes the first. */
    int next(final int id) {
        return records.getInt(at(id, NEXT_OFFSET));
    }

    /** The stream before this one in its bucket; before the first comes the last. */
    int previous(final int id) {
        return records.getInt(at(id, PREVIOUS_OFFSET));
    }

    /** One follows the other in a bucket. */
    void link(final int id, final int following) {
        records.putInt(at(id, NEXT_OFFSET), following);
        records.putInt(at(following, PREVIOUS_OFFSET), id);
    }

    /** Bucket of the wheel in which the stream waits, {@link TickWheel#NIL} = in none. */
    int bucket(final int id) {
        return records.getShort(at(id, BUCKET_OFFSET));
    }

    void bucket(final int id, final int value) {
        records.putShort(at(id, BUCKET_OFFSET), (short) value);
    }

    byte state(final int id) {
        return records.getByte(at(id, STATE_OFFSET));
    }

    void state(final int id, final byte value) {
        records.putByte(at(id, STATE_OFFSET), value);
    }

    /** Whether its packets are delayed at random. */
    boolean isJittered(final int id) {
        return records.getByte(at(id, JITTER_OFFSET)) == YES;
    }

    void jittered(final int id, final boolean value) {
        records.putByte(at(id, JITTER_OFFSET), value ? YES : NO);
    }

    /** Its place in the packet time, among those of its class. */
    int phase(final int id) {
        return records.getShort(at(id, PHASE_OFFSET));
    }

    int phaseClass(final int id) {
        return records.getByte(at(id, PHASE_CLASS_OFFSET));
    }

    void phaseClass(final int id, final int value) {
        records.putByte(at(id, PHASE_CLASS_OFFSET), (byte) value);
    }

    void phase(final int id, final int value) {
        records.putShort(at(id, PHASE_OFFSET), (short) value);
    }
}
