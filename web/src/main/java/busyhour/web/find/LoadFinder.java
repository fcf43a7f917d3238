package busyhour.web.find;

import busyhour.ipc.plan.Load;
import busyhour.web.plan.FindMax;
import busyhour.web.result.FindMaxResult;
import busyhour.web.result.FindMaxResult.Outcome;
import busyhour.web.result.FindMaxResult.Status;
import busyhour.web.result.LoadWatch;
import busyhour.web.result.LoadWatch.Measured;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes a run through the steps of a search: sets a level, waits until it holds, lets it be judged for whole seconds, waits for the
 * answers of its calls, and goes to the next one. After a level that broke the load goes back for a while, so that what the system
 * has not finished is not held against the next.
 *
 * <pre>
 *   WAITING ─ calls begin ─► SETTING ─ LoadChange ─► LEADING ─► JUDGING ─► SETTLING ─┬─ held: next level ─► SETTING
 *                               ▲                                                    └─ broke ─► RESTING ─► SETTING
 * </pre>
 *
 * One thread. Time is the run's, in seconds that all shards have told of.
 */
public final class LoadFinder {
    private static final long NS = 1_000_000_000L;
    /** The first second of a level belongs to the change. */
    private static final int LEAD_SECONDS = 1;
    /** A change of load is asked for again after so long, ... */
    private static final int ASK_AGAIN_SECONDS = 3;
    /** ... and not more often than this. */
    private static final int MAX_ASKED = 5;
    /** So many calls of a number need not be up while others are being set up. */
    private static final int NEARLY = 20;
    private static final int MIN_REST_SECONDS = 2;
    private static final int MAX_REST_SECONDS = 60;

    private enum State {
        WAITING("waiting for calls"), SETTING("setting"), LEADING("setting"), JUDGING("judging"), SETTLING("settling"),
        RESTING("resting"), OVER("");

        private final String doing;

        State(String doing) {
            this.doing = doing;
        }
    }

    private final FindMax plan;
    private final RunAggregates aggregates;
    private final LoadWatch watch;
    private final Predicate<Load> control;
    private final LoadSearch search;
    private final List<FindMaxResult.Step> steps = new ArrayList<>();
    private final int settleSeconds;
    private final int callSeconds;
    private List<RunResult.Verdict> verdicts = List.of();
    private List<String> limits = List.of();
    private State state = State.WAITING;
    private int sinceSecond;
    private int asked;
    private int from;
    private int to;
    private int callsAtHeld;

    /**
     * For one run of a plan with a search.
     *
     * @param control changes the load of the group at the worker; false when it is not there just now.
     */
    public LoadFinder(RunAggregates aggregates, Predicate<Load> control) {
        this.aggregates = aggregates;
        this.control = control;
        plan = aggregates.plan().findMax();
        watch = aggregates.watch();
        search = new LoadSearch(plan);
        settleSeconds = seconds(plan.settleMs());
        callSeconds = seconds(aggregates.plan().groups().get(plan.group()).durationMs());
        tell();
    }

    private static int seconds(long ms) {
        return (int) Math.min(Integer.MAX_VALUE / 4, Math.ceilDiv(ms, 1_000L));
    }

    /** Does what is due. @return whether the search is over, so that the run may end. */
    public boolean onTick() {
        int second = watch.second();
        switch (state) {
            case WAITING -> {
                if (watch.hasBegun()) {
                    set(second);
                }
            }
            case SETTING -> onSetting(second);
            case LEADING -> onLeading(second);
            case JUDGING -> {
                if (second >= to - 1) {
                    go(State.SETTLING, second);
                }
            }
            case SETTLING -> {
                if (watch.isSettled() || second >= to - 1 + settleSeconds) {
                    onStep(second);
                }
            }
            case RESTING -> {
                if (isRested(second)) {
                    set(second);
                }
            }
            case OVER -> { }
        }
        return state == State.OVER;
    }

    /** The run is being ended before the search was over; harmless afterwards. */
    public void interrupt() {
        search.interrupt();
        go(State.OVER, sinceSecond);
    }

    /** The run has ended. If nobody wanted that, and it went as far as calls, the search has failed. */
    public void onRunEnd() {
        if (state != State.OVER) {
            interrupt();
            if (aggregates.result().calls().answered() > 0) {
                aggregates.fail("the run ended before the search for the highest load was done");
            }
        }
    }

    private void set(int second) {
        asked = 0;
        go(State.SETTING, second);
        ask(second);
    }

    private void ask(int second) {
        watch.expectChange();
        asked++;
        sinceSecond = second;
        control.test(plan.load(search.level()));
    }

    private void onSetting(int second) {
        long holdsNs = watch.holdsSinceNs(plan.load(search.level()));
        if (holdsNs >= 0) {
            from = (int) Math.ceilDiv(holdsNs, NS) + LEAD_SECONDS;
            go(State.LEADING, second);
            onLeading(second);
        } else if (second - sinceSecond >= ASK_AGAIN_SECONDS) {
            if (asked == MAX_ASKED) {
                aggregates.fail("the worker does not change the load of its group");
                interrupt();
            } else {
                ask(second);
            }
        }
    }

    /** A number of calls is reached, or cannot be: the step begins with the next whole second. */
    private void onLeading(int second) {
        if (plan.of() == FindMax.Of.CONCURRENCY) {
            int up = watch.callsUp();
            int patience = up > search.level() ? settleSeconds + callSeconds : settleSeconds;
            boolean reached = up <= search.level() && up >= search.level() - search.level() / NEARLY; // some are just being set up
            if (!reached && second - sinceSecond < patience) {
                return;
            }
        }
        from = Math.max(from, second + 2); // the one after the second that goes on
        to = from + seconds(search.lengthMs());
        watch.open(from, to);
        go(State.JUDGING, second);
    }

    private void onStep(int second) {
        Measured measured = watch.close(aggregates.result());
        StepVerdict verdict = StepVerdict.of(measured, plan);
        steps.add(new FindMaxResult.Step(search.phase(), search.level(), search.attempt(), from, to, measured.figures(), verdict.outcome(),
                verdict.limits()));
        verdicts = measured.thresholds();
        boolean held = verdict.outcome() == Outcome.HELD;
        if (held) {
            callsAtHeld = (int) Math.ceil(measured.figures().concurrent());
        }
        search.onStep(verdict.outcome());
        if (search.broken() == steps.getLast().level()) { // for good, and the lowest that did
            limits = verdict.limits();
        }
        if (search.status() != Status.SEARCHING) {
            go(State.OVER, second);
        } else if (held) {
            set(second);
        } else {
            control.test(plan.load(search.held()));
            go(State.RESTING, second);
        }
    }

    /** What was up when the level broke is over, or will not be soon. */
    private boolean isRested(int second) {
        int rested = second - sinceSecond;
        boolean calm = watch.callsUp() <= (search.held() == 0 ? 0 : callsAtHeld + callsAtHeld / 10 + 1);
        return rested >= MIN_REST_SECONDS && (calm || rested >= Math.min(MAX_REST_SECONDS, callSeconds + settleSeconds));
    }

    private void go(State next, int second) {
        state = next;
        sinceSecond = second;
        tell();
    }

    private void tell() {
        FindMaxResult.Trial trial = state == State.OVER ? null
                : new FindMaxResult.Trial(search.phase(), search.level(), search.attempt(), state.doing);
        aggregates.findMax(new FindMaxResult(plan, aggregates.plan().groups().get(plan.group()).name(), search.status(), search.held(),
                search.isConfirmed(), search.broken(), search.broken() == 0 ? List.of() : limits, steps, verdicts, trial));
    }
}
