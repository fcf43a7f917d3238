package busyhour.codec;

import org.agrona.DirectBuffer;

/**
 * Digits as tones in received G.711, within the limits that ITU-T Q.24 collects (the column of AT&amp;T, the widest).
 *
 * <p>Each block of 10 ms is a hit for a digit when
 * <ul>
 * <li>both tones are at -30 dBm0 or more (Q.24: -25 must be taken, -55 must not);
 * <li>the high one exceeds the low one by 6 dB at most, the low one the high one by 10 (Q.24: 4 and 8 must be taken);
 * <li>both make 72 % of the block's energy: nothing else sounds, which speech hardly ever grants, and the
 *     tone fills that much of the block;
 * <li>both frequencies are true within 2.2 %, told by how the phases went on since the block before (Q.24: 1.5 % and 2 Hz
 *     must be taken, 3.5 % must not).
 * </ul>
 * Three hits in a row make a digit: 40 ms hold that many whole blocks and 23 ms do not. Three misses in a row end it: 40 ms
 * of pause hold that many, and a break of 10 ms spoils two at most.
 *
 * <p>One thread; allocates nothing after construction.
 */
public final class DtmfDetector {

    static final int HITS = 3;
    static final int MISSES = 3;
    private static final int BLOCK_MS = 10;

    private static final int NONE = -1;
    private static final float LOWEST_POWER = (float) DtmfBlock.powerAt(-30);
    /** Less cannot hold two tones of the lowest level. */
    private static final int LOWEST_ENERGY = (int) (LOWEST_POWER / (DtmfBlock.SAMPLES / 2));
    private static final float HIGH_OVER_LOW = (float) Math.pow(10, 0.6);
    private static final float LOW_OVER_HIGH = 10;
    private static final float SHARE = 0.72f * DtmfBlock.SAMPLES / 2;
    private static final double TOLERANCE = 0.022;
    private static final double BLOCKS_PER_SECOND = (double) DtmfBlock.RATE_HZ / DtmfBlock.SAMPLES;

    /** By how much the phase of a true frequency goes on from block to block, as a rotation back. */
    private static final float[] BACK_RE = new float[DtmfBlock.FREQUENCIES];
    private static final float[] BACK_IM = new float[DtmfBlock.FREQUENCIES];
    private static final double[] LARGEST_TURN = new double[DtmfBlock.FREQUENCIES];

    static {
        for (int f = 0; f < DtmfBlock.FREQUENCIES; f++) {
            final double turn = 2 * Math.PI * DtmfBlock.hz(f) / BLOCKS_PER_SECOND;
            BACK_RE[f] = (float) Math.cos(turn);
            BACK_IM[f] = (float) -Math.sin(turn);
            LARGEST_TURN[f] = 2 * Math.PI * DtmfBlock.hz(f) * TOLERANCE / BLOCKS_PER_SECOND;
        }
    }

    private final DtmfBlock block = new DtmfBlock();
    private final DtmfListener listener;
    /** The candidate of the block before and its sums. */
    private int lastEvent;
    private float lastLowRe;
    private float lastLowIm;
    private float lastHighRe;
    private float lastHighIm;
    /** Blocks in a row that are true to one digit. */
    private int run;
    private int misses;
    private int digit;
    private int digitBlocks;

    public DtmfDetector(final DtmfListener listener) {
        this.listener = listener;
        reset();
    }

    /** Begins a call. */
    public void reset() {
        block.clear();
        lastEvent = NONE;
        run = 0;
        misses = 0;
        digit = NONE;
    }

    /** Takes a payload that follows the last one. */
    public void onPayload(final AudioCodec codec, final DirectBuffer buffer, final int offset, final int length) {
        int at = offset;
        final int end = offset + length;
        while (at < end) {
            at += block.fill(codec, buffer, at, end - at);
            if (block.isFull()) {
                onBlock();
                block.clear();
            }
        }
    }

    /** Something is missing before the next payload: phases cannot be compared over it. A digit may go on behind it. */
    public void onGap() {
        block.clear();
        lastEvent = NONE;
        run = 0;
    }

    /** Nothing came for longer than a pause between digits: a digit under way has ended. */
    public void onSilence() {
        onGap();
        end();
    }

    private void onBlock() {
        final int event = candidate();
        final boolean first = event != lastEvent;
        final boolean steady = event != NONE && !first && isSteady(event);
        run = event == NONE ? 0 : steady ? run + 1 : 1;
        remember(event);
        if (digit != NONE && event == digit && (steady || first)) {
            digitBlocks += misses + 1;
            misses = 0;
        } else if (digit != NONE && ++misses >= MISSES) {
            end();
        }
        if (digit == NONE && run >= HITS) {
            digit = event;
            digitBlocks = run;
            misses = 0;
        }
    }

    private void end() {
        if (digit != NONE) {
            final int ended = digit;
            digit = NONE;
            misses = 0;
            listener.onTone(ended, digitBlocks * BLOCK_MS);
        }
    }

    /** @return the digit whose two tones make the block, frequencies aside. */
    private int candidate() {
        final int energy = block.energy();
        if (energy < LOWEST_ENERGY) {
            return NONE;
        }
        block.correlate();
        final int low = block.strongest(0);
        final int high = block.strongest(Dtmf.GROUP);
        final float lowPower = block.power(low);
        final float highPower = block.power(high);
        final boolean tones = lowPower >= LOWEST_POWER && highPower >= LOWEST_POWER
                && highPower <= lowPower * HIGH_OVER_LOW && lowPower <= highPower * LOW_OVER_HIGH
                && lowPower + highPower >= SHARE * energy;
        return tones ? Dtmf.event(low, high - Dtmf.GROUP) : NONE;
    }

    private boolean isSteady(final int event) {
        final int low = frequency(Dtmf.lowHz(event), 0);
        final int high = frequency(Dtmf.highHz(event), Dtmf.GROUP);
        return isSteady(low, lastLowRe, lastLowIm) && isSteady(high, lastHighRe, lastHighIm);
    }

    private boolean isSteady(final int f, final float lastRe, final float lastIm) {
        final float turnRe = block.re[f] * lastRe + block.im[f] * lastIm;
        final float turnIm = block.im[f] * lastRe - block.re[f] * lastIm;
        final float re = turnRe * BACK_RE[f] - turnIm * BACK_IM[f];
        final float im = turnRe * BACK_IM[f] + turnIm * BACK_RE[f];
        return Math.abs(Math.atan2(im, re)) <= LARGEST_TURN[f];
    }

    private void remember(final int event) {
        lastEvent = event;
        if (event != NONE) {
            final int low = frequency(Dtmf.lowHz(event), 0);
            final int high = frequency(Dtmf.highHz(event), Dtmf.GROUP);
            lastLowRe = block.re[low];
            lastLowIm = block.im[low];
            lastHighRe = block.re[high];
            lastHighIm = block.im[high];
        }
    }

    private static int frequency(final int hz, final int first) {
        int f = first;
        while (DtmfBlock.hz(f) != hz) {
            f++;
        }
        return f;
    }
}
