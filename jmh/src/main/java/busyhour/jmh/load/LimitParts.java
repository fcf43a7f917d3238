package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of {@link LimitLoadProgram}: contenders in turn on one core.
 *
 * <pre>
 *   ratios  packets per busy second of the shard / those of the C pacer, medians of the rounds; burst loop and SIPp beside
 *   gaps    share of the gaps within 1 ms, best of the rounds, by the tap
 *   sweep   endpoints up to where a contender is its own limit: the knee
 *   full    beyond that: Busyhour must say that it was overloaded
 * </pre>
 */
final class LimitParts {

    private static final double WANTED_RATIO = 0.75;
    private static final double WANTED_WITHIN_1MS = 0.999;
    private static final int FIRST_OF_SWEEP = 1_000;
    private static final double SWEEP_FACTOR = 1.6;
    private static final double SWEEP_EXACT = 0.1;
    private static final int PACKETS_PER_SECOND = 50;
    /** Two ports for each endpoint, of those that Busyhour takes for media. */
    private static final int MOST_ENDPOINTS = (Tap.LAST_PORT - Tap.FIRST_PORT + 1) / 2 / 100 * 100;
    private static final double AS_PLANNED = 0.999;
    private static final int FULL_ATTEMPTS = 4;
    private static final double FULL_STEP = 1.15;

    private final Contender pacer;
    private final Contender burst;
    private final Contender busyhour;
    private final Contender dense;
    private final Contender sipp;
    private final Tap tap;
    private final int rounds;
    private final double seconds;
    private final LoadReport report;
    private final Verdicts verdicts;
    private final PrintStream out;

    /**
     * @param dense Busyhour with one socket for each endpoint, for numbers that two sockets do not allow.
     * @param sipp  null = left out.
     */
    LimitParts(
            Contender pacer, Contender burst, Contender busyhour, Contender dense, Contender sipp, Tap tap, int rounds, double seconds,
            LoadReport report, PrintStream out) {
        this.pacer = pacer;
        this.burst = burst;
        this.busyhour = busyhour;
        this.dense = dense;
        this.sipp = sipp;
        this.tap = tap;
        this.rounds = rounds;
        this.seconds = seconds;
        this.report = report;
        this.out = out;
        verdicts = new Verdicts(out, report);
    }

    /** Why nothing can be measured here, or null. */
    String missing() throws IOException, InterruptedException {
        for (Contender contender : List.of(pacer, burst, busyhour)) {
            final String missing = contender.missing();
            if (missing != null) {
                return contender.name() + ": " + missing;
            }
        }
        return tap.missing();
    }

    int exitCode() {
        return verdicts.exitCode();
    }

    void ratios(List<Integer> numbers) throws IOException, InterruptedException {
        out.print(Figures.head());
        final Map<Integer, Double> medians = new TreeMap<>();
        for (int endpoints : numbers) {
            final List<Double> c = new ArrayList<>();
            final List<Double> ours = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                c.add(measure(pacer, endpoints, null).packetsPerBusySecond());
                ours.add(measure(busyhour, endpoints, null).packetsPerBusySecond());
            }
            final double burstRate = measure(burst, endpoints, null).packetsPerBusySecond();
            if (hasSipp()) {
                measure(sipp, endpoints, null);
            }
            out.printf("%d endpoints: %s of the burst loop%n", endpoints, Verdicts.number(Statistics.median(ours) / burstRate));
            medians.put(endpoints, Statistics.median(ours) / Statistics.median(c));
        }
        for (Map.Entry<Integer, Double> median : medians.entrySet()) {
            verdicts.atLeast(median.getKey() + " endpoints, packets per busy second by those of the C pacer", median.getValue(), WANTED_RATIO, "");
        }
    }

    /** Watched from outside, which costs the watched processor time: those figures are not for comparison. */
    void gaps(List<Integer> numbers) throws IOException, InterruptedException {
        out.print(Figures.head());
        for (int endpoints : numbers) {
            final List<Double> c = new ArrayList<>();
            final List<Double> ours = new ArrayList<>();
            final boolean first = endpoints == numbers.getFirst();
            for (int round = 0; round < (first ? rounds : 1); round++) {
                c.add(measure(pacer, endpoints, tap).within1ms());
                ours.add(measure(busyhour, endpoints, tap).within1ms());
            }
            if (hasSipp()) {
                measure(sipp, endpoints, tap);
            }
            if (first) {
                verdicts.atLeast(endpoints + " endpoints, % of gaps within 1 ms, best of " + rounds + " (C pacer "
                        + Verdicts.number(100 * Statistics.best(c)) + ")", 100 * Statistics.best(ours), 100 * WANTED_WITHIN_1MS, " %");
            }
        }
    }

    void sweep() throws IOException, InterruptedException {
        out.print(Figures.head());
        for (Contender contender : List.of(pacer, dense)) {
            final Knee knee = Knee.search(FIRST_OF_SWEEP, SWEEP_FACTOR, MOST_ENDPOINTS, SWEEP_EXACT, endpoints -> holds(contender, endpoints));
            out.printf("knee: %s holds %d two-way endpoints on one core, %s%n", contender.name(), knee.held(),
                    knee.failed() > MOST_ENDPOINTS ? "more were not asked" : "not " + knee.failed());
            report.append(LoadReport.object().put("knee", contender.name()).put("held", knee.held()).put("failed", knee.failed()));
        }
    }

    private boolean holds(Contender contender, int endpoints) throws IOException, InterruptedException {
        final Figures figures = measure(contender, endpoints, null);
        return !figures.overloaded() && figures.lost() == 0 && figures.packetsPerSecond() >= AS_PLANNED * endpoints * PACKETS_PER_SECOND;
    }

    /** More and more endpoints until the shard is full; then the run must say so. */
    void full() throws IOException, InterruptedException {
        out.print(Figures.head());
        int endpoints = Math.min(MOST_ENDPOINTS, hundreds(measure(dense, FIRST_OF_SWEEP, null).packetsPerBusySecond() / PACKETS_PER_SECOND));
        Figures figures = measure(dense, endpoints, null);
        for (int attempt = 1; attempt < FULL_ATTEMPTS && !isFull(figures) && endpoints < MOST_ENDPOINTS; attempt++) {
            endpoints = Math.min(MOST_ENDPOINTS, hundreds(endpoints * FULL_STEP));
            figures = measure(dense, endpoints, null);
        }
        verdicts.that("a full shard says that it is overloaded", isFull(figures) && figures.overloaded(),
                "%d endpoints, %.0f packets/s of %d, busy %.1f %%, lateness p99 %.0f us, lost %d, overloaded %s".formatted(endpoints,
                        figures.packetsPerSecond(), endpoints * PACKETS_PER_SECOND, 100 * figures.busyShare(), figures.latenessP99Us(),
                        figures.lost(), figures.overloaded()));
    }

    private static boolean isFull(Figures figures) {
        return Limits.isOverloaded(figures.busyShare(), figures.latenessP99Us(), figures.lost());
    }

    private static int hundreds(double endpoints) {
        return (int) Math.ceil(endpoints / 100) * 100;
    }

    private boolean hasSipp() throws IOException, InterruptedException {
        return sipp != null && sipp.missing() == null;
    }

    private Figures measure(Contender contender, int endpoints, Tap watched) throws IOException, InterruptedException {
        final Figures figures = contender.measure(endpoints, seconds, watched);
        final ObjectNode line = figures.json();
        line.put("program", "limit").put("seconds", seconds).put("watched", watched != null);
        report.append(line);
        out.print(figures.row());
        return figures;
    }
}
