package busyhour.web.find;

import busyhour.ipc.run.DropReason;
import busyhour.web.plan.FindMax;
import busyhour.web.result.FindMaxResult.Outcome;
import busyhour.web.result.LoadWatch.Measured;
import busyhour.web.result.Numbers;
import busyhour.web.result.RunResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a level held, judged by one step. What the generator did not carry says nothing about the tested system, so that comes
 * first: a shard that is full, packets that left late or were dropped here, calls that could not be sent. That no caller was free may
 * be the system's doing, which keeps calls for longer: then its thresholds say so.
 *
 * @param limits what broke, one text each; empty when the level held.
 */
record StepVerdict(Outcome outcome, List<String> limits) {
    /** Busier than this a shard's figures do not count, even if the plan allows more. */
    private static final double BUSY_LIMIT = 0.8;

    static StepVerdict of(Measured step, FindMax plan) {
        List<String> faults = generatorFaults(step);
        String busy = "shard " + Numbers.plain(Math.rint(step.figures().shardBusy() * 1_000) / 10) + " % busy, of "
                + Numbers.plain(plan.cpuCeiling() * 100) + " %";
        boolean isFull = step.figures().shardBusy() > Math.max(plan.cpuCeiling(), BUSY_LIMIT);
        if (!faults.isEmpty()) {
            if (isFull) {
                faults.add(busy);
            }
            return new StepVerdict(Outcome.GENERATOR, faults);
        }
        if (isFull) {
            return new StepVerdict(Outcome.CEILING, List.of(busy));
        }
        List<String> broken = step.until().stream().filter(verdict -> !verdict.passed()).map(StepVerdict::text).toList();
        if (!broken.isEmpty()) {
            return new StepVerdict(Outcome.BROKE, broken);
        }
        long waiting = step.dropped().getOrDefault(DropReason.NO_FREE_CALLER, 0L);
        if (waiting > 0) {
            return new StepVerdict(Outcome.GENERATOR, List.of(dropped(waiting, DropReason.NO_FREE_CALLER) + ": the group needs more endpoints"));
        }
        return step.figures().shardBusy() > plan.cpuCeiling() ? new StepVerdict(Outcome.CEILING, List.of(busy))
                : new StepVerdict(Outcome.HELD, List.of());
    }

    private static List<String> generatorFaults(Measured step) {
        List<String> faults = new ArrayList<>();
        step.engine().health().limits().stream().filter(limit -> !limit.limit().equals("shardBusyRatio")).map(RunResult.Limit::words)
                .forEach(faults::add);
        for (DropReason reason : List.of(DropReason.NO_SOCKET, DropReason.NOT_SENT)) {
            if (step.dropped().getOrDefault(reason, 0L) > 0) {
                faults.add(dropped(step.dropped().get(reason), reason));
            }
        }
        return faults;
    }

    private static String dropped(long calls, DropReason reason) {
        return calls + (calls == 1 ? " call" : " calls") + " dropped: " + reason.word();
    }

    private static String text(RunResult.Verdict verdict) {
        return verdict.threshold().text() + ": " + (Double.isNaN(verdict.value()) ? "not measured" : Numbers.plain(verdict.value()));
    }
}
