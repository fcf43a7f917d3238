package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The engine's one core against the least that C must do on it, in turn and in one go.
 *
 * <pre>
 *   ratio = packets per busy second of the shard / those of the bare C pacer, the same endpoints, medians of the rounds
 * </pre>
 */
@Command(name = "limit", mixinStandardHelpOptions = true, sortOptions = false,
        description = "One shard with real calls against bare C and SIPp on the same core.")
public final class LimitLoadProgram implements Callable<Integer> {

    static final double WANTED_RATIO = 0.75;
    static final double WANTED_WITHIN_1MS = 0.999;

    @Parameters(arity = "0..1", defaultValue = ".", description = "the project's directory (.)")
    private Path root;
    @Option(names = "--only", split = ",", description = "of ratios, gaps (all)")
    private List<String> parts = List.of("ratios", "gaps");
    @Option(names = "--endpoints", split = ",", description = "two-way endpoints (1000,2000,3000)")
    private List<Integer> endpoints = List.of(1_000, 2_000, 3_000);
    @Option(names = "--rounds", description = "in turn (3)")
    private int rounds = 3;
    @Option(names = "--seconds", description = "of each measurement's steady part (10)")
    private double seconds = 10;
    @Option(names = "--core", description = "of the contenders (1); the tap takes another")
    private int core = 1;
    @Option(names = "--idle", description = "spin or backoff, of the C pacer and the shard (backoff)")
    private String idle = "backoff";
    @Option(names = "--rtcp-mux", description = "one socket for each endpoint instead of two")
    private boolean mux;

    private final PrintStream out;
    private LoadReport report;
    private Contender pacer;
    private Contender busyhour;
    private Contender burst;
    private CBaseline programs;

    /** Prints to standard output. */
    LimitLoadProgram() {
        this(System.out);
    }

    LimitLoadProgram(PrintStream out) {
        this.out = out;
    }

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = root.toAbsolutePath().normalize();
        final Path target = home.resolve("jmh/target/load");
        programs = new CBaseline(home.resolve("jmh/src/main/c"), target);
        report = new LoadReport(target, "limit");
        pacer = new PacerContender(programs, core, idle);
        burst = new BurstContender(programs, core);
        busyhour = new BusyhourContender(home, target, core, idle, mux);
        for (Contender contender : List.of(pacer, burst, busyhour)) {
            final String missing = contender.missing();
            if (missing != null) {
                out.println("skipped: " + contender.name() + ": " + missing);
                return LoadPrograms.NOT_MEASURED;
            }
        }
        out.println(report.machine());
        boolean held = true;
        if (parts.contains("ratios")) {
            held = ratios();
        }
        if (parts.contains("gaps")) {
            held &= gaps();
        }
        out.println("raw: " + report.file());
        return held ? LoadPrograms.HELD : LoadPrograms.NOT_HELD;
    }

    private boolean ratios() throws IOException, InterruptedException {
        out.print(Figures.head());
        final Map<Integer, Double> medians = new TreeMap<>();
        for (int count : endpoints) {
            final List<Double> c = new ArrayList<>();
            final List<Double> ours = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                c.add(measure(pacer, count, round, null).packetsPerBusySecond());
                ours.add(measure(busyhour, count, round, null).packetsPerBusySecond());
            }
            measure(burst, count, 0, null);
            medians.put(count, Statistics.median(ours) / Statistics.median(c));
        }
        boolean held = true;
        for (Map.Entry<Integer, Double> median : medians.entrySet()) {
            final boolean reached = median.getValue() >= WANTED_RATIO;
            held &= reached;
            out.printf(Locale.ROOT, "%s  %d endpoints: %.3f of the C pacer's packets per busy second, wanted %.2f%n", reached ? "held    " : "NOT HELD",
                    median.getKey(), median.getValue(), WANTED_RATIO);
        }
        return held;
    }

    private boolean gaps() throws IOException, InterruptedException {
        final int count = endpoints.getFirst();
        final Tap tap = new Tap(programs, core == 0 ? 1 : 0);
        final String missing = programs.compile("tap");
        if (missing != null) {
            out.println("skipped: gaps: " + missing);
            return true;
        }
        out.print(Figures.head());
        final List<Double> c = new ArrayList<>();
        final List<Double> ours = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            c.add(measure(pacer, count, round, tap).gaps().within1ms());
            ours.add(measure(busyhour, count, round, tap).gaps().within1ms());
        }
        final boolean held = Statistics.best(ours) >= WANTED_WITHIN_1MS;
        out.printf(Locale.ROOT, "%s  %d endpoints: %.3f %% of gaps within 1 ms, best of %d, wanted %.1f %%; C pacer %.3f %%%n", held ? "held    " : "NOT HELD",
                count, 100 * Statistics.best(ours), rounds, 100 * WANTED_WITHIN_1MS, 100 * Statistics.best(c));
        return held;
    }

    private Figures measure(Contender contender, int count, int round, Tap tap) throws IOException, InterruptedException {
        final Figures figures = contender.measure(count, seconds, tap);
        final ObjectNode line = figures.json();
        line.put("program", "limit").put("round", round).put("watched", tap != null).put("idle", idle).put("core", core).put("rtcpMux", mux);
        report.append(line);
        out.print(figures.row());
        return figures;
    }
}
