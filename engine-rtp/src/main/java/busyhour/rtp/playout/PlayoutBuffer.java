package busyhour.rtp.playout;

import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.LossRuns;

/**
 * A jitter buffer that holds when each packet is due, and no payload. A packet of media time m is due at m + offset; the
 * offset is set by the first packet and moved by the adaptation. Slots are played in order of sequence; a slot whose time
 * comes while a later packet is known and it is not is concealed. What came too late is discarded.
 *
 * <pre>
 *    played        waiting: due at media time + offset         not known yet
 *   ... 97 98 | 99 100 [101 missing] 102 103                 |  104 ...
 *             head                         highest
 * </pre>
 *
 * <p>A silence of the sender (contiguous numbers, later timestamps) is no loss. Whether the packets after the last one were
 * lost is known when the next arrives: their slots count then. One thread; allocates only in the constructor.
 */
public final class PlayoutBuffer {

    /** Packets that fit; the buffer is full beyond. */
    static final int CAPACITY = 256;
    /** Packets in a row that came too late: the path has changed, the buffer begins anew. */
    static final int RESYNC_AFTER = 25;

    private static final int MASK = CAPACITY - 1;
    private static final long MAX_FALL_NS = 20_000_000;
    private static final byte EMPTY = 0;
    private static final byte PRESENT = 1;
    /** Present, but nothing for the decoder: an event packet. */
    private static final byte OTHER = 2;
    /** Present, and it carries the content of the packet before it (forward error correction). */
    private static final byte REPAIRS = 3;

    private final DelayTarget target;
    private final BurstGapAnalysis burstGap;
    private final LossRuns secondLoss;
    private final LossRuns callLoss;
    private final PlayoutFigures figures = new PlayoutFigures();
    private final long[] mediaNs = new long[CAPACITY];
    private final byte[] kind = new byte[CAPACITY];

    private boolean started;
    private boolean played;
    private long head;
    private long highest;
    private long highestMediaNs;
    private long lastMediaNs;
    private long offsetNs;
    private long baseNs;
    private long packetNs;
    private int depth;
    private int lateInRow;
    private boolean concealing;

    /**
     * A buffer that tells each slot's fate to three listeners.
     *
     * @param burstGap   since the beginning of the call.
     * @param secondLoss of the second; its owner clears it.
     * @param callLoss   of the call.
     */
    public PlayoutBuffer(PlayoutMode mode, BurstGapAnalysis burstGap, LossRuns secondLoss, LossRuns callLoss) {
        this.target = new DelayTarget(mode);
        this.burstGap = burstGap;
        this.secondLoss = secondLoss;
        this.callLoss = callLoss;
    }

    /** Another kind of buffer, from the next {@link #reset} on. */
    public void mode(PlayoutMode mode) {
        target.mode(mode);
    }

    /** A new call. {@code packetNs} is the packet time, 0 where frames have none. */
    public void reset(long packetNs) {
        this.packetNs = packetNs;
        target.reset();
        figures.reset();
        started = false;
        concealing = false;
        empty();
    }

    /** Media time begins anew: what waits is played, and the next packet sets the offset. */
    public void rebase() {
        if (started) {
            while (head <= highest) {
                playHead();
            }
        }
        started = false;
        empty();
    }

    /** The packet time in use, nanoseconds. */
    public void packetNs(long packetNs) {
        this.packetNs = packetNs;
    }

    /** A duplicate was discarded. */
    public void onDuplicate() {
        figures.duplicates++;
    }

    /**
     * A packet of media arrived.
     *
     * @param sequence   extended.
     * @param mediaNs    its media time.
     * @param talkSpurt  first packet after a silence (marker): the adaptation may move at once.
     * @param repairs    it carries the content of the packet before it too.
     */
    public void onPacket(long sequence, long mediaNs, boolean talkSpurt, boolean repairs, long arrivalNs) {
        final long transitNs = arrivalNs - mediaNs;
        figures.received++;
        begin(sequence, transitNs);
        advance(arrivalNs);
        if (talkSpurt && target.adaptive() && depth == 0) {
            offsetNs = baseNs + target.targetNs();
        }
        baseNs = Math.min(baseNs, transitNs);
        final long waitNs = offsetNs - transitNs;
        if (sequence < head || waitNs < 0) {
            discard(sequence, mediaNs, transitNs, waitNs, talkSpurt, arrivalNs);
            return;
        }
        lateInRow = 0;
        store(sequence, mediaNs, repairs ? REPAIRS : PRESENT, arrivalNs);
        figures.onDelay(waitNs);
    }

    /** A packet arrived that takes a sequence number but is nothing to play (event). */
    public void onOther(long sequence, long arrivalNs) {
        if (started) {
            advance(arrivalNs);
            if (sequence >= head) {
                store(sequence, highestMediaNs + Math.max(0, sequence - highest) * packetNs, OTHER, arrivalNs);
            }
        }
    }

