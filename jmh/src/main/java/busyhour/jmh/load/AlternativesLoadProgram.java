package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The C pacer over other interfaces of the kernel, {@code alternatives.c}, in turn with itself: which of them a packet would be
 * cheaper by. What was found is in the package {@code busyhour.jmh.alternatives}.
 */
@Command(name = "alternatives", mixinStandardHelpOptions = true, sortOptions = false,
        description = "The bare C pacer over epoll, eBPF notes, io_uring, AF_PACKET, one shared socket, ...")
public final class AlternativesLoadProgram implements Callable<Integer> {

    private static final String PACER = "pacer";

    @Mixin
    private Place place = new Place();
    @Option(names = "--variants", split = ",", description = "words of alternatives.c; the pacer is always among them")
    private List<String> variants = List.of("note+one", "edge", "depth1", "turn+one", "partner+one", "ringsend+skip", "ringreceive",
            "ringsend+ringreceive+skip", "packet", "copy+nostamp", "ingress+nostamp", "shared");
    @Option(names = "--endpoints", split = ",", description = "two-way streams, multiples of four (1000,3000)")
    private List<Integer> endpoints = List.of(1_000, 3_000);
    @Option(names = "--rounds", description = "in turn (3)")
    private int rounds = 3;
    @Option(names = "--seconds", description = "of each measurement (1)")
    private double seconds = 1;
    @Option(names = "--core", description = "to run on (1)")
    private int core = 1;
    @Option(names = "--idle", description = "spin or backoff (backoff)")
    private String idle = "backoff";

    private final PrintStream out;

    /** Prints to standard output. */
    AlternativesLoadProgram() {
        this(System.out);
    }

    AlternativesLoadProgram(PrintStream out) {
        this.out = out;
    }

    /** Compares; there is nothing that must be reached. @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        final CBaseline programs = place.programs();
        final String missing = programs.compile("alternatives");
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        final LoadReport report = place.report("alternatives");
        out.println(report.machine());
        final List<String> all = new ArrayList<>(List.of(PACER));
        all.addAll(variants);
        out.println("medians of " + rounds + "; ratio = packets per busy second by the pacer's; cycles of the thread for a packet");
        out.printf("%-28s%10s%8s%8s%8s%10s%10s%8s%n", "variant", "endpoints", "ratio", "user", "kernel", "late p99", "received", "vain");
        for (int streams : endpoints) {
            final Map<String, List<JsonNode>> lines = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (String variant : all) {
                    measure(programs, report, variant, streams, lines);
                }
            }
            lines.forEach((variant, of) -> print(variant, streams, of, rate(lines.get(PACER))));
        }
        out.println("raw: " + report.file());
        return LoadPrograms.HELD;
    }

    private void measure(CBaseline programs, LoadReport report, String variant, int streams, Map<String, List<JsonNode>> lines)
            throws InterruptedException, IOException {
        try {
            final JsonNode line = programs.run(
                    seconds + PacerContender.WARM_UP_S, "alternatives", variant, streams, seconds, core, Tap.FIRST_PORT, idle);
            lines.computeIfAbsent(variant, key -> new ArrayList<>()).add(line);
            report.append((ObjectNode) line);
        } catch (IOException e) { // not allowed here, or not known to this kernel
            if (PACER.equals(variant)) {
                throw e;
            }
            out.println(variant + ": " + e.getMessage());
        }
    }

    private void print(String variant, int streams, List<JsonNode> lines, double pacerRate) {
        out.printf("%-28s%10d%8.2f%8.0f%8.0f%10.0f%10.4f%8.2f%n", variant, streams, rate(lines) / pacerRate,
                median(lines, "userCyclesPerPacket"), median(lines, "kernelCyclesPerPacket"),
                Statistics.median(lines.stream().map(line -> line.get("latenessUs").get("p99").asDouble()).toList()),
                median(lines, "received") / median(lines, "sent"), median(lines, "vain") / median(lines, "sent"));
    }

    private static double rate(List<JsonNode> lines) {
        return Statistics.median(lines.stream().map(line -> line.get("sent").asDouble() * 1e9 / line.get("busyNs").asDouble()).toList());
    }

    private static double median(List<JsonNode> lines, String field) {
        return Statistics.median(lines.stream().map(line -> line.get(field).asDouble(Double.NaN)).toList());
    }
}
