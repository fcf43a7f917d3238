package busyhour.web.cli;

import busyhour.web.plan.FindMax;
import busyhour.web.result.FindMaxResult;
import busyhour.web.result.FindMaxResult.Outcome;
import busyhour.web.result.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run's end says of a search for the highest load: the steps as a table, then one sentence. */
final class FindMaxSummary {
    private static final String ROW = "  %-8s %9s  %7s  %8s  %7s  %9s  %6s  %6s   %s";

    private FindMaxSummary() {
    }

    /** Without colours but for the outcome, so that columns stay in line. */
    static List<String> table(FindMaxResult found) {
        List<String> lines = new ArrayList<>();
        lines.add(row("step", "load", "calls", "answered", "ASR %", "setup p95", "MOS", "busy %", "").stripTrailing());
        for (FindMaxResult.Step step : found.steps()) {
            FindMaxResult.Figures figures = step.figures();
            String phase = step.phase().name().toLowerCase(Locale.ROOT) + (step.attempt() > 1 ? " " + step.attempt() : "");
            lines.add(row(phase, load(found.plan(), step.level()), String.valueOf(figures.offered()), String.valueOf(figures.answered()),
                    rounded(figures.asr(), 10), rounded(figures.setupP95Ms(), 10), rounded(figures.mosAvg(), 100), rounded(figures.shardBusy() * 100, 1),
                    outcome(step)));
        }
        return lines;
    }

    /** {@code 47/s held for 30s; at 48/s asr >= 99: 97.9}, and what was raised. */
    static String sentence(FindMaxResult found) {
        return (found.plan().of() == FindMax.Of.RATE ? "calls/s of " : "calls of ") + found.groupName() + ": " + Terminal.bold(found.words());
    }

    private static String row(String phase, String load, String calls, String answered, String asr, String setup, String mos, String busy,
                              String outcome) {
        return String.format(Locale.ROOT, ROW, phase, load, calls, answered, asr, setup, mos, busy, outcome);
    }

    private static String load(FindMax plan, long level) {
        return plan.of() == FindMax.Of.RATE ? plan.text(level) : String.valueOf(level);
    }

    private static String outcome(FindMaxResult.Step step) {
        if (step.outcome() == Outcome.HELD) {
            return Terminal.green(Terminal.sign("✓ held", "held"));
        }
        return Terminal.red(Terminal.sign("✗ ", "") + String.join(", ", step.limits()));
    }

    private static String rounded(double value, double steps) {
        return Numbers.plain(Math.rint(value * steps) / steps);
    }
}