    /** A lost packet was sent again: it is played if it came in time, and says nothing about the network's delay. */
    public void onRecovered(long sequence, long mediaNs, long arrivalNs) {
        if (!started) {
            return;
        }
        figures.received++;
        advance(arrivalNs);
        if (sequence < head) {
            figures.late++;
            figures.discarded++;
            return;
        }
        store(sequence, mediaNs, PRESENT, arrivalNs);
    }

    private void begin(long sequence, long transitNs) {
        if (!started) {
            started = true;
            played = false;
            head = sequence;
            highest = sequence - 1;
            highestMediaNs = 0;
            baseNs = transitNs;
            offsetNs = transitNs + target.targetNs();
        } else if (sequence < head && !played && highest - sequence < CAPACITY) {
            head = sequence; // the stream began out of order
        }
    }

    private void discard(long sequence, long mediaNs, long transitNs, long waitNs, boolean talkSpurt, long arrivalNs) {
        figures.late++;
        figures.discarded++;
        target.onLate(transitNs - baseNs);
        if (sequence > highest) {
            figures.underflows += depth == 0 && !talkSpurt ? 1 : 0;
            reach(sequence, mediaNs, arrivalNs);
        }
        if (waitNs < 0 && ++lateInRow >= RESYNC_AFTER) {
            lateInRow = 0;
            baseNs = transitNs;
            offsetNs = transitNs + target.targetNs();
        } else if (target.adaptive()) {
            offsetNs = Math.max(offsetNs, baseNs + target.targetNs());
        }
    }

    private void store(long sequence, long mediaNs, byte what, long arrivalNs) {
        if (sequence > highest) {
            reach(sequence, mediaNs, arrivalNs);
        }
        final int slot = (int) sequence & MASK;
        if (kind[slot] == EMPTY) {
            depth++;
        }
        kind[slot] = what;
        this.mediaNs[slot] = mediaNs;
    }

    /** Makes {@code sequence} the highest known; slots in between are empty until their packets come. */
    private void reach(long sequence, long mediaNs, long arrivalNs) {
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
        highestMediaNs = mediaNs;
        advance(arrivalNs);
    }

    /** Plays and conceals what is due. */
    private void advance(long nowNs) {
        while (head <= highest && dueNs() <= nowNs) {
            playHead();
        }
    }

    private long dueNs() {
        final int slot = (int) head & MASK;
        if (kind[slot] != EMPTY) {
            return mediaNs[slot] + offsetNs;
        }
        long next = head + 1; // an empty slot is as far before the next packet as its number says
        while (next < highest && kind[(int) next & MASK] == EMPTY) {
            next++;
        }
        final int known = (int) next & MASK;
        final long nextNs = next <= highest && kind[known] != EMPTY ? mediaNs[known] : highestMediaNs;
        return Math.max(lastMediaNs + packetNs, nextNs - (Math.min(next, highest) - head) * packetNs) + offsetNs;
    }

    private void playHead() {
        final int slot = (int) head & MASK;
        final boolean missing = kind[slot] == EMPTY;
        final boolean repaired = missing && head < highest && kind[(int) (head + 1) & MASK] == REPAIRS;
        if (missing) {
            if (repaired) {
                figures.onRepaired();
            } else {
                figures.onConcealed(packetNs, !concealing);
            }
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

    private void empty() {
        java.util.Arrays.fill(kind, EMPTY);
        depth = 0;
        lateInRow = 0;
        lastMediaNs = Long.MIN_VALUE / 2; // nothing played yet
    }

    /** When media of this time is played, monotonic; {@link Long#MIN_VALUE} before the first packet. */
    public long playoutNs(long mediaNs) {
        return started ? mediaNs + offsetNs : Long.MIN_VALUE;
    }

    /** Plays what is due by the end of the second, before its loss is read. */
    public void advanceTo(long nowNs) {
        if (started) {
            advance(nowNs);
        }
    }

    /**
     * Closes the second and adapts.
     *
     * @param hasTransit whether packets arrived in the second; else the two figures mean nothing.
     * @param baseNs     smallest transit of the last seconds.
     * @param p99Ns      99th percentile of the second's transits.
     */
    public void onSecond(boolean hasTransit, long baseNs, long p99Ns, long elapsedNs) {
        if (started && hasTransit) {
            this.baseNs = baseNs;
            target.onSecond(p99Ns - baseNs);
            if (target.adaptive()) {
                offsetNs = Math.max(baseNs + target.targetNs(), offsetNs - MAX_FALL_NS);
            }
        }
        figures.closeSecond(elapsedNs, depth, target.targetNs(), target.adaptations());
    }

    /** Whether it follows the delay variation. */
    public boolean isAdaptive() {
        return target.adaptive();
    }

    /** Delay that it aims at now. */
    public long targetNs() {
        return target.targetNs();
    }

    /** The most that it would aim at. */
    public long largestNs() {
        return target.largestNs();
    }

    /** What came of it, as of the last second. */
    public PlayoutFigures figures() {
        return figures;
    }
}
