package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Calls that come and go at a steady rate: shard threads must allocate nothing, and no pause of the collector may be felt.
 *
 * <pre>
 *   start | register | calls begin | steady: as many end as begin, each second | the last hang up
 * </pre>
 */
@Command(name = "churn", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Calls coming and going at a steady rate: 0 bytes allocated, no pause over 1 ms.")
public final class ChurnLoadProgram implements Callable<Integer> {

    /** Start, settling and the steady part's edges. */
    private static final int AROUND_S = 6;
    private static final double END_TIMEOUT_S = 60;

    @Mixin
    private Place place = new Place();
    @Option(names = "--rate", description = "calls a second (100)")
    private int rate = 100;
    @Option(names = "--duration", description = "of each call in seconds (4)")
    private int durationS = 4;
    @Option(names = "--seconds", description = "of steady coming and going (60)")
    private int seconds = 60;
    @Option(names = "--cores", description = "of the shards (1)")
    private String cores = "1";

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadReport report = place.report("churn");
        final String missing = BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        final int forS = seconds + durationS + AROUND_S;
        try (BusyhourRun run = BusyhourRun.start(place.home(), place.target(), "churn", CallPlan.churn(rate, durationS, forS),
                List.of("--cores", cores))) {
            final JsonNode result = run.result(forS + durationS + END_TIMEOUT_S);
            final JsonNode engine = result.get("engine");
            final ObjectNode line = LoadReport.object().put("program", "churn").put("rate", rate).put("durationS", durationS);
            line.set("engine", engine);
            line.set("calls", result.get("calls"));
            report.append(line);
            final Verdicts verdicts = new Verdicts(out, report);
            verdicts.atLeast("calls answered, " + rate + "/s for " + forS + " s", result.at("/calls/answered").asDouble(), (double) rate * forS, "");
            verdicts.atMost("calls failed or dropped", result.at("/calls/failed").asDouble() + result.at("/calls/dropped").asDouble(), 0, "");
            verdicts.atMost("bytes allocated by shard threads a second", engine.get("allocatedBytesPerSecond").asDouble(Double.NaN), 0, "");
            verdicts.atMost("longest pause of the collector", engine.get("gcPauseMaxMs").asDouble(Double.NaN), 1, " ms");
            out.println("raw: " + report.file());
            return verdicts.exitCode();
        }
    }
}
