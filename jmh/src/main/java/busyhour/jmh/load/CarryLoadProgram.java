package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the whole machine carries: thousands of calls between our own groups at ptime 40, one shard on each of two cores, an
 * independent capture beside them.
 *
 * <pre>
 *   3,000 calls   nothing lost, not overloaded
 *   5,000 calls   overloaded exactly when the capture misses packets, p99 lateness is over 1 ms or a shard over 0.8 busy
 * </pre>
 */
@Command(name = "carry", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Thousands of calls at ptime 40 on two cores, watched from outside.")
public final class CarryLoadProgram implements Callable<Integer> {

    private static final int PTIME_MS = 40;
    private static final int PACKETS_PER_SECOND = 1_000 / PTIME_MS;
    private static final int RAMP_S = 8;
    private static final int SETTLE_S = 3;
    private static final double MARGIN_S = 1;
    private static final double START_TIMEOUT_S = 60;
    private static final double END_TIMEOUT_S = 90;
    private static final double FIRST_CALLS = 0.02;
    private static final double NEARLY_ALL = 0.97;

    @Mixin
    private Place place = new Place();
    @Option(names = "--calls", description = "that must be carried (3000); 0 = left out")
    private int calls = 3_000;
    @Option(names = "--more", description = "that must be carried or called overloaded (5000); 0 = left out")
    private int more = 5_000;
    @Option(names = "--seconds", description = "of the steady part (60)")
    private int seconds = 60;
    @Option(names = "--cores", description = "of the shards (0,1)")
    private String cores = "0,1";
    @Option(names = "--idle", description = "spin, yield or backoff (backoff)")
    private String idle = "backoff";

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadReport report = place.report("carry");
        final Tap tap = new Tap(place.programs(), -1);
        final String missing = tap.missing() != null ? tap.missing() : BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        final Verdicts verdicts = new Verdicts(out, report);
        if (calls > 0) {
            final CarriedRun carried = carry(calls, tap, report);
            verdicts.that(calls + " calls at ptime " + PTIME_MS + " for " + seconds + " s: nothing lost, not overloaded",
                    carried.isClean(), carried.figures());
        }
        if (more > 0) {
            final CarriedRun full = carry(more, tap, report);
            verdicts.that(more + " calls: overloaded exactly when the capture misses packets, p99 lateness is over 1 ms or a shard over 80 % busy",
                    full.saysWhatIsSo(), full.figures());
        }
        out.println("raw: " + report.file());
        return verdicts.exitCode();
    }

    private CarriedRun carry(int count, Tap tap, LoadReport report) throws IOException, InterruptedException {
        final int durationS = seconds + RAMP_S + SETTLE_S;
        final String plan = CallPlan.calls("carry", count, PTIME_MS, durationS, Math.max(1, count / RAMP_S), true);
        try (BusyhourRun run = BusyhourRun.start(place.home(), place.target(), "carry", plan, List.of("--idle", idle, "--cores", cores))) {
            final double packetsPs = 2.0 * count * PACKETS_PER_SECOND;
            KernelPackets.awaitRate(FIRST_CALLS * packetsPs, START_TIMEOUT_S, run.process());
            KernelPackets.awaitRate(NEARLY_ALL * packetsPs, RAMP_S, run.process());
            TimeUnit.SECONDS.sleep(SETTLE_S - 1);
            final Gaps gaps = tap.watch(seconds - MARGIN_S, PTIME_MS).gaps();
            final JsonNode result = run.result(durationS + END_TIMEOUT_S);
            final CarriedRun carried = new CarriedRun(result, gaps, 2.0 * count * PACKETS_PER_SECOND);
            final ObjectNode line = LoadReport.object().put("program", "carry").put("calls", count).put("seconds", seconds).put("cores", cores);
            line.set("gaps", LoadReport.objectOf(gaps));
            line.set("engine", result.get("engine"));
            line.set("calls", result.get("calls"));
            line.set("exitCode", result.at("/run/exitCode"));
            report.append(line);
            return carried;
        }
    }
}
