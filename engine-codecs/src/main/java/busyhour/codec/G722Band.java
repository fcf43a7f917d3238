package busyhour.codec;

/**
 * One sub-band of G.722 (ITU-T G.722 6.2): the adaptive quantiser's scale and the predictor with two poles and six zeros,
 * which encoder and decoder keep alike. Names of the blocks are those of the recommendation.
 *
 * <p>One stream, one thread; allocates nothing.
 */
final class G722Band {

    private static final int POLE_2_LIMIT = 12_288;
    private static final int POLE_SUM_LIMIT = 15_360;

    private final int[] scales;
    private final int scaleLimit;

    /** Scale factor of the quantiser, and its logarithm. */
    private int logScale;
    private int scale;
    /** What is expected next, and the part of it that the zeros make. */
    private int prediction;
    private int zeroPart;
    /** The last two reconstructions, doubled and saturated as FILTEP wants them. */
    private int r1;
    private int r2;
    private int p1;
    private int p2;
    private int a1;
    private int a2;
    private int b1;
    private int b2;
    private int b3;
    private int b4;
    private int b5;
    private int b6;
    /** The last differences, doubled and saturated as FILTEZ wants them. */
    private int d1;
    private int d2;
    private int d3;
    private int d4;
    private int d5;
    private int d6;

    private G722Band(final int[] scales) {
        this.scales = scales;
        scaleLimit = (scales.length - 1) << 6;
        reset();
    }

    static G722Band low() {
        return new G722Band(G722Tables.LOW_SCALES);
    }

    static G722Band high() {
        return new G722Band(G722Tables.HIGH_SCALES);
    }

    void reset() {
        logScale = 0;
        scale = scales[0];
        prediction = 0;
        zeroPart = 0;
        r1 = r2 = 0;
        p1 = p2 = 0;
        a1 = a2 = 0;
        b1 = b2 = b3 = b4 = b5 = b6 = 0;
        d1 = d2 = d3 = d4 = d5 = d6 = 0;
    }

    int scale() {
        return scale;
    }

    int prediction() {
        return prediction;
    }

    /** Takes the quantised difference of a sample: adapts the scale (LOGSCL, SCALEL) and the predictor (block 4). */
    void adapt(final int difference, final int scaleStep) {
        final int log = (logScale * 127 >> 7) + scaleStep;
        logScale = log < 0 ? 0 : Math.min(log, scaleLimit);
        scale = scales[logScale >> 6];
        adaptPredictor(difference);
    }

    private void adaptPredictor(final int d) {
        final int r0 = saturate(prediction + d);                            // RECONS
        final int p0 = saturate(zeroPart + d);                              // PARREC
        adaptPoles(p0);
        final int d0 = saturate(d << 1);
        adaptZeros(d, d0);
        p2 = p1;                                                            // DELAYA
        p1 = p0;
        r2 = r1;
        r1 = saturate(r0 << 1);
        d6 = d5;
        d5 = d4;
        d4 = d3;
        d3 = d2;
        d2 = d1;
        d1 = d0;
        final int poles = saturate((a1 * r1 >> 15) + (a2 * r2 >> 15));      // FILTEP
        zeroPart = saturate((b1 * d1 >> 15) + (b2 * d2 >> 15) + (b3 * d3 >> 15)
                + (b4 * d4 >> 15) + (b5 * d5 >> 15) + (b6 * d6 >> 15));     // FILTEZ
        prediction = saturate(poles + zeroPart);                            // PREDIC
    }

    /** UPPOL2, UPPOL1. What hangs on a sign is computed: signs are a coin's, and a branch that is guessed wrong costs 15 cycles. */
    private void adaptPoles(final int p0) {
        final int unlike1 = (p0 ^ p1) >> 31;
        final int unlike2 = (p0 ^ p2) >> 31;
        final int first = saturate(a1 << 2);
        final int towards = Math.min((first ^ ~unlike1) - ~unlike1, Short.MAX_VALUE);
        final int second = (towards >> 7) + ((128 ^ unlike2) - unlike2) + (a2 * 32_512 >> 15);
        a2 = Math.max(-POLE_2_LIMIT, Math.min(second, POLE_2_LIMIT));
        final int next = saturate(((192 ^ unlike1) - unlike1) + (a1 * 32_640 >> 15));
        final int limit = POLE_SUM_LIMIT - a2;
        a1 = Math.max(-limit, Math.min(next, limit));
    }

    /** UPZERO: each zero moves towards or away from the sign of its difference; none can leave 16 bits. */
    private void adaptZeros(final int d, final int d0) {
        final int step = (d | -d) >>> 31 << 7; // 128, but 0 for 0
        b1 = moved(b1, step, d0 ^ d1);
        b2 = moved(b2, step, d0 ^ d2);
        b3 = moved(b3, step, d0 ^ d3);
        b4 = moved(b4, step, d0 ^ d4);
        b5 = moved(b5, step, d0 ^ d5);
        b6 = moved(b6, step, d0 ^ d6);
    }

    private static int moved(final int zero, final int step, final int signs) {
        final int unlike = signs >> 31;
        return (step ^ unlike) - unlike + (zero * 32_640 >> 15);
    }

    static int saturate(final int value) {
        return (short) value == value ? value : value >> 31 ^ Short.MAX_VALUE;
    }
}
