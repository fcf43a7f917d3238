package busyhour.jmh.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What thousands of registered endpoints that do nothing cost: the processor time of the shard's thread, by the scheduler's account. */
@Command(name = "idle", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Registered endpoints that do nothing, on one shard with --idle backoff.")
public final class IdleLoadProgram implements Callable<Integer> {

    private static final double WANTED_PERCENT = 5;
    private static final int START_S = 15;
    private static final double END_TIMEOUT_S = 120;

    @Mixin
    private Place place = new Place();
    @Option(names = "--endpoints", description = "registered, in no call (10000)")
    private int endpoints = 10_000;
    @Option(names = "--seconds", description = "that are watched (30)")
    private int seconds = 30;
    @Option(names = "--core", description = "of the shard (1)")
    private int core = 1;

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadReport report = place.report("idle");
        final String missing = BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        try (BusyhourRun run = BusyhourRun.start(place.home(), place.target(), "idle", CallPlan.registered(endpoints, START_S + seconds + 5),
                List.of("--cores", Integer.toString(core), "--idle", "backoff"))) {
            if (run.process().waitFor(START_S, TimeUnit.SECONDS)) {
                run.result(1);
                throw new IOException("the run ended before it was watched, see " + place.target().resolve("idle.out"));
            }
            final EngineProcess engine = run.engine();
            final long startNs = System.nanoTime();
            final EngineProcess.Cpu before = engine.cpu();
            TimeUnit.SECONDS.sleep(seconds);
            final EngineProcess.Cpu after = engine.cpu();
            final double wallNs = System.nanoTime() - startNs;
            final double shardPercent = 100 * (after.shardsNs() - before.shardsNs()) / wallNs;
            final double processPercent = 100 * (after.processNs() - before.processNs()) / wallNs;
            final int registered = run.result(seconds + END_TIMEOUT_S).at("/endpoints/registered").asInt();
            final ObjectNode line = LoadReport.object().put("program", "idle").put("endpoints", endpoints).put("registered", registered)
                    .put("shardPercent", shardPercent).put("processPercent", processPercent);
            report.append(line);
            final Verdicts verdicts = new Verdicts(out, report);
            verdicts.atLeast("registered endpoints", registered, endpoints, "");
            verdicts.atMost(endpoints + " registered endpoints, processor time of their shard (whole engine "
                    + Verdicts.number(processPercent) + " %)", shardPercent, WANTED_PERCENT, " % of a core");
            out.println("raw: " + report.file());
            return verdicts.exitCode();
        }
    }
}
