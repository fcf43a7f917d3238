package busyhour.rtp.playout;

/**
 * What delay the buffer aims at. The adaptive one follows the delay variation as phones do: it rises at once when a packet
 * came too late, else once a second to the 99th percentile of the variation and a margin; it falls slowly, by a peak that
 * forgets an eighth each second. Steps are whole 5 ms, so that noise is not an adaptation.
 */
final class DelayTarget {

    static final long MIN_NS = 20_000_000;
    static final long MAX_NS = 500_000_000;
    static final long STEP_NS = 5_000_000;

    private static final long MARGIN_NS = 5_000_000;
    private static final long MAX_FALL_NS = 10_000_000;

    private boolean adaptive;
    private long initialNs;
    private long targetNs;
    private long peakNs;
    private long adaptations;

    DelayTarget(PlayoutMode mode) {
        mode(mode);
    }

    /** Holds from the next {@link #reset} on. */
    void mode(PlayoutMode mode) {
        adaptive = mode == PlayoutMode.ADAPTIVE;
        initialNs = mode.initialDelayNs();
    }

    void reset() {
        targetNs = initialNs;
        peakNs = initialNs - MARGIN_NS;
        adaptations = 0;
    }

    /** A packet came too late: the next like it shall not. */
    void onLate(long variationNs) {
        if (adaptive) {
            peakNs = Math.max(peakNs, Math.min(variationNs, MAX_NS));
            final long wantedNs = wanted();
            if (wantedNs > targetNs) {
                change(wantedNs);
            }
        }
    }

    /** A second's 99th percentile of the delay variation. */
    void onSecond(long variationNs) {
        if (!adaptive) {
            return;
        }
        peakNs = Math.max(Math.min(variationNs, MAX_NS), peakNs - peakNs / 8);
        final long wantedNs = wanted();
        if (wantedNs > targetNs) {
            change(wantedNs);
        } else if (wantedNs < targetNs) {
            change(Math.max(wantedNs, targetNs - MAX_FALL_NS));
        }
    }

    private long wanted() {
        final long stepsNs = (peakNs + MARGIN_NS + STEP_NS - 1) / STEP_NS * STEP_NS;
        return Math.max(MIN_NS, Math.min(MAX_NS, stepsNs));
    }

    private void change(long nextNs) {
        targetNs = nextNs;
        adaptations++;
    }

    boolean adaptive() {
        return adaptive;
    }

    long targetNs() {
        return targetNs;
    }

    long largestNs() {
        return adaptive ? MAX_NS : initialNs;
    }

    long adaptations() {
        return adaptations;
    }
}
