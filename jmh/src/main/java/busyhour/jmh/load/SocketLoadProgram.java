package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What our sockets cost against the same loop in C: packets for each second of processor time, over connected socket
 * pairs on loopback, C and Java in turn, several rounds, median of the ratios.
 */
@Command(name = "sockets", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Our sockets against the same burst loop in C.")
public final class SocketLoadProgram implements Callable<Integer> {

    private static final int[] PAIRS = {100, 1000, 5000};
    private static final double WARM_UP_S = 2;
    private static final double WANTED_RATIO = 0.75;

    @Mixin
    private Place place = new Place();
    @Option(names = "--rounds", description = "of each (3)")
    private int rounds = 3;
    @Option(names = "--seconds", description = "of each measurement (2)")
    private double seconds = 2;
    @Option(names = "--pairs", description = "of sockets at most (5000)")
    private int mostPairs = 5_000;

    private PrintStream out = System.out;
    private CBaseline baseline;
    private LoadReport report;

    /** As its options say. */
    SocketLoadProgram() {
    }

    SocketLoadProgram(Path root, PrintStream out) throws IOException {
        place = new Place(root);
        this.out = out;
        begin();
    }

    private void begin() throws IOException {
        baseline = place.programs();
        report = place.report("sockets");
    }

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        begin();
        final double[] ratios = run(rounds, seconds, mostPairs);
        if (Double.isNaN(ratios[0])) {
            return LoadPrograms.NOT_MEASURED;
        }
        final Verdicts verdicts = new Verdicts(out, report);
        verdicts.atLeast("packets of our sockets by those of the same loop in C", Arrays.stream(ratios).min().orElseThrow(), WANTED_RATIO, "");
        return verdicts.exitCode();
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
