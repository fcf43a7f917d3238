package busyhour.rtp.quality;

/**
 * Loss and its burst ratio over a stretch of playout slots (G.107: BurstR = mean length of the loss runs seen / mean
 * length under random loss of the same rate, which is 1 / (1 - loss)).
 */
public final class LossRuns {

    private long slots;
    private long lost;
    private long runs;
    private boolean inRun;

    /** Begins a new stretch; a run that reaches into it counts as one of its runs. */
    public void clear() {
        slots = 0;
        lost = 0;
        runs = 0;
        inRun = false;
    }

    /** The next slot in order was played, or not. */
    public void onSlot(boolean missing) {
        slots++;
        if (missing) {
            lost++;
            if (!inRun) {
                runs++;
            }
        }
        inRun = missing;
    }

    /** Slots of the stretch. */
    public long slots() {
        return slots;
    }

    /** Slots that stayed empty. */
    public long lost() {
        return lost;
    }

    /** Empty slots, percent of all; NaN without a slot. */
    public double lossPercent() {
        return slots == 0 ? Double.NaN : 100.0 * lost / slots;
    }

    /** Burst ratio; NaN without a loss. */
    public double burstRatio() {
        return lost == 0 ? Double.NaN : (double) lost / runs * (slots - lost) / slots;
    }
}
