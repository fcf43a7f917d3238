package busyhour.jmh.calibrate;

import busyhour.engine.io.HostFacts;
import busyhour.ipc.CapacityFile;
import busyhour.web.cli.Calibrator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code busyhour calibrate}: micro-costs, then loads for each kind of media, then the table and {@code capacity.json}, within three
 * minutes. Ends with 0 when there is a capacity for each kind, else with 4, and then writes nothing;
 * nor does it without audio, the unit of a worker's capacity.
 */
public final class HostCalibrator implements Calibrator {

    private static final int FOUND = 0;
    private static final int NOT_HELD = 4;
    private static final int WHOLE_S = 155;
    private static final int WHOLE_QUICK_S = 100;
    private static final LoadShape SHAPE = new LoadShape(5, 6);
    private static final LoadShape QUICK_SHAPE = new LoadShape(3, 3);
    /** Micro-costs leave out what calls, samples and waiting cost. */
    private static final double OF_MICRO_COSTS = 0.4;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path home;
    private final PrintStream out;
    private final PrintStream progress;

    /** For the command line. */
    public HostCalibrator() {
        this(Path.of(System.getProperty("busyhour.home", ".")).toAbsolutePath().normalize(), System.out, System.err);
    }

    /** @param home folder of the launcher. */
    HostCalibrator(Path home, PrintStream out, PrintStream progress) {
        this.home = home;
        this.out = out;
        this.progress = progress;
    }

    @Override
    public int calibrate(Request request) throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        final Instant at = Instant.now();
        final List<MediaKind> kinds = MediaKind.parse(request.media());
        final double loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        final HostFacts host = HostFacts.read();
        progress.println(host.cpuModel() + ", cores " + host.allowedCores() + (host.hypervisor() ? " (virtual)" : "") + ", Linux "
                + host.kernel() + ", Java " + host.javaVersion());
        if (loadAverage > 0.25 * Runtime.getRuntime().availableProcessors()) {
            progress.printf(Locale.ROOT, "warning: load average %.2f: something else is at work here, what it takes is not counted as capacity%n", loadAverage);
        }
        progress.println("micro-costs by JMH ...");
        final MicroCosts costs = costs(request.quick());
        final long deadlineNs = startNs + TimeUnit.SECONDS.toNanos(request.quick() ? WHOLE_QUICK_S : WHOLE_S);
        final List<KindCapacity> capacities = loads(request, kinds, costs, deadlineNs);
        final Calibration calibration = new Calibration(at, (System.nanoTime() - startNs) / 1e9, version(), host, request.cores(), request.idle(),
                loadAverage, costs, capacities, HostAdvice.ask(home.resolve("tuning/check-host.sh")));
        return tell(request, calibration);
    }

    private static MicroCosts costs(boolean quick) throws IOException {
        try {
            return MicroCosts.measure(quick);
        } catch (RunnerException e) {
            throw new IOException("the micro-costs could not be measured: " + e.getMessage(), e);
        }
    }

    private List<KindCapacity> loads(Request request, List<MediaKind> kinds, MicroCosts costs, long deadlineNs)
            throws IOException, InterruptedException {
        final HostBounds bounds = HostBounds.read(List.of(home.resolve("tuning/jvm/engine.flags"),
                home.resolve("tuning/jvm/engine-" + System.getProperty("busyhour.host", "") + ".flags")));
        final Path directory = Files.createTempDirectory(request.dataDirectory(), "calibrate");
        final List<KindCapacity> capacities = new ArrayList<>();
        try {
            progress.printf(Locale.ROOT, "%-20s %9s %8s %14s %10s%n", "loads", "endpoints", "busy", "late p99 us", "shards");
            for (int i = 0; i < kinds.size(); i++) {
                final MediaKind kind = kinds.get(i);
                final long nowNs = System.nanoTime();
                final EngineLoads loads = new EngineLoads(home, directory, options(request), kind, request.quick() ? QUICK_SHAPE : SHAPE,
                        nowNs + (deadlineNs - nowNs) / (kinds.size() - i), load -> told(kind, load));
                capacities.add(KindCapacity.of(kind, new CapacitySearch(loads, bounds.most(kind)).find(guess(kind, costs, capacities)), bounds));
            }
        } finally {
            delete(directory);
        }
        return capacities;
    }

    /** By what the kind before it held, and how much dearer a packet of this one is. */
    private static int guess(MediaKind kind, MicroCosts costs, List<KindCapacity> before) {
        if (before.isEmpty() || before.getLast().found().limit() == 0) {
            return (int) (costs.endpointsPerCore(kind) * OF_MICRO_COSTS);
        }
        final MediaKind last = before.getLast().kind();
        return (int) ((double) before.getLast().found().limit() * costs.endpointsPerCore(kind) / costs.endpointsPerCore(last));
    }

    private static List<String> options(Request request) {
        final List<String> options = new ArrayList<>();
        if (request.cores() != null) {
            options.addAll(List.of("--cores", request.cores()));
        }
        if (request.idle() != null) {
            options.addAll(List.of("--idle", request.idle()));
        }
        return options;
    }

    private void told(MediaKind kind, Load load) {
        progress.printf(Locale.ROOT, "%-20s %,9d %6.0f %% %,14.0f %10d   %s%n", kind.label(), load.endpoints(), 100 * load.busyRatio(),
                load.latenessP99Us(), load.shards(), load.held() ? "held" : load.broke());
    }

    private int tell(Request request, Calibration calibration) throws IOException {
        final ObjectNode document = CapacityDocument.tree(calibration);
        if (request.json() != null && !request.json().equals("-")) {
            Files.writeString(Path.of(request.json()), JSON.writeValueAsString(document) + "\n");
        }
        if ("-".equals(request.json())) {
            out.println(JSON.writeValueAsString(document));
        } else {
            out.println();
            new CapacityTable(out).print(calibration);
        }
        final List<String> notHeld = calibration.kinds().stream().filter(kind -> kind.capacity() == 0).map(kind -> kind.kind().label()).toList();
        if (!notHeld.isEmpty()) {
            progress.println("this host does not hold " + CapacitySearch.LEAST + " endpoints with " + String.join(", ", notHeld)
                    + ": is something else at work? " + CapacityFile.NAME + " is left as it was");
            return NOT_HELD;
        }
        final Optional<KindCapacity> unit = calibration.of(MediaKind.AUDIO);
        if (unit.isEmpty()) {
            progress.printf(Locale.ROOT, "%n%s is left as it was: audio, a worker's unit, was not measured%n", CapacityFile.NAME);
        } else {
            progress.printf(Locale.ROOT, "%n%s written after %.0f s: a worker here takes %,d endpoints unless CAPACITY says otherwise%n",
                    CapacityFile.write(request.dataDirectory(), document), calibration.tookS(), unit.get().capacity());
        }
        return FOUND;
    }

    private static String version() {
        final String version = HostCalibrator.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void delete(Path directory) throws IOException {
        final List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
