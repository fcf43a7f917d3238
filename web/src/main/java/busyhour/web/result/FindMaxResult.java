package busyhour.web.result;

import busyhour.web.plan.FindMax;
import busyhour.web.plan.Threshold;
import java.util.List;

/**
 * What a search for the highest load found, or has found so far.
 *
 * @param plan      what was asked for.
 * @param groupName whose load is raised.
 * @param level     the highest level that held; 0 when none did.
 * @param confirmed whether it held for the longer time too.
 * @param broken    the lowest level that broke, 0 when none did.
 * @param limits    what broke there, as in the step.
 * @param steps     in the order taken.
 * @param verdicts  of the plan's thresholds over the last step.
 * @param trial     what is being tried now, null when nothing is.
 */
public record FindMaxResult(
        FindMax plan, String groupName, Status status, long level, boolean confirmed, long broken, List<String> limits, List<Step> steps,
        List<RunResult.Verdict> verdicts, Trial trial) {

    public FindMaxResult {
        verdicts = List.copyOf(verdicts);
        limits = List.copyOf(limits);
        steps = List.copyOf(steps);
    }

    /** How a search stands or ended. */
    public enum Status {
        /** It goes on. */
        SEARCHING("the search goes on"),
        /** A threshold broke above the level. */
        FOUND("found"),
        /** The generator reached the ceiling that the plan names above the level. */
        CEILING("the generator reached the CPU ceiling of the plan"),
        /** The last level of the plan held: more may do. */
        ALL_HELD("it is the highest of the plan, more may do"),
        /** A threshold broke at the first level. */
        NOTHING_HELD("no level held"),
        /** The generator was the limit: the tested system may carry more. */
        GENERATOR("the generator was the limit: the tested system may carry more"),
        /** Ended early. */
        INTERRUPTED("the search was ended before it was done");

        private final String words;

        Status(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** What a step is for. */
    public enum Phase {
        /** Up until a level breaks. */
        CLIMB,
        /** Between the highest that held and the lowest that broke. */
        NARROW,
        /** The highest that held, for longer. */
        CONFIRM
    }

    /**
     * The step that goes on.
     *
     * @param attempt from 1.
     * @param doing   {@code waiting for calls}, {@code setting}, {@code judging}, {@code settling} or {@code resting}.
     */
    public record Trial(Phase phase, long level, int attempt, String doing) {
    }

    /** What became of a step. */
    public enum Outcome {
        /** All held. */
        HELD,
        /** A threshold broke. */
        BROKE,
        /** The generator could not, whatever the thresholds say. */
        GENERATOR,
        /** The generator reached the ceiling of the plan, and nothing else was amiss with it. */
        CEILING
    }

    /**
     * One step.
     *
     * @param attempt    from 1.
     * @param fromSecond of the run: where its judged seconds begin, ...
     * @param toSecond   ... and end, exclusive.
     * @param limits     what broke, such as {@code asr >= 99: 97.5}; empty when all held.
     */
    public record Step(Phase phase, long level, int attempt, int fromSecond, int toSecond, Figures figures, Outcome outcome,
                       List<String> limits) {
        public Step {
            limits = List.copyOf(limits);
        }
    }

    /**
     * Figures of a step's own calls and seconds. NaN where nothing was measured.
     *
     * @param offered       calls whose time fell into the step.
     * @param concurrent    calls of the group up at the same time, mean.
     * @param asr           answered / started, %; a call that was not answered in time counts as not answered.
     * @param shardBusy     of the busiest shard, 0 to 1.
     */
    public record Figures(long offered, long started, long answered, long failed, long dropped, double asr, double concurrent,
                          double setupP95Ms, double mosAvg, double shardBusy, double latenessP99Us, long kernelDrops) {
    }

    /** Of one of the plan's thresholds over the last step; NaN when there was none, or nothing was measured in it. */
    double value(Threshold threshold) {
        return verdicts.stream().filter(verdict -> verdict.threshold().equals(threshold)).mapToDouble(RunResult.Verdict::value).findFirst()
                .orElse(Double.NaN);
    }

    /** One sentence: {@code 47/s held for 30s; at 48/s asr >= 99: 97.9}. */
    public String words() {
        String what = level == 0 ? "" : plan.text(level) + (confirmed ? " held for " + plan.confirmText() : " held, and was not confirmed");
        String above = broken == 0 || limits.isEmpty() ? "" : "at " + plan.text(broken) + " " + String.join(", ", limits);
        return switch (status) {
            case SEARCHING, INTERRUPTED -> status.words + (what.isEmpty() ? "" : ": so far " + what);
            case ALL_HELD -> what + ": " + status.words;
            case FOUND -> what + (above.isEmpty() ? "" : "; " + above);
            default -> (what.isEmpty() ? "" : what + "; ") + status.words + (above.isEmpty() ? "" : ": " + above);
        };
    }

    /** Whether the search is over. */
    public boolean isOver() {
        return status != Status.SEARCHING;
    }
}
