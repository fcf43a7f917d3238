package busyhour.web.cli;

import busyhour.web.result.ExitCode;
import busyhour.web.result.Numbers;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.result.Statistics;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The end of a run on standard error: thresholds first, then what a person asks next. */
final class Summary {
    private static final int LABEL = 14;
    private static final int MAX_REASONS = 5;

    private final PrintStream out = Terminal.err();
    private final RunResult result;

    private Summary(RunResult result) {
        this.result = result;
    }

    static void print(RunResult result, RunAggregates aggregates, OutputFiles files) {
        Summary summary = new Summary(result);
        summary.thresholds();
        summary.search();
        summary.calls();
        summary.metric("setup time", "call_setup_time_ms", "ms", List.of("p50", "p95", "p99", "max"));
        summary.metric("MOS", "mos", "", List.of("avg", "p5", "p1", "min"));
        summary.metric("jitter", "jitter_ms", "ms", List.of("avg", "p95", "p99", "max"));
        summary.packets();
        summary.metric("round trip", "rtt_ms", "ms", List.of("avg", "p95", "max"));
        MediaSummary.lines(result).forEach(summary::line);
        GeneratorSummary.lines(result.engine(), result.producedBy()).forEach(line -> summary.line(line.label(), line.text()));
        if (!aggregates.detail().isEmpty() && !result.run().status().equals("FAILED")) {
            summary.line("worker", aggregates.detail());
        }
        files.named().forEach((option, path) -> summary.line(option.substring(2), path.toString()));
        summary.verdict();
    }

    private void thresholds() {
        if (result.thresholds().isEmpty()) {
            return;
        }
        out.println();
        int width = result.thresholds().stream().mapToInt(verdict -> verdict.threshold().text().length()).max().orElse(0);
        for (RunResult.Verdict verdict : result.thresholds()) {
            String mark = verdict.passed() ? Terminal.green(Terminal.sign("✓", "ok  ")) : Terminal.red(Terminal.sign("✗", "FAIL"));
            String value = Double.isNaN(verdict.value()) ? "not measured" : Numbers.plain(verdict.value());
            out.println("  " + mark + " " + pad(verdict.threshold().text(), width) + "   "
                    + (verdict.passed() ? value : Terminal.red(value)));
        }
        out.println();
    }

    private void search() {
        if (result.findMax() == null) {
            return;
        }
        if (result.thresholds().isEmpty()) {
            out.println();
        }
        FindMaxSummary.table(result.findMax()).forEach(out::println);
        out.println();
        line("find-max", FindMaxSummary.sentence(result.findMax()));
    }

    private void calls() {
        RunResult.Calls calls = result.calls();
        line("calls", calls.offered() + " offered, " + calls.started() + " started, " + calls.answered() + " answered, "
                + calls.failed() + " failed" + (calls.dropped() > 0 ? ", " + calls.dropped() + " dropped" : "")
                + "   ASR " + Numbers.plain(calls.asr()) + " %  NER " + Numbers.plain(calls.ner()) + " %");
        ArrivalSummary.lines(result).forEach(text -> line("", text));
        if (calls.failed() > 0) {
            line("", "results " + named(calls.results()) + "   SIP " + named(calls.sipCodes()));
        }
        line("endpoints", result.endpoints().registered() + " of " + result.endpoints().planned() + " registered   "
                + (result.endpoints().outcomes().isEmpty() ? "no outcome yet" : named(result.endpoints().outcomes())));
        reasons("reasons", result.endpoints().reasons());
        reasons("actions", result.endpoints().failedActions());
    }

    /** What went wrong, in words, and how often. */
    private void reasons(String label, Map<String, Integer> reasons) {
        String first = label;
        for (Map.Entry<String, Integer> reason : reasons.entrySet().stream().limit(MAX_REASONS).toList()) {
            line(first, reason.getValue() + " x " + reason.getKey());
            first = "";
        }
        if (reasons.size() > MAX_REASONS) {
            line("", "and " + (reasons.size() - MAX_REASONS) + " other reasons, see the report");
        }
    }

    private void metric(String label, String key, String unit, List<String> statistics) {
        Statistics values = result.metrics().get(key);
        if (values == null) {
            line(label, "not measured");
            return;
        }
        line(label, statistics.stream().map(name -> name + " " + Numbers.plain(value(values, name)))
                .collect(Collectors.joining("   ")) + (unit.isEmpty() ? "" : " " + unit));
    }

    private void packets() {
        Statistics sent = result.metrics().get("packets_sent");
        Statistics received = result.metrics().get("packets_received");
        Statistics lost = result.metrics().get("packets_lost");
        if (sent != null && received != null) {
            line("packets", Numbers.plain(sent.sum()) + " sent, " + Numbers.plain(received.sum()) + " received, "
                    + (lost == null ? "-" : Numbers.plain(lost.sum())) + " lost");
        }
    }

    private void verdict() {
        ExitCode exitCode = ExitCode.of(result.run().exitCode());
        String words = exitCode.words() + " (exit code " + exitCode.code() + ")";
        out.println();
        out.println(exitCode == ExitCode.PASSED ? Terminal.green(Terminal.bold(words)) : Terminal.red(Terminal.bold(words)));
    }

    private void line(String label, String text) {
        out.println(Terminal.dim(pad(label, LABEL)) + text);
    }

    private static double value(Statistics values, String name) {
        return switch (name) {
            case "avg" -> values.avg();
            case "min" -> values.min();
            case "p1" -> values.p1();
            case "p5" -> values.p5();
            case "p50" -> values.p50();
            case "p95" -> values.p95();
            case "p99" -> values.p99();
            default -> values.max();
        };
    }

    private static String named(Map<String, ? extends Number> counts) {
        return counts.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
