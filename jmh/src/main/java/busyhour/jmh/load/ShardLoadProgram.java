package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One shard against the least that C must do: the same number of two-way streams on the same core, in turn, in one go.
 * A third process watches the gaps from outside by the kernel's timestamps.
 *
 * <pre>
 *   ratio = CPU for each packet in C / CPU for each packet in Java
 * </pre>
 *
 * The ratio says how many of the endpoints that a paced C program could hold a core holds with every metric on.
 */
public final class ShardLoadProgram {

    private static final String CPU_PER_PACKET = "cpuUsPerPacket";

    /** Who is measured, in this order. */
    enum Contender { C, JAVA, BUSYHOUR }

    private final CBaseline baseline;
    private final LoadReport report;
    private final PrintStream out;
    private final Contest contest;
    private boolean tapWorks = true;

    /**
     * @param root    the project's directory.
     * @param streams two-way streams, even.
     * @param seconds of each measurement.
     * @param core    that the contenders are pinned to, -1 = none; the tap runs on another.
     * @param idle    {@code spin} or {@code backoff}.
     */
    ShardLoadProgram(Path root, int streams, double seconds, int core, String idle, PrintStream out) throws IOException {
        final Path target = root.resolve("jmh/target/load");
        baseline = new CBaseline(root.resolve("jmh/src/main/c"), target);
        report = new LoadReport(target, "shard");
        contest = new Contest(root, target, baseline, streams, seconds, core, idle);
        this.out = out;
    }

    /** Arguments: project directory, streams (1000), seconds (8), rounds (3), core (1), spin or backoff (backoff). */
    public static void main(String[] args) throws IOException, InterruptedException {
        final Path root = Path.of(args.length > 0 ? args[0] : ".");
        final int streams = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        final double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 8;
        final int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        final int core = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        final String idle = args.length > 5 ? args[5] : "backoff";
        new ShardLoadProgram(root, streams, seconds, core, idle, System.out).run(rounds);
    }

    /** @return median ratio for each contender that could be measured; empty without a C compiler. */
    Map<Contender, Double> run(int rounds) throws IOException, InterruptedException {
        final Map<Contender, Double> medians = new EnumMap<>(Contender.class);
        final String fault = baseline.compile("pacer", "tap");
        if (fault != null) {
            out.println("skipped: " + fault);
            return medians;
        }
        if (contest.hasBusyhour()) {
            contest.prepareBusyhour();
        }
        out.println(report.machine());
        out.printf("%-9s %8s %10s %9s %9s %12s %8s %8s %8s %8s %7s%n", "", "streams", "packets/s", "us/packet",
                "us busy", "late p99 us", "<1 ms %", "p99 us", "p99.9 us", "gap ms", "ratio");
        final Map<Contender, List<Double>> ratios = new EnumMap<>(Contender.class);
        for (int round = 0; round < rounds; round++) {
            double c = Double.NaN;
            for (Contender contender : Contender.values()) {
                if (contender == Contender.BUSYHOUR && !contest.hasBusyhour()) {
                    continue;
                }
                final ObjectNode result = measure(contender, round);
                final double cpuUs = result.get(CPU_PER_PACKET).asDouble();
                c = contender == Contender.C ? cpuUs : c;
                print(contender, result, c / cpuUs);
                ratios.computeIfAbsent(contender, key -> new ArrayList<>()).add(c / cpuUs);
            }
        }
        ratios.forEach((contender, values) -> {
            values.sort(null);
            medians.put(contender, values.get(values.size() / 2));
        });
        out.println("median ratios: " + medians + "; raw: " + report.file());
        return medians;
    }

    private ObjectNode measure(Contender contender, int round) throws IOException, InterruptedException {
        final ObjectNode line = LoadReport.object();
        line.put("program", "shard").put("contender", contender.name()).put("round", round);
        final Contest.Measured measured = contest.measure(contender, tapWorks);
        if (measured.tapFault() != null) {
            tapWorks = false;
            out.println("gaps are not watched from outside: " + measured.tapFault());
        }
        line.set("result", measured.result());
        line.set("gaps", measured.gaps());
        final double sent = sent(contender, measured);
        line.put(CPU_PER_PACKET, measured.result().get("cpuNs").asDouble() / sent / 1e3);
        line.put("busyUsPerPacket", measured.result().get("busyNs").asDouble() / sent / 1e3);
        line.put("packetsPerSecond", sent * 1e9 / measured.result().get("wallNs").asDouble());
        report.append(line);
        return line;
    }

    /** Of a whole run we know what the plan wanted of the watched time; the tap knows what came of it. */
    private double sent(Contender contender, Contest.Measured measured) {
        final double sent = measured.result().get("sent").asDouble();
        if (measured.gaps() == null) {
            return sent;
        }
        final int streams = measured.result().get("streams").asInt();
        if (measured.gaps().get("streams").asInt() > streams) {
            out.println("somebody else sends RTP on this machine: the gaps hold "
                    + measured.gaps().get("streams") + " streams instead of " + streams);
        }
        return contender == Contender.BUSYHOUR ? Math.min(sent, measured.gaps().get("packets").asDouble()) : sent;
    }

    private void print(Contender contender, JsonNode line, double ratio) {
        final JsonNode result = line.get("result");
        final JsonNode gaps = line.get("gaps");
        out.printf("%-9s %8d %10.0f %9.2f %9.2f %12d", contender.name().toLowerCase(Locale.ROOT),
                result.get("streams").asInt(), line.get("packetsPerSecond").asDouble(),
                line.get(CPU_PER_PACKET).asDouble(), line.get("busyUsPerPacket").asDouble(),
                result.get("latenessUs").get("p99").asLong());
        if (gaps == null || gaps.isNull()) {
            out.printf(" %8s %8s %8s %8s", "-", "-", "-", "-");
        } else {
            final JsonNode deviation = gaps.get("deviationUs");
            out.printf(" %8.2f %8d %8d %8.1f", gaps.get("within1ms").asDouble() * 100, deviation.get("p99").asLong(),
                    deviation.get("p999").asLong(), gaps.at("/gapUs/max").asLong() / 1e3);
        }
        out.printf(" %7.2f%n", ratio);
    }
}
