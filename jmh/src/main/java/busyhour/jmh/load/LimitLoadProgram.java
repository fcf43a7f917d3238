package busyhour.jmh.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The engine's one core against the least that C must do on it, in turn and in one go: see {@link LimitParts}.
 */
@Command(name = "limit", mixinStandardHelpOptions = true, sortOptions = false,
        description = "One shard with real calls against bare C and SIPp on the same core.")
public final class LimitLoadProgram implements Callable<Integer> {

    private static final Set<String> PARTS = Set.of("ratios", "gaps", "sweep", "full");

    @Mixin
    private Place place = new Place();
    @Option(names = "--only", split = ",", description = "of ratios, gaps, sweep, full (all)")
    private List<String> parts = List.of("ratios", "gaps", "sweep", "full");
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
    @Option(names = "--without-sipp", description = "SIPp is left out")
    private boolean withoutSipp;

    private final PrintStream out;

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
        if (!PARTS.containsAll(parts) || !Set.of("spin", "backoff").contains(idle)) {
            out.println("--only takes of " + PARTS + ", --idle spin or backoff");
            return LoadPrograms.WRONG_ARGUMENTS;
        }
        final Path home = place.home();
        final Path target = place.target();
        final LoadReport report = place.report("limit");
        final CBaseline programs = place.programs();
        final int other = core == 0 ? 1 : 0;
        final LimitParts limit = new LimitParts(new PacerContender(programs, core, idle), new BurstContender(programs, core),
                new BusyhourContender(home, target, core, idle, mux), new BusyhourContender(home, target, core, idle, true),
                withoutSipp ? null : new SippContender(target, core, other), new Tap(programs, other), rounds, seconds, report, out);
        final String missing = limit.missing();
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        if (parts.contains("ratios")) {
            limit.ratios(endpoints);
        }
        if (parts.contains("gaps")) {
            limit.gaps(endpoints);
        }
        if (parts.contains("sweep")) {
            limit.sweep();
        }
        if (parts.contains("full")) {
            limit.full();
        }
        out.println("raw: " + report.file());
        return limit.exitCode();
    }
}
