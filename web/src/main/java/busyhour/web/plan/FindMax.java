package busyhour.web.plan;

import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.plan.Load;
import java.util.List;

/**
 * A search for the highest load that a group's calls can be held at (RFC 7502: session establishment rate). Levels are whole
 * numbers: calls in each {@code perMs}, or calls at the same time.
 *
 * @param group        index in the plan.
 * @param perMs        of a level of {@link Of#RATE}; 0 for {@link Of#CONCURRENCY}.
 * @param from         the first level.
 * @param to           the last one.
 * @param step         added while the level holds, 0 = {@code factor} instead.
 * @param factorMilli  multiplies the level, in thousandths; 0 = {@code step} instead.
 * @param resolution   the highest level is found this exactly; 0 = a fiftieth of the level.
 * @param holdMs       how long a level is judged.
 * @param confirmMs    how long the highest one is judged once more.
 * @param settleMs     how long calls of a level may take to be answered, and a number of calls to be reached; then they count as not answered.
 * @param retries      how often a level that broke is tried again before it counts as broken.
 * @param until        what has to hold at each level, over its own calls and seconds.
 * @param cpuCeiling   share of time that the busiest shard may be busy, 0 to 1.
 * @param ceilingAsked whether the plan names the ceiling: then a search that ends at it has found what it was asked for.
 */
public record FindMax(
        int group, Of of, long perMs, long from, long to, long step, int factorMilli, long resolution, long holdMs, long confirmMs,
        long settleMs, int retries, List<Threshold> until, double cpuCeiling, boolean ceilingAsked) {

    /** A search that has not ended by then ends. */
    private static final long LONGEST_MS = 24 * 3_600_000L;

    /** What is raised. */
    public enum Of {
        /** Calls begun in each second, whatever becomes of them. */
        RATE,
        /** Calls at the same time. */
        CONCURRENCY
    }

    public FindMax {
        until = List.copyOf(until);
    }

    /** A level in calls per second, or in calls. */
    public double value(long level) {
        return of == Of.RATE ? level * 1_000.0 / perMs : level;
    }

    /** {@code 120/s}, {@code 90/m}, or {@code 250} calls at the same time. */
    public String text(long level) {
        if (of == Of.CONCURRENCY) {
            return level + (level == 1 ? " call" : " calls");
        }
        String per = PlanUnits.duration(perMs);
        return level + "/" + (per.matches("1[a-z]+") ? per.substring(1) : per);
    }

    /** {@code 30s}. */
    public String confirmText() {
        return PlanUnits.duration(confirmMs);
    }

    /** The load that a level is, 0 = none. */
    public Load load(long level) {
        return of == Of.RATE ? Load.rate(level, perMs) : Load.users(level);
    }

    /** How the group begins: at the first level, until it is told otherwise. */
    ArrivalSpec arrivals() {
        return ArrivalSpec.constant(load(from), LONGEST_MS);
    }

    /** The next level after one that held, never above {@link #to}. */
    public long above(long level) {
        long next = step > 0 ? level + step : Math.max(level + 1, level * factorMilli / 1_000);
        return Math.min(to, next);
    }

    /** How far apart a level that holds and one that does not may stay. */
    public long resolutionAt(long level) {
        return resolution > 0 ? resolution : Math.max(1, level / 50);
    }
}
