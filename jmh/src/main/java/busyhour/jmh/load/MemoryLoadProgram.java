package busyhour.jmh.load;

import busyhour.jmh.load.EngineProcess.Memory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What an endpoint takes of the engine's memory: two runs of two-way calls between our own groups, one of few endpoints and one of many,
 * and by how much more is resident in the larger one while all of its calls are up. All that the kernel counts is counted: heap, pools,
 * the compiler's, mapped files of rings, journal and link.
 *
 * <pre>
 *   start | register | ramp | all calls up, settle | read /proc/PID/status | hang up
 * </pre>
 */
@Command(name = "memory", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Resident memory of the engine for each endpoint beyond the first 1,000.")
public final class MemoryLoadProgram implements Callable<Integer> {

    private static final double MOST_KB = 32;
    /** At 20 ms the larger run would fill a core that it shares with its collector; the memory is the same. */
    private static final int PTIME_MS = 40;
    private static final int PACKETS_PER_SECOND = 1_000 / PTIME_MS;
    private static final int RAMP_S = 4;
    private static final int SETTLE_S = 4;
    private static final int SPARE_S = 20;
    private static final double START_TIMEOUT_S = 30;
    private static final double END_TIMEOUT_S = 30;
    private static final double FIRST_CALLS = 0.02;
    private static final double NEARLY_ALL = 0.97;
    private static final double KB = 1024;

    @Mixin
    private Place place = new Place();
    @Option(names = "--few", description = "endpoints of the smaller run (1000)")
    private int few = 1_000;
    @Option(names = "--many", description = "endpoints of the larger run (4000)")
    private int many = 4_000;
    @Option(names = "--rounds", description = "at most, until one holds (3)")
    private int rounds = 3;

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadReport report = place.report("memory");
        final String missing = BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        double best = Double.NaN;
        for (int round = 0; round < rounds && !(best <= MOST_KB); round++) {
            final Memory small = play(few, report);
            final Memory large = play(many, report);
            final double each = small == null || large == null ? Double.NaN : (large.bytes() - small.bytes()) / KB / (many - few);
            if (small != null && large != null) {
                out.println(line(small, large, each));
            }
            best = best <= each ? best : each;
        }
        final Verdicts verdicts = new Verdicts(out, report);
        verdicts.atMost("resident for each of " + many + " endpoints beyond the first " + few, best, MOST_KB, " kB");
        out.println("raw: " + report.file());
        return verdicts.exitCode();
    }

    private String line(Memory small, Memory large, double each) {
        return String.format(Locale.ROOT, "%,d endpoints %s; %,d endpoints %s: %.1f kB for each more (heap and native %.1f, files %.1f, shared %.1f)",
                few, megabytes(small), many, megabytes(large), each, perEndpoint(large.anonymousBytes() - small.anonymousBytes()),
                perEndpoint(large.fileBytes() - small.fileBytes()), perEndpoint(large.sharedBytes() - small.sharedBytes()));
    }

    private double perEndpoint(long bytes) {
        return bytes / KB / (many - few);
    }

    private static String megabytes(Memory memory) {
        return String.format(Locale.ROOT, "%.0f MB", memory.bytes() / KB / KB);
    }

    /** @return what is resident while all calls are up, null when they never were. */
    private Memory play(int endpoints, LoadReport report) throws IOException, InterruptedException {
        final int calls = endpoints / 2;
        final String name = "memory-" + endpoints;
        final String plan = CallPlan.calls(name, calls, PTIME_MS, RAMP_S + SETTLE_S + SPARE_S, Math.max(1, calls / RAMP_S), true);
        try (BusyhourRun run = BusyhourRun.start(place.home(), place.target(), name, plan, List.of())) {
            final double packetsPs = 2.0 * calls * PACKETS_PER_SECOND;
            KernelPackets.awaitRate(FIRST_CALLS * packetsPs, START_TIMEOUT_S, run.process());
            KernelPackets.awaitRate(NEARLY_ALL * packetsPs, 2 * RAMP_S, run.process());
            TimeUnit.SECONDS.sleep(SETTLE_S);
            final Memory memory = run.engine().memory();
            run.process().destroy();
            final JsonNode result = run.result(END_TIMEOUT_S);
            report.append(LoadReport.object().put("program", "memory").put("endpoints", endpoints)
                    .put("answered", result.at("/calls/answered").asInt()).put("residentBytes", memory.bytes())
                    .put("anonymousBytes", memory.anonymousBytes()).put("fileBytes", memory.fileBytes()).put("sharedBytes", memory.sharedBytes()));
            if (result.at("/calls/answered").asInt() == calls) {
                return memory;
            }
            out.println(endpoints + " endpoints: " + result.at("/calls/answered").asInt() + " of " + calls + " calls were up");
            return null;
        }
    }
}
