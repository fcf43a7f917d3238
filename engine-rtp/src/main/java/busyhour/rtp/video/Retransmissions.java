package busyhour.rtp.video;

/**
 * Packets that were asked for again and wait to be sent, a little apart from each other. Bounded three ways: the waiting ones by
 * the ring, the same packet by a pause (a receiver that hears nothing for a round trip asks again), all of them by the media: no
 * more retransmissions than media packets, and {@link #INITIAL_CREDIT}.
 */
final class Retransmissions {

    static final int CAPACITY = 256;
    /** Retransmissions that are granted without media before them. */
    static final int INITIAL_CREDIT = 64;

    private static final int MAX_CREDIT = 512;
    private static final int MASK = CAPACITY - 1;
    /** Between two retransmissions: no burst. */
    private static final long SPACING_NS = 200_000;
    /** While the round trip is not known. */
    private static final long PAUSE_NS = 20_000_000;
    private static final long MIN_PAUSE_NS = 5_000_000;
    private static final long MAX_PAUSE_NS = 500_000_000;

    private final int[] waiting = new int[CAPACITY];
    private int head;
    private int tail;
    private int credit;
    private long pauseNs;
    private long nextNs;
    private long asked;
    private long refused;

    void reset() {
        head = 0;
        tail = 0;
        credit = INITIAL_CREDIT;
        pauseNs = PAUSE_NS;
        nextNs = Long.MIN_VALUE;
        asked = 0;
        refused = 0;
    }

    /** @param rttMs NaN while unknown. */
    void roundTripMs(final double rttMs) {
        pauseNs = rttMs >= 0 ? Math.clamp((long) (rttMs * 0.5e6), MIN_PAUSE_NS, MAX_PAUSE_NS) : PAUSE_NS;
    }

    /** A packet of media left. */
    void onMediaSent() {
        credit = Math.min(MAX_CREDIT, credit + 1);
    }

    /** A packet is asked for. @return whether it will be sent again. */
    boolean ask(final int sequence, final SentPackets history, final long nowNs) {
        asked++;
        if (!history.holds(sequence) || nowNs - history.askedNs(sequence) < pauseNs || tail - head == CAPACITY || credit == 0) {
            refused++;
            return false;
        }
        history.onAskedFor(sequence, nowNs);
        credit--;
        if (head == tail) {
            nextNs = Math.max(nextNs, nowNs);
        }
        waiting[tail++ & MASK] = sequence;
        return true;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int first() {
        return waiting[head & MASK];
    }

    /** When the first one is due, {@link Long#MAX_VALUE} without one. */
    long dueNs() {
        return head == tail ? Long.MAX_VALUE : nextNs;
    }

    /** The first one left, or was given up. */
    void removeFirst() {
        head++;
        nextNs += SPACING_NS;
    }

    void clear() {
        head = tail;
    }

    /** {@code nack_received}: sequence numbers asked for. */
    long asked() {
        return asked;
    }

    /** Of them, those that were not sent again. */
    long refused() {
        return refused;
    }
}
