package busyhour.ipc.plan;

import java.util.List;

/**
 * When the calls of a group come. Times count from the instant at which the group's callers are started.
 *
 * <p>Open arrivals ({@link Kind#RATE}, {@link Kind#TRACE}) come by the clock, whatever became of the calls before: the group's
 * endpoints are then the pool that callers are taken from. Closed ones ({@link Kind#USERS}) come when an earlier call of the same
 * user has ended.
 *
 * @param kind       what the stages are of.
 * @param stages     one after the other; after the last nothing comes any more. Empty but for RATE and USERS.
 * @param timesUs    for TRACE the calls' intended times in microseconds, ascending; else empty.
 * @param poisson    whether the arrivals of RATE are a Poisson process instead of evenly spaced.
 * @param seed       of that process: the same seed gives the same arrivals on every machine.
 * @param patienceMs how long an arrival waits for a free caller before it counts as dropped; 0 = not at all.
 */
public record ArrivalSpec(
        Kind kind, List<Stage> stages, List<Long> timesUs, boolean poisson, long seed, long patienceMs) {

    /** How long a call waits for a caller that is free where the plan says nothing. */
    public static final long PATIENCE_MS = 1_000;

    /** Each caller by the group's {@code ramp}, {@code calls}, {@code for} and {@code pause}. */
    public static final ArrivalSpec BY_CALLER = new ArrivalSpec(Kind.BY_CALLER, List.of(), List.of(), false, 0, PATIENCE_MS);

    /** What makes calls come. */
    public enum Kind {
        /** Each caller by itself. */
        BY_CALLER,
        /** A rate of new calls. */
        RATE,
        /** Times from a file. */
        TRACE,
        /** A number of users, each of whom calls again after its call. */
        USERS;

        /** Whether calls come by the clock. */
        public boolean isOpen() {
            return this == RATE || this == TRACE;
        }
    }

    /**
     * A time in which the load goes evenly from one value to another.
     *
     * @param from   calls in each {@code perMs}, or users, at its beginning.
     * @param to     the same at its end.
     * @param perMs  milliseconds that a rate is of; 1 for users.
     * @param overMs how long it takes.
     */
    public record Stage(long from, long to, long perMs, long overMs) {

        /** A load that stays the same. */
        public static Stage of(final Load load, final long overMs) {
            return new Stage(load.amount(), load.amount(), load.perMs(), overMs);
        }
    }

    /** A load that stays the same for so long. */
    public static ArrivalSpec constant(final Load load, final long forMs) {
        return new ArrivalSpec(load.kind(), List.of(Stage.of(load, forMs)), List.of(), false, 0, PATIENCE_MS);
    }

    /** The same with other stages. */
    public ArrivalSpec withStages(final List<Stage> value) {
        return new ArrivalSpec(kind, value, timesUs, poisson, seed, patienceMs);
    }

    /** As given; see the record for their meaning. */
    public ArrivalSpec withPoisson(final long newSeed) {
        return new ArrivalSpec(kind, stages, timesUs, true, newSeed, patienceMs);
    }

    /** As given; see the record for its meaning. */
    public ArrivalSpec withPatienceMs(final long value) {
        return new ArrivalSpec(kind, stages, timesUs, poisson, seed, value);
    }

    /** How long the stages take together, milliseconds; 0 without any. */
    public long stagesMs() {
        return stages.stream().mapToLong(Stage::overMs).sum();
    }
}
