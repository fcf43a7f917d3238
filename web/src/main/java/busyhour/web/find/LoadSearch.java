package busyhour.web.find;

import busyhour.web.plan.FindMax;
import busyhour.web.result.FindMaxResult.Outcome;
import busyhour.web.result.FindMaxResult.Phase;
import busyhour.web.result.FindMaxResult.Status;

/**
 * Which level comes next, and when it is known: the benchmarking algorithm of RFC 7502, with a second try for a level that broke. Knows no clock and
 * no load, only what became of each step.
 *
 * <pre>
 *   CLIMB    from, up and up ──── all held ───────────────► CONFIRM at `to`
 *     │ broke                                                 ▲     │ broke: down by a twentieth, confirm there
 *     ▼                                                       │     ▼
 *   NARROW   half way between held and broken ── near enough ─┘   over: held long enough, or nothing below `from`
 * </pre>
 *
 * Single-threaded.
 */
final class LoadSearch {
    /** So much lower is the next level when the highest one did not hold for long (RFC 7502: calibration amount C). */
    private static final int BACK_DOWN = 20;

    private final FindMax plan;
    private Phase phase = Phase.CLIMB;
    private Status status = Status.SEARCHING;
    private long level;
    private int attempt = 1;
    private long held;
    private long broken;
    private Outcome brokenBy;

    LoadSearch(FindMax plan) {
        this.plan = plan;
        level = plan.from();
    }

    /** What the step at hand is for. */
    Phase phase() {
        return phase;
    }

    /** The level to be tried now. */
    long level() {
        return level;
    }

    /** Which try of the level it is, from 1. */
    int attempt() {
        return attempt;
    }

    /** How long the step is judged. */
    long lengthMs() {
        return phase == Phase.CONFIRM ? plan.confirmMs() : plan.holdMs();
    }

    /** SEARCHING while there is a next step. */
    Status status() {
        return status;
    }

    /** The highest level that held so far and was not taken back; 0 without one. */
    long held() {
        return held;
    }

    /** The lowest level that broke for good, 0 without one. */
    long broken() {
        return broken;
    }

    /** Whether {@link #held} held for the longer time. */
    boolean isConfirmed() {
        return status != Status.SEARCHING && status != Status.INTERRUPTED && held > 0;
    }

    /** Somebody ended it. */
    void interrupt() {
        if (status == Status.SEARCHING) {
            status = Status.INTERRUPTED;
        }
    }

    /** The step at hand came out like this. */
    void onStep(Outcome outcome) {
        if (status != Status.SEARCHING) {
            throw new IllegalStateException("the search is over: " + status);
        }
        if (outcome == Outcome.HELD) {
            onHeld();
        } else if (attempt <= plan.retries()) {
            attempt++;
        } else {
            onBroken(outcome);
        }
    }

    private void onHeld() {
        held = level;
        if (phase == Phase.CONFIRM) {
            status = broken == 0 ? Status.ALL_HELD : why();
        } else if (phase == Phase.CLIMB && level < plan.to()) {
            go(Phase.CLIMB, plan.above(level));
        } else {
            narrow();
        }
    }

    private void onBroken(Outcome outcome) {
        broken = level;
        brokenBy = outcome;
        if (phase == Phase.CONFIRM) {
            held = 0; // what held for a short time does not count
        }
        if (level == plan.from()) {
            held = 0;
            status = outcome == Outcome.BROKE ? Status.NOTHING_HELD : why();
        } else if (phase == Phase.CONFIRM) {
            long down = Math.max(plan.resolutionAt(level), level / BACK_DOWN);
            go(Phase.CONFIRM, Math.max(plan.from(), level - down));
        } else {
            narrow();
        }
    }

    /** Half way between what held and what broke, or on to the confirmation when they are near enough. */
    private void narrow() {
        if (broken == 0 || broken - held <= plan.resolutionAt(broken)) {
            go(Phase.CONFIRM, held);
            return;
        }
        long grid = plan.resolutionAt(broken);
        long half = Math.max(1, (broken - held) / 2 / grid) * grid;
        go(Phase.NARROW, held + half);
    }

    private Status why() {
        return switch (brokenBy) {
            case GENERATOR -> Status.GENERATOR;
            case CEILING -> plan.ceilingAsked() ? Status.CEILING : Status.GENERATOR;
            default -> Status.FOUND;
        };
    }

    private void go(Phase next, long nextLevel) {
        phase = next;
        level = nextLevel;
        attempt = 1;
    }
}
