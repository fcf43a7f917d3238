package busyhour.rtp.video;

/**
 * Freezes of the picture: a gap between two frames that can be shown of more than max(3 x mean gap, mean gap + 150 ms), the mean
 * being that of the last 30 gaps before it. A freeze counts as soon as it is one, whether or not a frame ever ends it. Frozen time
 * runs from the last frame shown to the next; it is told in the second in which it is known, at most that second's length, and the
 * rest in the next.
 */
final class FreezeDetector {

    static final int GAPS = 30;

    private static final long MARGIN_NS = 150_000_000;

    private final long[] gapNs = new long[GAPS];
    private int gaps;
    private long sumNs;
    private boolean shown;
    private boolean suspended;
    private boolean frozen;
    private long lastFrameNs;
    private long countedUntilNs;
    private long count;
    private long owedNs;
    private double frozenMs;

    void reset() {
        gaps = 0;
        sumNs = 0;
        shown = false;
        suspended = false;
        frozen = false;
        count = 0;
        owedNs = 0;
        frozenMs = Double.NaN;
    }

    /** Whether the peer is to send at all: a pause that was agreed on is no freeze. */
    void expect(final boolean media, final long nowNs) {
        if (!media) {
            onTime(nowNs);
            shown = false;
            frozen = false;
        }
        suspended = !media;
    }

    /** A frame can be shown. */
    void onFrame(final long nowNs) {
        if (shown) {
            onTime(nowNs);
            add(Math.max(0, nowNs - lastFrameNs));
        }
        shown = !suspended;
        frozen = false;
        lastFrameNs = nowNs;
    }

    private void add(final long gap) {
        final int at = gaps % GAPS;
        sumNs += gap - (gaps >= GAPS ? gapNs[at] : 0);
        gapNs[at] = gap;
        gaps++;
    }

    /** Time passes, with frames or without. */
    void onTime(final long nowNs) {
        if (!shown || gaps == 0) {
            return;
        }
        final long meanNs = sumNs / Math.min(gaps, GAPS);
        if (!frozen && nowNs - lastFrameNs > Math.max(3 * meanNs, meanNs + MARGIN_NS)) {
            frozen = true;
            count++;
            countedUntilNs = lastFrameNs;
        }
        if (frozen && nowNs > countedUntilNs) {
            owedNs += nowNs - countedUntilNs;
            countedUntilNs = nowNs;
        }
    }

    void onSecond(final long nowNs, final long elapsedNs) {
        onTime(nowNs);
        final long toldNs = Math.min(owedNs, elapsedNs);
        owedNs -= toldNs;
        frozenMs = shown || toldNs > 0 ? toldNs / 1e6 : Double.NaN;
    }

    boolean isFrozen() {
        return frozen;
    }

    long count() {
        return count;
    }

    /** In the closed second; NaN before a frame was shown. */
    double frozenMs() {
        return frozenMs;
    }
}
