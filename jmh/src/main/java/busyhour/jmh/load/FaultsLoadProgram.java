package busyhour.jmh.load;

import busyhour.web.store.EmbeddedDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What happens to measurements when something dies under a run: two workers and one platform, all processes of their own.
 *
 * <pre>
 *   FaultSource 1 --------------------+
 *                                     +--> ./busyhour platform --> PostgreSQL
 *   FaultSource 2 --> UdpRelay -------+
 *
 *   worker     kill -9 of source 1, another one of its name takes what it left
 *   platform   kill -9, another one on its data directory goes on with both runs
 *   database   all of PostgreSQL's processes stopped for 20 s
 *   link       nothing passes the relay for 30 s
 * </pre>
 *
 * Afterwards the rows of each run are compared with what its source had committed to its rings, by endpoint and second.
 */
@Command(name = "faults", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Kills workers and platform, stops PostgreSQL and cuts the link under runs: no sample missing, none twice.")
public final class FaultsLoadProgram implements Callable<Integer> {

    private static final List<String> ALL = List.of("worker", "platform", "database", "link");
    private static final long BEFORE_FAULT_S = 6;
    private static final long AFTER_FAULT_S = 8;

    @Mixin
    private Place place = new Place();
    @Option(names = "--endpoints", description = "of each worker, each gives a sample a second (500)")
    private int endpoints = 500;
    @Option(names = "--only", split = ",", description = "of worker,platform,database,link")
    private List<String> only = ALL;
    @Option(names = "--database-away", description = "seconds (20)")
    private long databaseAwayS = 20;
    @Option(names = "--link-cut", description = "seconds (30)")
    private long linkCutS = 30;

    private final PrintStream out = System.out;

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!ALL.containsAll(only)) {
            out.println("--only: expected some of " + String.join(",", ALL));
            return LoadPrograms.WRONG_ARGUMENTS;
        }
        final String missing = BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        final LoadReport report = place.report("faults");
        final Verdicts verdicts = new Verdicts(out, report);
        out.println(report.machine());
        for (String fault : only) {
            final Path data = Files.createTempDirectory(place.target(), "faults-");
            try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
                play(fault, data, database, verdicts);
            } finally {
                delete(data);
            }
        }
        return verdicts.exitCode();
    }

    private void play(String fault, Path data, EmbeddedDatabase database, Verdicts verdicts) throws IOException, InterruptedException {
        final long faultS = switch (fault) {
            case "database" -> databaseAwayS;
            case "link" -> linkCutS;
            default -> AFTER_FAULT_S;
        };
        final int seconds = (int) (BEFORE_FAULT_S + faultS + AFTER_FAULT_S);
        PlatformProcess platform = new PlatformProcess(place.home(), data, freePort());
        try (UdpRelay relay = new UdpRelay();
                FaultWorker first = new FaultWorker(platform, "one", endpoints, seconds, data);
                FaultWorker second = new FaultWorker(platform, "two", endpoints, seconds, data)) {
            first.start(null);
            first.run(platform);
            second.start(relay);
            second.run(platform);
            TimeUnit.SECONDS.sleep(BEFORE_FAULT_S);
            out.println("-- " + fault);
            platform = strike(fault, faultS, platform, relay, first, data);
            judge(fault, platform, List.of(first, second), database, verdicts);
        } finally {
            platform.close();
        }
    }

    private static PlatformProcess strike(String fault, long faultS, PlatformProcess platform, UdpRelay relay, FaultWorker first, Path data)
            throws IOException, InterruptedException {
        switch (fault) {
            case "worker" -> {
                first.kill();
                first.start(null);
            }
            case "platform" -> {
                platform.kill();
                return platform.again();
            }
            case "database" -> {
                signal("-STOP", postgres(data));
                TimeUnit.SECONDS.sleep(faultS);
                signal("-CONT", postgres(data));
            }
            default -> {
                relay.cut(true);
                TimeUnit.SECONDS.sleep(faultS);
                relay.cut(false);
            }
        }
        return platform;
    }

    private void judge(String fault, PlatformProcess platform, List<FaultWorker> workers, EmbeddedDatabase database, Verdicts verdicts)
            throws IOException, InterruptedException {
        for (FaultWorker worker : workers) {
            final JsonNode run = worker.awaitEnd(platform);
            final long[] rows = worker.rows(database);
            final long committed = worker.committed();
            final boolean wasKilled = worker.wasKilled();
            final boolean whole = rows[0] == rows[1] && rows[2] == committed && rows[1] <= committed + (wasKilled ? 1 : 0);
            verdicts.that(fault + ", worker " + worker.name() + ": each sample that was committed to a ring is stored once", whole && committed > 0,
                    committed + " committed, " + rows[2] + " of them stored, " + rows[0] + " rows, " + rows[1] + " distinct");
            final long counted = run.at("/result/metrics/mos/count").asLong();
            verdicts.that(fault + ", worker " + worker.name() + ": the run ends with all of it in its statistics",
                    counted == rows[0] && (wasKilled || run.path("status").asText().equals("COMPLETED")),
                    run.path("status").asText() + (run.path("reason").isNull() ? "" : " (" + run.path("reason").asText() + ")") + ", " + counted + " counted");
        }
    }

    private static List<String> postgres(Path data) throws IOException, InterruptedException {
        final String postmaster = Files.readAllLines(data.resolve("database/postmaster.pid")).getFirst().strip();
        final List<String> pids = new java.util.ArrayList<>(List.of(postmaster));
        ProcessHandle.of(Long.parseLong(postmaster)).ifPresent(process -> process.descendants().forEach(child -> pids.add("" + child.pid())));
        return pids;
    }

    private static void signal(String signal, List<String> pids) throws IOException, InterruptedException {
        final List<String> command = new java.util.ArrayList<>(List.of("kill", signal));
        command.addAll(pids);
        new ProcessBuilder(command).start().waitFor(); // one that has just ended is no matter
    }

    /** One whose link ports, 10,000 above, are free too in all likelihood. */
    private static int freePort() throws IOException {
        for (int port = 31_000; port < 32_000; port += 3) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
