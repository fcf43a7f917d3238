package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What publishing costs the shards: the same calls on the same core in turn with everything, and with an engine that tells nobody.
 */
@Command(name = "publisher", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Send lateness of a loaded shard with the publisher, journal, link and collector, and without.")
public final class PublisherLoadProgram implements Callable<Integer> {

    private static final double WANTED = 1.2;
    private static final int PTIME_MS = 20;
    private static final int RAMP_S = 4;
    private static final int SETTLE_S = 5;
    private static final double END_TIMEOUT_S = 60;

    @Mixin
    private Place place = new Place();
    @Option(names = "--endpoints", description = "two-way, with G.711 (1000)")
    private int endpoints = 1_000;
    @Option(names = "--seconds", description = "of each steady part (12)")
    private int seconds = 12;
    @Option(names = "--rounds", description = "in turn (3)")
    private int rounds = 3;
    @Option(names = "--core", description = "of the shard (1)")
    private int core = 1;
    @Option(names = "--idle", description = "spin, yield or backoff (backoff)")
    private String idle = "backoff";

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final LoadReport report = place.report("publisher");
        final String missing = BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        final int durationS = seconds + RAMP_S + SETTLE_S;
        final String plan = CallPlan.calls("publisher", endpoints / 2, PTIME_MS, durationS, Math.max(1, endpoints / 2 / RAMP_S), false);
        final List<Double> without = new ArrayList<>();
        final List<Double> with = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            without.add(print("without", lone(plan, durationS), report));
            with.add(print("with", whole(plan, durationS), report));
        }
        final Verdicts verdicts = new Verdicts(out, report);
        final double leastWith = Statistics.least(with.stream().mapToDouble(Double::doubleValue).toArray());
        final double leastWithout = Statistics.least(without.stream().mapToDouble(Double::doubleValue).toArray());
        verdicts.atMost("p99.9 lateness with the publisher (" + Verdicts.number(leastWith) + " us) by that without ("
                + Verdicts.number(leastWithout) + " us), best of " + rounds + " each", leastWith / leastWithout, WANTED, "");
        out.println("raw: " + report.file());
        return verdicts.exitCode();
    }

    private double print(String which, JsonNode engine, LoadReport report) throws IOException {
        final JsonNode lateness = engine.get("sendLatenessUs");
        out.printf("%-8s busy %s %%, lateness us p50 %s, p99 %s, p99.9 %s, max %s%n", which, Verdicts.number(100 * engine.get("shardBusyRatio").asDouble()),
                Verdicts.number(lateness.get("p50").asDouble()), Verdicts.number(lateness.get("p99").asDouble()),
                Verdicts.number(lateness.get("p999").asDouble()), Verdicts.number(lateness.get("max").asDouble()));
        final ObjectNode line = LoadReport.object().put("program", "publisher").put("publisher", which).put("endpoints", endpoints);
        line.set("engine", engine);
        report.append(line);
        return lateness.get("p999").asDouble();
    }

    private JsonNode whole(String plan, int durationS) throws IOException, InterruptedException {
        try (BusyhourRun run = BusyhourRun.start(place.home(), place.target(), "publisher", plan,
                List.of("--idle", idle, "--cores", Integer.toString(core)))) {
            return run.result(durationS + END_TIMEOUT_S).get("engine");
        }
    }

    private JsonNode lone(String plan, int durationS) throws IOException, InterruptedException {
        final Path file = Files.writeString(place.target().resolve("lone-engine.yaml"), plan, StandardCharsets.UTF_8);
        final List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + place.home().resolve("tuning/jvm/engine.flags"), "-cp", System.getProperty("java.class.path"), LoneEngine.class.getName(),
                file.toString(), Integer.toString(core), idle);
        final Path output = place.target().resolve("lone-engine.out");
        final Process process = new ProcessBuilder(command).redirectError(place.target().resolve("lone-engine.err").toFile())
                .redirectOutput(output.toFile()).start();
        return new CBaseline.Running(process, output, "lone engine").result(durationS + END_TIMEOUT_S);
    }
}
