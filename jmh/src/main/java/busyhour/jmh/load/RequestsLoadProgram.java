package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Reads of REST at a steady rate, ten kinds in turn, while a run with real calls streams in; platform, worker, database and the asking
 * client share the machine.
 */
@Command(name = "requests", mixinStandardHelpOptions = true, sortOptions = false,
        description = "REST while a run streams in: mixed reads at a steady rate, none late, none refused.")
final class RequestsLoadProgram implements Callable<Integer> {

    private static final double WANTED_P99_MS = 50;
    private static final long RUNNING_TIMEOUT_S = 60;
    private static final int WARM_UP_S = 20;
    private static final int WARM_UP_STEPS = 5;

    @Mixin
    private Place place = new Place();
    @Option(names = "--endpoints", description = "of the run (1000)")
    private int endpoints = 1_000;
    @Option(names = "--rate", description = "requests a second (1000)")
    private int rate = 1_000;
    @Option(names = "--seconds", description = "counted, after 20 of rising rates (30)")
    private int seconds = 30;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = place.home();
        final String missing = BusyhourRun.prepare(home);
        if (missing != null) {
            System.out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        final LoadReport report = place.report("requests");
        System.out.println(report.machine());
        final Path data = Files.createTempDirectory(place.target(), "requests-");
        try (PlatformProcess platform = new PlatformProcess(home, data, List.of("--with-worker"),
                Map.of("BUSYHOUR_REQUESTS_PER_SECOND", Integer.toString(rate * 2)))) {
            return measure(platform, report) ? LoadPrograms.HELD : LoadPrograms.NOT_HELD;
        }
    }

    private boolean measure(PlatformProcess platform, LoadReport report) throws IOException, InterruptedException {
        final String tests = "/api/v1/projects/default/tests";
        awaitWorker(platform);
        final String test = platform.post(tests, plan()).path("id").asText();
        final String run = "/api/v1/projects/default/test-runs/" + platform.post(tests + "/" + test + "/run", null).path("id").asText();
        awaitCalls(platform, run);
        final List<String> paths = List.of("/api/v1/projects", "/api/v1/projects/default/test-runs", run, run + "/endpoints?page=7", run + "/endpoints?sort=mos",
                run + "/endpoints/17", run + "/endpoints/500/metrics?keys=mos,jitter_ms", run + "/endpoints/42/trace", "/api/v1/workers", tests);
        for (int part = 1; part <= WARM_UP_STEPS; part++) {
            new SteadyRequests(platform, paths).ask(rate * part / WARM_UP_STEPS, WARM_UP_S / WARM_UP_STEPS);
        }
        final SteadyRequests asked = new SteadyRequests(platform, paths);
        asked.ask(rate, seconds);
        final JsonNode still = platform.get(run);
        platform.post(run + "/stop", null);
        return tell(asked, still, report);
    }

    private static void awaitWorker(PlatformProcess platform) throws IOException, InterruptedException {
        for (int i = 0; i < RUNNING_TIMEOUT_S * 2; i++) {
            if (platform.get("/api/v1/workers").toString().contains("ONLINE")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IOException("no worker came in " + RUNNING_TIMEOUT_S + " s");
    }

    private void awaitCalls(PlatformProcess platform, String run) throws IOException, InterruptedException {
        JsonNode state = null;
        for (int i = 0; i < RUNNING_TIMEOUT_S * 2; i++) {
            state = platform.get(run);
            if (state.at("/result/calls/answered").asInt() == endpoints / 2) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IOException("the calls are not up after " + RUNNING_TIMEOUT_S + " s: " + state);
    }

    private String plan() {
        return """
                {"name": "requests", "duration": "%ds", "registrars": [{"name": "local", "accounts": "builtin"}],
                 "groups": [
                   {"name": "agents", "endpoints": %2$d, "registrar": "local", "callee": "receive-external", "codecs": ["PCMU"]},
                   {"name": "callers", "endpoints": %2$d, "registrar": "local", "callee": {"group": "agents"}, "codecs": ["PCMU"], "ramp": "100/s"}]}"""
                .formatted(seconds + WARM_UP_S + RUNNING_TIMEOUT_S, endpoints / 2);
    }

    private boolean tell(SteadyRequests asked, JsonNode run, LoadReport report) throws IOException {
        final Histogram all = new Histogram(3);
        final Map<String, Double> p99Ms = new TreeMap<>();
        asked.latencies().forEach((path, latencies) -> {
            all.add(latencies);
            p99Ms.put(path, latencies.getValueAtPercentile(99) / 1e3);
            System.out.printf(Locale.ROOT, "  %-60s p50 %7.2f  p99 %7.2f  max %7.2f ms%n", path.substring("/api/v1".length()), latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3, latencies.getMaxValue() / 1e3);
        });
        final double p99 = all.getValueAtPercentile(99) / 1e3;
        final boolean held = p99 < WANTED_P99_MS && asked.failed() == 0 && all.getTotalCount() == (long) rate * seconds && run.path("status").asText().equals("RUNNING");
        System.out.printf(Locale.ROOT, "%d answered, %d failed%s; the run is %s, its generator overloaded %s%n", all.getTotalCount(), asked.failed(),
                asked.firstFault() == null ? "" : " (" + asked.firstFault() + ")", run.path("status").asText(), run.at("/result/engine/overloaded"));
        System.out.printf(Locale.ROOT, "%s  %d requests/s for %d s while %d endpoints stream in: p50 %.2f, p99 %.2f (wanted < %.0f), max %.2f ms%n",
                held ? "held    " : "NOT HELD", rate, seconds, endpoints, all.getValueAtPercentile(50) / 1e3, p99, WANTED_P99_MS, all.getMaxValue() / 1e3);
        final ObjectNode line = LoadReport.object().put("rate", rate).put("seconds", seconds).put("endpoints", endpoints).put("p99Ms", p99).put("held", held);
        line.set("p99MsByPath", LoadReport.objectOf(p99Ms));
        report.append(line);
        return held;
    }
}
