package busyhour.rtp.playout;

import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.LossRuns;

/**
 * A jitter buffer that holds when each packet is due, and no payload. A packet of media time m is due at m + offset; the
 * offset is set by the first packet and moved by the adaptation. Slots are played in order of sequence; a slot whose time
 * comes while a later packet is known and it is not is concealed ({@link PlayoutSlots}). What came too late is discarded.
 *
 * <p>A silence of the sender (contiguous numbers, later timestamps) is no loss. Whether the packets after the last one were
 * lost is known when the next arrives: their slots count then. One thread; allocates only in the constructor.
 */
public final class PlayoutBuffer {

    /** Packets in a row that came too late: the path has changed, the buffer begins anew. */
    static final int RESYNC_AFTER = 25;

    private static final long MAX_FALL_NS = 20_000_000;

    private final DelayTarget target;
    private final PlayoutFigures figures = new PlayoutFigures();
    private final PlayoutSlots slots;
    private boolean started;
    private long offsetNs;
    private long baseNs;
    private int lateInRow;

    /**
     * A buffer that tells each slot's fate to three listeners.
     *
     * @param burstGap   since the beginning of the call.
     * @param secondLoss of the second; its owner clears it.
     * @param callLoss   of the call.
     */
    public PlayoutBuffer(PlayoutMode mode, BurstGapAnalysis burstGap, LossRuns secondLoss, LossRuns callLoss) {
        target = new DelayTarget(mode);
        slots = new PlayoutSlots(figures, burstGap, secondLoss, callLoss);
    }

    /** Another kind of buffer, from the next {@link #reset} on. */
    public void mode(PlayoutMode mode) {
        target.mode(mode);
    }

    /** A new call. {@code packetNs} is the packet time, 0 where frames have none. */
    public void reset(long packetNs) {
        target.reset();
        figures.reset();
        slots.reset(packetNs);
        started = false;
        lateInRow = 0;
    }

    /** Media time begins anew: what waits is played, and the next packet sets the offset. */
    public void rebase() {
        if (started) {
            slots.playAll();
        }
        started = false;
        lateInRow = 0;
        slots.empty();
    }

    /** The packet time in use, nanoseconds. */
    public void packetNs(long packetNs) {
        slots.packetNs(packetNs);
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
        if (talkSpurt && target.adaptive() && slots.depth() == 0) {
            offsetNs = baseNs + target.targetNs();
        }
        baseNs = Math.min(baseNs, transitNs);
        final long waitNs = offsetNs - transitNs;
        if (slots.isPast(sequence) || waitNs < 0) {
            discard(sequence, mediaNs, transitNs, waitNs, talkSpurt, arrivalNs);
            return;
        }
        lateInRow = 0;
        store(sequence, mediaNs, repairs ? PlayoutSlots.REPAIRS : PlayoutSlots.PRESENT, arrivalNs);
        figures.onDelay(waitNs);
    }

    /** A packet arrived that takes a sequence number but is nothing to play (event). */
    public void onOther(long sequence, long arrivalNs) {
        if (started) {
            advance(arrivalNs);
            if (!slots.isPast(sequence)) {
                store(sequence, slots.guessMediaNs(sequence), PlayoutSlots.OTHER, arrivalNs);
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
        if (slots.isPast(sequence)) {
            figures.late++;
            figures.discarded++;
            return;
        }
        store(sequence, mediaNs, PlayoutSlots.PRESENT, arrivalNs);
    }

    private void begin(long sequence, long transitNs) {
        if (!started) {
            started = true;
            slots.begin(sequence);
            baseNs = transitNs;
            offsetNs = transitNs + target.targetNs();
        } else if (slots.isPast(sequence)) {
            slots.beginEarlier(sequence);
        }
    }

    private void discard(long sequence, long mediaNs, long transitNs, long waitNs, boolean talkSpurt, long arrivalNs) {
        figures.late++;
        figures.discarded++;
        target.onLate(transitNs - baseNs);
        if (slots.isNew(sequence)) {
            figures.underflows += slots.depth() == 0 && !talkSpurt ? 1 : 0;
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
        if (slots.isNew(sequence)) {
            reach(sequence, mediaNs, arrivalNs);
        }
        slots.store(sequence, mediaNs, what);
    }

    private void reach(long sequence, long mediaNs, long arrivalNs) {
        slots.reach(sequence, mediaNs);
        advance(arrivalNs);
    }

    /** Plays and conceals what is due. */
    private void advance(long nowNs) {
        slots.playUntil(nowNs - offsetNs);
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
        figures.closeSecond(elapsedNs, slots.depth(), target.targetNs(), target.adaptations());
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
