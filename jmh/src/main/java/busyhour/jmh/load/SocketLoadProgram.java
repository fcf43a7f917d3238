package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What our sockets cost against the same loop in C: packets for each second of processor time, over connected socket
 * pairs on loopback, C and Java in turn, several rounds, median of the ratios.
 */
public final class SocketLoadProgram {

    private static final int[] PAIRS = {100, 1000, 5000};
    private static final double WARM_UP_S = 2;

    private final CBaseline baseline;
    private final LoadReport report;
    private final PrintStream out;

    SocketLoadProgram(Path project, PrintStream out) throws IOException {
        final Path target = project.resolve("target/load");
        baseline = new CBaseline(project.resolve("src/main/c"), target);
        report = new LoadReport(target, "sockets");
        this.out = out;
    }

    /** Arguments: module directory, rounds (3), seconds for each (2), most pairs (5000). */
    public static void main(String[] args) throws IOException, InterruptedException {
        final Path project = Path.of(args.length > 0 ? args[0] : "jmh");
        final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        final double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 2;
        final int mostPairs = args.length > 3 ? Integer.parseInt(args[3]) : 5000;
        new SocketLoadProgram(project, System.out).run(rounds, seconds, mostPairs);
    }

    /** @return for each number of pairs the median ratio of Java to C, NaN without a C compiler. */
    double[] run(int rounds, double seconds, int mostPairs) throws IOException, InterruptedException {
        final String fault = baseline.compile("burst");
        if (fault != null) {
            out.println("skipped: " + fault);
            return new double[] {Double.NaN};
        }
        out.println(report.machine());
        out.printf("%8s %14s %14s %8s %10s   packets in and out for a second of CPU%n",
                "pairs", "C", "Java", "ratio", "B/packet");
        final int[] pairs = Arrays.stream(PAIRS).filter(n -> n <= mostPairs).toArray();
        final double[] ratios = new double[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            ratios[i] = compare(pairs[i], rounds, seconds);
        }
        out.println("raw: " + report.file());
        return ratios;
    }

    private double compare(int pairs, int rounds, double seconds) throws IOException, InterruptedException {
        final double[] ratios = new double[rounds];
        double c = 0;
        double java = 0;
        double bytesPerPacket = 0;
        try (SocketBurst burst = new SocketBurst(pairs)) {
            burst.run((long) (WARM_UP_S * 1e9));
            for (int round = 0; round < rounds; round++) {
                final JsonNode baselineResult = baseline.run(seconds, "burst", pairs, seconds, -1);
                final SocketBurst.Result ours = burst.run((long) (seconds * 1e9));
                if (ours.received() != ours.sent() || burst.checksum() == 0) {
                    throw new IOException("lost on loopback: sent " + ours.sent() + ", received " + ours.received());
                }
                c = baselineResult.get("received").asDouble() * 1e9 / baselineResult.get("cpuNs").asDouble();
                java = ours.packetsPerCpuSecond();
                ratios[round] = java / c;
                bytesPerPacket = (double) ours.allocatedBytes() / ours.received();
                final ObjectNode line = LoadReport.object();
                line.put("program", "sockets").put("round", round).put("ratio", ratios[round]);
                line.set("c", baselineResult);
                line.set("java", LoadReport.objectOf(ours));
                report.append(line);
            }
        }
        Arrays.sort(ratios);
        final double median = ratios[rounds / 2];
        out.printf("%8d %14.0f %14.0f %8.2f %10.2f%n", pairs, c, java, median, bytesPerPacket);
        return median;
    }
}
