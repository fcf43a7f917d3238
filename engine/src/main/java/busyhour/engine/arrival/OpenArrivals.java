package busyhour.engine.arrival;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;

/**
 * The arrivals of a group, all of them, one after the other: a shard steps through them and takes its own.
 *
 * <pre>
 *   0 1 2 3 4 5 6 7 ...        number
 *   ^       ^                  passed: taken or another shard's; next: may be looked at ahead of its time, and is looked at anew
 *   passed  next               when the load changes meanwhile
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class OpenArrivals {

    public static final long NEVER = RateCurve.NEVER;
    private static final long MOST_CALLS = Integer.MAX_VALUE;

    private final RateCurve curve;
    private final ExponentialGaps gaps;
    private final long[] timesUs;
    private final long endUs;

    private long number;
    /** Calls that the curve amounts to when the next arrival comes, in units of 2^-32. */
    private long due;
    private long nextUs;

    private long passedNumber;
    private long passedDue;
    private long passedState;
    private long passedUs;

    /** @param spec open arrivals. */
    public OpenArrivals(final ArrivalSpec spec) {
        if (!spec.kind().isOpen()) {
            throw new IllegalArgumentException("arrivals of kind " + spec.kind() + " do not come by the clock");
        }
        final boolean isTrace = spec.kind() == ArrivalSpec.Kind.TRACE;
        timesUs = isTrace ? spec.timesUs().stream().mapToLong(Long::longValue).toArray() : null;
        curve = isTrace ? null : new RateCurve(spec.stages());
        gaps = spec.poisson() && !isTrace ? new ExponentialGaps(spec.seed()) : null;
        endUs = !isTrace ? curve.endUs() : timesUs.length == 0 ? 0 : timesUs[timesUs.length - 1] + 1;
        due = gaps == null ? 0 : gaps.next();
        find();
        pass();
    }

    private void find() {
        if (timesUs != null) {
            nextUs = number < timesUs.length ? timesUs[(int) number] : NEVER;
        } else {
            nextUs = number < MOST_CALLS ? curve.timeUs(due) : NEVER;
        }
    }

    /** Number of the next arrival, from 0. */
    public long number() {
        return number;
    }

    /** Its intended time; {@link #NEVER} when no other comes. */
    public long nextUs() {
        return nextUs;
    }

    /** When it is over: no arrival is intended then or later. */
    public long endUs() {
        return endUs;
    }

    /** Goes on to the one after. */
    public void advance() {
        due += gaps == null ? RateCurve.ONE : gaps.next();
        number++;
        find();
    }

    /** What is before the next arrival is settled, whatever becomes of the load. */
    public void pass() {
        passedNumber = number;
        passedDue = due;
        passedState = gaps == null ? 0 : gaps.state();
        passedUs = Math.max(passedUs, nextUs == NEVER ? 0 : nextUs);
    }

    /**
     * From {@code atUs} on the rate is this. What was looked at ahead is looked at anew; what was {@link #pass passed} stays, so that no
     * arrival comes twice or not at all, even at a shard that hears of it late. Has no effect on a trace.
     */
    public void change(final Load load, final long atUs) {
        if (timesUs != null) {
            return;
        }
        number = passedNumber;
        due = passedDue;
        if (gaps != null) {
            gaps.state(passedState);
        }
        curve.change(load, atUs, Math.min(passedUs, atUs));
        find();
    }
}
