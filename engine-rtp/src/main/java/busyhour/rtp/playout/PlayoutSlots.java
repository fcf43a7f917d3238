package busyhour.rtp.playout;

import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.LossRuns;
import java.util.Arrays;

/**
 * The packets that wait in a jitter buffer, in order of sequence, and what becomes of each place: played, concealed, or made
 * good from the packet behind it.
 *
 * <pre>
 *    played        waiting: each with its media time           not known yet
 *   ... 97 98 | 99 100 [101 empty] 102 103                   |  104 ...
 *             head                     highest
 * </pre>
 */
final class PlayoutSlots {

    /** Packets that fit, 1.28 s of the shortest; the buffer is full beyond. */
    static final int CAPACITY = 128;

    static final byte PRESENT = 1;
    /** Present, but nothing for the decoder: an event packet. */
    static final byte OTHER = 2;
    /** Present, and it carries the content of the packet before it (forward error correction). */
    static final byte REPAIRS = 3;

    private static final int MASK = CAPACITY - 1;
    private static final byte EMPTY = 0;

    private final PlayoutFigures figures;
    private final BurstGapAnalysis burstGap;
    private final LossRuns secondLoss;
    private final LossRuns callLoss;
    private final long[] mediaNs = new long[CAPACITY];
    private final byte[] kind = new byte[CAPACITY];
    private boolean played;
    private boolean concealing;
    private long head;
    private long highest;
    private long highestMediaNs;
    private long lastMediaNs;
    private long packetNs;
    private int depth;

    PlayoutSlots(PlayoutFigures figures, BurstGapAnalysis burstGap, LossRuns secondLoss, LossRuns callLoss) {
        this.figures = figures;
        this.burstGap = burstGap;
        this.secondLoss = secondLoss;
        this.callLoss = callLoss;
    }

    void reset(long packetTimeNs) {
        packetNs = packetTimeNs;
        concealing = false;
        empty();
    }

    void packetNs(long packetTimeNs) {
        packetNs = packetTimeNs;
    }

    /** Nothing waits any more. */
    void empty() {
        Arrays.fill(kind, EMPTY);
        depth = 0;
        head = 0;
        highest = -1;
        lastMediaNs = Long.MIN_VALUE / 2; // nothing played yet
    }

    /** The first packet of a stream. */
    void begin(long sequence) {
        played = false;
        head = sequence;
        highest = sequence - 1;
        highestMediaNs = 0;
    }

    /** A packet before the first one: the stream began out of order. */
    void beginEarlier(long sequence) {
        if (!played && highest - sequence < CAPACITY) {
            head = sequence;
        }
    }

    boolean isPast(long sequence) {
        return sequence < head;
    }

    boolean isNew(long sequence) {
        return sequence > highest;
    }

    /** Media time that a packet without one of its own would have. */
    long guessMediaNs(long sequence) {
        return highestMediaNs + Math.max(0, sequence - highest) * packetNs;
    }

    /** Fills the place of a packet that is not past; see {@link #reach} for one that is new. */
    void store(long sequence, long itsMediaNs, byte what) {
        final int slot = (int) sequence & MASK;
        if (kind[slot] == EMPTY) {
            depth++;
        }
        kind[slot] = what;
        mediaNs[slot] = itsMediaNs;
    }

    /** Makes {@code sequence} the highest known; places in between are empty until their packets come. */
    void reach(long sequence, long itsMediaNs) {
        boolean full = false;
        while (sequence - head >= CAPACITY && head <= highest) {
            full |= kind[(int) head & MASK] != EMPTY;
            playHead();
        }
        figures.overflows += full ? 1 : 0;
        while (sequence - head >= CAPACITY) { // a loss longer than the buffer: conceal what it cannot hold
            highest = head;
            playHead();
        }
        highest = sequence;
        highestMediaNs = itsMediaNs;
    }

    /** Plays and conceals what is due before this media time. */
    void playUntil(long untilMediaNs) {
        while (head <= highest && dueMediaNs() <= untilMediaNs) {
            playHead();
        }
    }

    /** Plays and conceals all that waits. */
    void playAll() {
        while (head <= highest) {
            playHead();
        }
    }

    private long dueMediaNs() {
        final int slot = (int) head & MASK;
        if (kind[slot] != EMPTY) {
            return mediaNs[slot];
        }
        long next = head + 1; // an empty place is as far before the next packet as its number says
        while (next < highest && kind[(int) next & MASK] == EMPTY) {
            next++;
        }
        final int known = (int) next & MASK;
        final long nextNs = next <= highest && kind[known] != EMPTY ? mediaNs[known] : highestMediaNs;
        return Math.max(lastMediaNs + packetNs, nextNs - (Math.min(next, highest) - head) * packetNs);
    }

    private void playHead() {
        final int slot = (int) head & MASK;
        final boolean missing = kind[slot] == EMPTY;
        final boolean repaired = missing && head < highest && kind[(int) (head + 1) & MASK] == REPAIRS;
        if (repaired) {
            figures.onRepaired();
        } else if (missing) {
            figures.onConcealed(packetNs, !concealing);
        }
        if (missing) {
            lastMediaNs += played ? packetNs : 0;
        } else {
            depth--;
            figures.pushed += kind[slot] == OTHER ? 0 : 1;
            lastMediaNs = mediaNs[slot];
            kind[slot] = EMPTY;
        }
        played = true;
        concealing = missing && !repaired;
        burstGap.onSlot(missing);
        secondLoss.onSlot(missing);
        callLoss.onSlot(missing);
        head++;
    }

    /** Packets that wait. */
    int depth() {
        return depth;
    }
}
