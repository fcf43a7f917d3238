package busyhour.engine.arrival;

import busyhour.ipc.plan.ArrivalSpec.Stage;
import busyhour.ipc.plan.Load;
import java.util.List;

/**
 * How many calls a changing rate amounts to, and when.
 *
 * <p>Within a stage that goes from rate a to rate b (calls in P) in the time T, after t there are
 * {@code t * (2aT + (b - a)t) / 2TP} calls. Neither division nor root is needed: {@link #timeUs} seeks the time whose product is the last
 * that fits.
 */
final class RateCurve {

    /** One call. */
    static final long ONE = 1L << 32;
    static final long NEVER = Long.MAX_VALUE;

    private final Stages stages;
    /** Calls before each stage, in units of 2^-32. */
    private final long[] before;
    private final WideProduct reached = new WideProduct();
    private final WideProduct wanted = new WideProduct();

    RateCurve(final List<Stage> list) {
        stages = new Stages(list);
        before = new long[stages.startUs.length];
        sumUp();
    }

    private void sumUp() {
        for (int i = 1; i < stages.count(); i++) {
            before[i] = before[i - 1] + callsWithin(i - 1);
        }
    }

    /** Calls of a whole stage: the most that {@link #timeWithin} still finds in it. */
    private long callsWithin(final int stage) {
        long fits = 0;
        for (long bit = 1L << 62; bit > 0; bit >>>= 1) {
            if (isReached(stage, stages.lengthUs[stage], fits + bit)) {
                fits += bit;
            }
        }
        return fits;
    }

    /** Whether after {@code us} of a stage there are at least so many calls. */
    private boolean isReached(final int stage, final long us, final long calls) {
        return wanted(stage, calls).isAtMost(reached(stage, us));
    }

    private WideProduct reached(final int stage, final long us) {
        final long from = stages.from[stage];
        final long sum = 2 * from * stages.overUs[stage] + (stages.to[stage] - from) * us;
        return reached.set(us, sum, ONE);
    }

    private WideProduct wanted(final int stage, final long calls) {
        return wanted.set(calls, stages.overUs[stage], 2 * stages.perUs[stage]);
    }

    /**
     * The last instant at which there are not more than so many calls: arrival n, counted from 0, comes at that of n calls.
     *
     * @param calls in units of 2^-32.
     * @return {@link #NEVER} when there are never more.
     */
    long timeUs(final long calls) {
        for (int i = 0; i < stages.count(); i++) {
            final boolean isLast = i == stages.count() - 1;
            if (isLast || calls < before[i + 1]) {
                final long us = timeWithin(i, Math.max(0, calls - before[i]));
                if (us < stages.lengthUs[i]) {
                    return stages.startUs[i] + us;
                }
            }
        }
        return NEVER;
    }

    private long timeWithin(final int stage, final long calls) {
        final WideProduct limit = wanted(stage, calls);
        long fits = 0;
        for (long step = Long.highestOneBit(Math.max(1, stages.lengthUs[stage])); step > 0; step >>>= 1) {
            final long us = fits + step;
            if (us <= stages.lengthUs[stage] && reached(stage, us).isAtMost(limit)) {
                fits = us;
            }
        }
        return fits;
    }

    /** From {@code atUs} on the rate is this; times before {@code doneUs} are not asked for any more. */
    void change(final Load load, final long atUs, final long doneUs) {
        final int dropped = stages.change(load, atUs, doneUs);
        if (dropped > 0) {
            before[0] = before[dropped];
        }
        if (dropped >= 0) {
            sumUp();
        }
    }

    long endUs() {
        return stages.endUs();
    }
}
