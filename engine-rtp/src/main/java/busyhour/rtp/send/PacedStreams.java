package busyhour.rtp.send;

/**
 * What a pacer knows of each stream. What every packet needs lies side by side: between two packets of a stream those of thousands
 * of others pass, and each cache line is waited for.
 * <pre>
 *   times    | due ns   | packet time ns |          ... of the next stream
 *   waiting  | next | previous | bucket | state |   ... of the next stream
 *   phases   | phase and its class |                what only the beginning and the end need
 * </pre>
 * One thread; allocates nothing after construction. An id out of range throws.
 */
final class PacedStreams {

    private static final int TIMES = 2;
    private static final int PACKET_TIME = 1;
    private static final int PLACES = 4;
    private static final int PREVIOUS = 1;
    private static final int BUCKET = 2;
    private static final int STATE = 3;
    private static final int JITTER_BIT = 1 << 8; // above the octet of the state

    private final long[] times;
    private final int[] waiting;
    private final short[] phase;
    private final byte[] phaseClass;

    PacedStreams(final int capacity) {
        times = new long[TIMES * capacity];
        waiting = new int[PLACES * capacity];
        phase = new short[capacity];
        phaseClass = new byte[capacity];
        for (int id = 0; id < capacity; id++) {
            bucket(id, TickWheel.NIL);
        }
    }

    int capacity() {
        return phase.length;
    }

    /** Intended time of the next packet. */
    long dueNs(final int id) {
        return times[TIMES * id];
    }

    void dueNs(final int id, final long value) {
        times[TIMES * id] = value;
    }

    long packetNs(final int id) {
        return times[TIMES * id + PACKET_TIME];
    }

    void packetNs(final int id, final long value) {
        times[TIMES * id + PACKET_TIME] = value;
    }

    /** The stream behind this one in its bucket; behind the last comes the first. */
    int next(final int id) {
        return waiting[PLACES * id];
    }

    /** The stream before this one in its bucket; before the first comes the last. */
    int previous(final int id) {
        return waiting[PLACES * id + PREVIOUS];
    }

    /** One follows the other in a bucket. */
    void link(final int id, final int following) {
        waiting[PLACES * id] = following;
        waiting[PLACES * following + PREVIOUS] = id;
    }

    /** Bucket of the wheel in which the stream waits, {@link TickWheel#NIL} = in none. */
    int bucket(final int id) {
        return waiting[PLACES * id + BUCKET];
    }

    void bucket(final int id, final int value) {
        waiting[PLACES * id + BUCKET] = value;
    }

    byte state(final int id) {
        return (byte) waiting[PLACES * id + STATE];
    }

    /** @param value 0 or more. */
    void state(final int id, final byte value) {
        waiting[PLACES * id + STATE] = waiting[PLACES * id + STATE] & JITTER_BIT | value;
    }

    /** Whether its packets are delayed at random. */
    boolean isJittered(final int id) {
        return (waiting[PLACES * id + STATE] & JITTER_BIT) != 0;
    }

    void jittered(final int id, final boolean value) {
        waiting[PLACES * id + STATE] = state(id) | (value ? JITTER_BIT : 0);
    }

    /** Its place in the packet time, among those of its class. */
    int phase(final int id) {
        return phase[id];
    }

    void phase(final int id, final int value) {
        phase[id] = (short) value;
    }

    int phaseClass(final int id) {
        return phaseClass[id];
    }

    void phaseClass(final int id, final int value) {
        phaseClass[id] = (byte) value;
    }
}
