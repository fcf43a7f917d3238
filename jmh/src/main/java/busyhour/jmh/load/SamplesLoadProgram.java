package busyhour.jmh.load;

import busyhour.web.store.EmbeddedDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The way of samples at its full width, each part in the process that it has in a real run.
 *
 * <pre>
 *   SampleSource: rings -> publisher -> journal -> Aeron --> ./busyhour platform: collector -> aggregates -> live page
 *        ^                                                                            |
 *        +------------- acknowledged when stored -------------------------------------+-> COPY -> PostgreSQL
 * </pre>
 *
 * A second's samples are late by the time from its end until the platform has acknowledged the last of them, and until the live page
 * showed it as it then stayed.
 */
@Command(name = "samples", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Samples of many endpoints each second to PostgreSQL and the live page: none lost, none late.")
public final class SamplesLoadProgram implements Callable<Integer> {

    static final long WANTED_LAG_MS = 2_000;
    private static final int TOP = 16;

    @Mixin
    private Place place = new Place();
    @Option(names = "--endpoints", description = "each gives a sample a second (10000)")
    private int endpoints = 10_000;
    @Option(names = "--seconds", description = "of the run (300)")
    private int seconds = 300;
    @Option(names = "--wait", description = "between connecting and the run, for who attaches a profiler (0)")
    private int waitS;

    private final PrintStream out;
    private final Map<Integer, Long> storedMs = new TreeMap<>();
    private long beganMs = -1;
    private long[] written;

    SamplesLoadProgram() {
        this(System.out);
    }

    SamplesLoadProgram(PrintStream out) {
        this.out = out;
    }

    /** For tests. */
    SamplesLoadProgram(Path root, int endpoints, int seconds, PrintStream out) {
        this(out);
        this.place = new Place(root);
        this.endpoints = endpoints;
        this.seconds = seconds;
    }

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = place.home();
        final String missing = BusyhourRun.prepare(home);
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        final LoadReport report = place.report("samples");
        final Path data = Files.createTempDirectory(place.target(), "samples-");
        out.println(report.machine());
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data); PlatformProcess platform = new PlatformProcess(home, data)) {
            return measure(home, data, platform, database, report) ? LoadPrograms.HELD : LoadPrograms.NOT_HELD;
        } finally {
            delete(data);
        }
    }

    private boolean measure(Path home, Path data, PlatformProcess platform, EmbeddedDatabase database, LoadReport report)
            throws IOException, InterruptedException {
        final Process source = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("tuning/jvm/engine.flags"), "-cp", System.getProperty("java.class.path"), SampleSource.class.getName(), "source",
                platform.token(), platform.address().toString(), data.resolve("journals").toString(),
                Integer.toString(seconds)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = source.inputReader()) {
            await(said, "connected");
            out.println("pids of source " + source.pid() + ", platform " + platform.pid() + ", data " + data);
            TimeUnit.SECONDS.sleep(waitS);
            final String test = platform.post("/api/v1/projects/default/tests", plan()).path("id").asText();
            final String run = platform.post("/api/v1/projects/default/tests/" + test + "/run", null).path("id").asText();
            final String path = "/api/v1/projects/default/test-runs/" + run;
            final LivePage page = platform.livePage(path + "/events");
            await(said, "begin");
            final Map<String, Long> pids = new LinkedHashMap<>(Map.of("source", source.pid(), "platform", platform.pid()));
            pids.put("postgres", Long.parseLong(Files.readAllLines(data.resolve("database/postmaster.pid")).getFirst()));
            final ThreadCpu cpu = new ThreadCpu(pids);
            Map<String, Double> used = Map.of();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                onLine(line);
                if (line.startsWith("stored " + (seconds - 2) + " ")) {
                    used = cpu.percents(); // before the end's own work
                }
            }
            final String fault = page.await(30_000);
            final long[] rows = stored(database);
            return tell(page, fault, rows, used, platform.get(path), report);
        } finally {
            source.destroyForcibly();
        }
    }

    private void await(BufferedReader said, String word) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            onLine(line);
            if (line.startsWith(word)) {
                return;
            }
        }
        throw new IOException("the source ended before it said " + word);
    }

    private void onLine(String line) {
        final String[] words = line.split(" ");
        switch (words[0]) {
            case "begin" -> beganMs = Long.parseLong(words[1]);
            case "stored" -> storedMs.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            case "written" -> written = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            default -> out.println("source: " + line);
        }
    }

    private String plan() {
        return """
                {"name": "samples", "duration": "%1$ds",
                 "groups": [
                   {"name": "agents", "endpoints": %2$d, "callee": "receive-external", "listen": "127.0.0.1:5060"},
                   {"name": "callers", "endpoints": %3$d, "callee": {"group": "agents"}}],
                 "thresholds": ["mos.avg >= 4.0", "jitter_ms.p95 < 1000"]}""".formatted(seconds, endpoints / 2, endpoints - endpoints / 2);
    }

    /** Rows of received and of sent audio, the sum of jitter_ms. */
    private static long[] stored(EmbeddedDatabase database) throws IOException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FILTER (WHERE side = 1), count(*) FILTER (WHERE side = 2),"
                        + " coalesce(sum(jitter_ms) FILTER (WHERE side = 1), 0) FROM samples")) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2), Math.round(row.getDouble(3))};
        } catch (SQLException e) {
            throw new IOException("the database does not say what it has: " + e.getMessage(), e);
        }
    }

    private boolean tell(LivePage page, String fault, long[] rows, Map<String, Double> used, JsonNode run, LoadReport report) throws IOException {
        final List<Long> stored = new ArrayList<>();
        final List<Long> live = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            final long endMs = beganMs + (second + 1) * 1_000L;
            stored.add(storedMs.containsKey(second) ? storedMs.get(second) - endMs : Long.MAX_VALUE);
            if (second < seconds - 1) { // the last one changes once more when the calls end
                live.add(page.completeEpochMs(second) < 0 ? Long.MAX_VALUE : page.completeEpochMs(second) - endMs);
            }
        }
        final long wanted = (long) endpoints * seconds;
        final boolean whole = written != null && written[0] == wanted && written[1] == 0 && rows[0] == wanted && rows[1] == wanted && rows[2] == written[2];
        final long count = written == null ? 0 : written[0];
        out.printf(Locale.ROOT, "%d samples of %d written, %d refused by the rings; rows %d and %d; sum %d of %d; run %s%n", count, wanted,
                written == null ? -1 : written[1], rows[0], rows[1], rows[2], written == null ? -1 : written[2], run.path("status").asText());
        out.printf(Locale.ROOT, "stored after the second's end: %s%nlive page:                     %s%n", figures(stored), figures(live));
        used.entrySet().stream().limit(TOP).forEach(thread -> out.printf(Locale.ROOT, "  %5.1f %%  %s%n", thread.getValue(), thread.getKey()));
        final double perProcess = used.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(Locale.ROOT, "  %5.1f %%  all, of a core%n", perProcess);
        final boolean held = whole && fault == null && stored.stream().allMatch(ms -> ms <= WANTED_LAG_MS) && live.stream().allMatch(ms -> ms <= WANTED_LAG_MS);
        out.printf(Locale.ROOT, "%s  %d endpoints, %d s: in PostgreSQL and on the live page %d ms after the second's end, none lost%s%n",
                held ? "held    " : "NOT HELD", endpoints, seconds, WANTED_LAG_MS, fault == null ? "" : " (" + fault + ")");
        final ObjectNode line = LoadReport.object().put("endpoints", endpoints).put("seconds", seconds).put("samples", count).put("held", held);
        line.set("storedLagMs", LoadReport.objectOf(summary(stored)));
        line.set("liveLagMs", LoadReport.objectOf(summary(live)));
        line.set("cpuPercent", LoadReport.objectOf(used));
        report.append(line);
        return held;
    }

    private static Map<String, Long> summary(List<Long> lagsMs) {
        final List<Long> sorted = lagsMs.stream().sorted().toList();
        final Map<String, Long> summary = new LinkedHashMap<>();
        summary.put("p50", sorted.get(sorted.size() / 2));
        summary.put("p99", sorted.get(sorted.size() * 99 / 100));
        summary.put("max", sorted.getLast());
        return summary;
    }

    private static String figures(List<Long> lagsMs) {
        final Map<String, Long> summary = summary(lagsMs);
        return "p50 " + summary.get("p50") + ", p99 " + summary.get("p99") + ", max " + summary.get("max") + " ms";
    }

    private static void delete(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
