package busyhour.web.cli;

import busyhour.ipc.run.EndpointPhase;
import busyhour.web.result.FindMaxResult;
import busyhour.web.result.Numbers;
import busyhour.web.result.RunAggregates;
import busyhour.web.result.RunResult;
import busyhour.web.result.SeriesPoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a person sees on standard error while a run goes on: one line that is written over on a terminal, a line each few
 * seconds elsewhere. Main thread.
 */
final class Progress {
    private static final int PLAIN_EVERY_SECONDS = 5;

    private final RunAggregates aggregates;
    private final boolean live = Terminal.isLive();
    private int seconds;

    Progress(RunAggregates aggregates, String runId) {
        this.aggregates = aggregates;
        Terminal.err().println(Terminal.bold(aggregates.plan().name()) + Terminal.dim("  run " + runId + ", "
                + aggregates.plan().endpoints() + " endpoints"));
    }

    /** The platform is there. */
    void onPlatform(URI address) {
        clear();
        Terminal.err().println("live page   " + address);
    }

    /** Something a person should know. */
    void note(String text) {
        clear();
        Terminal.err().println(text);
    }

    void onSecond(long sinceBeginNs) {
        seconds++;
        if (live) {
            String line = line(sinceBeginNs);
            int width = Terminal.columns() - 1;
            Terminal.err().print("\r\033[K" + (line.length() > width ? line.substring(0, width) : line));
            Terminal.err().flush();
        } else if (seconds % PLAIN_EVERY_SECONDS == 1) {
            Terminal.err().println(line(sinceBeginNs));
        }
    }

    /** Takes the live line away. */
    void clear() {
        if (live) {
            Terminal.err().print("\r\033[K");
            Terminal.err().flush();
        }
    }

    private String line(long sinceBeginNs) {
        RunResult result = aggregates.result();
        long elapsed = TimeUnit.NANOSECONDS.toSeconds(sinceBeginNs);
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "%02d:%02d", elapsed / 60, elapsed % 60));
        String preparation = aggregates.preparation();
        if (!preparation.isEmpty()) {
            parts.add(preparation);
            return String.join(Terminal.sign(" · ", " | "), parts);
        }
        if (result.findMax() != null && result.findMax().trial() != null) {
            FindMaxResult.Trial trial = result.findMax().trial();
            parts.add("find-max " + trial.phase().name().toLowerCase(Locale.ROOT) + " " + result.findMax().plan().text(trial.level())
                    + ", " + trial.doing());
        }
        parts.add(funnel(result.endpoints().phases()));
        RunResult.Calls calls = result.calls();
        parts.add("calls " + calls.answered() + "/" + calls.offered() + " answered"
                + (calls.failed() > 0 ? ", " + Terminal.red(calls.failed() + " failed") : "")
                + (calls.dropped() > 0 ? ", " + Terminal.red(calls.dropped() + " dropped") : ""));
        List<SeriesPoint> series = aggregates.series();
        SeriesPoint now = lastMeasured(series);
        if (now != null) {
            if (!Double.isNaN(now.mosAvg())) { // a codec may have none
                parts.add("MOS " + Numbers.plain(round(now.mosAvg(), 100)));
            }
            parts.add("jitter " + Numbers.plain(round(now.jitterP95Ms(), 100)) + " ms");
            parts.add("loss " + Numbers.plain(round(now.lossPercent(), 100)) + " %");
            if (!Double.isNaN(now.video().frameRateAvg())) {
                parts.add("video " + Numbers.plain(round(now.video().frameRateAvg(), 10)) + " fps");
            }
        }
        String busy = "engine " + Math.round(result.engine().shardBusyRatio() * 100) + " % busy";
        parts.add(result.engine().overloaded() ? Terminal.red(busy + ", over its limit") : busy);
        return String.join(Terminal.sign(" · ", " | "), parts);
    }

    private static SeriesPoint lastMeasured(List<SeriesPoint> series) {
        for (int i = series.size() - 1; i >= Math.max(0, series.size() - 4); i--) {
            if (!Double.isNaN(series.get(i).jitterAvgMs())) {
                return series.get(i);
            }
        }
        return null;
    }

    private static double round(double value, double steps) {
        return Math.rint(value * steps) / steps;
    }

    private static String funnel(Map<String, Integer> phases) {
        StringBuilder text = new StringBuilder();
        for (EndpointPhase phase : EndpointPhase.values()) {
            Integer count = phases.get(phase.name());
            if (count != null && count > 0) {
                text.append(text.isEmpty() ? "" : " ").append(phase.name().toLowerCase(Locale.ROOT)).append(' ').append(count);
            }
        }
        return text.toString();
    }
}
