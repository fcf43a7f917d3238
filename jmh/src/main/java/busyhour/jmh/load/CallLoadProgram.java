package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Calls a second (INVITE, 180, 200, ACK, BYE, 200): the highest rate that SIPp holds without a failed call, both ends SIPp,
 * and then whether Busyhour holds a multiple of it, both ends Busyhour, on the same two cores in the same run.
 */
@Command(name = "calls", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Calls a second against SIPp, one process and core for each side.")
public final class CallLoadProgram implements Callable<Integer> {

    private static final int FIRST_RATE = 10_000;
    private static final int MAX_RATE = 120_000;
    private static final int RATE_STEP = 2_500;
    private static final int SIPP_SECONDS = 6;
    private static final double RAMP_S = 8;
    /** Longer than the 32 s that finished transactions are kept. */
    private static final int SECONDS = 36;
    private static final int KEPT_S = 34;
    /** Heap and direct memory of a transaction of each kind, see UserAgentsContext. */
    private static final int TRANSACTION_BYTES = 1_600;
    private static final int LEAST_MEMORY_MB = 384;
    private static final int HEAD_START_S = 3;
    private static final int ATTEMPTS = 3;
    private static final double ROUNDING = 0.01;
    private static final int END_TIMEOUT_S = 60;
    private static final int CALLER_PORT = 5965;
    private static final int CALLEE_PORT = 5966;
    private static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came out: calls a second held by SIPp, and the highest of ours, 0 = none. */
    record Outcome(int sippRate, int busyhourRate) {
        double ratio() {
            return (double) busyhourRate / sippRate;
        }
    }

    @Mixin
    private Place place = new Place();
    @Option(names = "--multiples", split = ",", description = "of SIPp's rate, growing (1.3,1.6,2)")
    private List<Double> multiples = List.of(1.3, 1.6, 2.0);
    @Option(names = "--caller-core", description = "-1 = any (0)")
    private int callerCore;
    @Option(names = "--callee-core", description = "-1 = any (1)")
    private int calleeCore = 1;

    private double rampS = RAMP_S;
    private int seconds = SECONDS;
    private PrintStream out = System.out;
    private Path target;
    private LoadReport report;
    private SippCalls sipp;

    /** As its options say. */
    CallLoadProgram() {
    }

    /**
     * Between cores that the kernel chooses.
     *
     * @param root    the project's directory.
     * @param rampS   seconds in which our rate grows to its full value.
     * @param seconds at full rate.
     */
    CallLoadProgram(Path root, double rampS, int seconds, PrintStream out) throws IOException {
        place = new Place(root);
        callerCore = -1;
        calleeCore = -1;
        this.rampS = rampS;
        this.seconds = seconds;
        this.out = out;
        begin();
    }

    private void begin() throws IOException {
        target = place.target();
        report = place.report("calls");
        sipp = new SippCalls(target, callerCore, calleeCore);
    }

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        begin();
        final Outcome outcome = run(multiples.stream().mapToDouble(Double::doubleValue).toArray());
        if (outcome == null) {
            return LoadPrograms.NOT_MEASURED;
        }
        final Verdicts verdicts = new Verdicts(out, report);
        verdicts.atLeast("calls a second by those of SIPp", outcome.ratio(), multiples.getFirst() - ROUNDING, "");
        return verdicts.exitCode();
    }

    /** @return null when SIPp cannot be run here. */
    Outcome run(double... multiples) throws IOException, InterruptedException {
        final String missing = SippCalls.missing();
        if (missing != null) {
            out.println("skipped: " + missing);
            return null;
        }
        out.println(report.machine());
        final int sippRate = highestOfSipp();
        int ours = 0;
        for (double multiple : multiples) {
            final int rate = (int) Math.round(sippRate * multiple);
            if (!holds(rate)) {
                break;
            }
            ours = rate;
        }
        final Outcome outcome = new Outcome(sippRate, ours);
        out.printf("SIPp held %d calls/s, Busyhour %d: %.2f times; raw: %s%n", sippRate, ours, outcome.ratio(), report.file());
        return outcome;
    }

    /** Doubles until it fails, then halves the gap; a rate that failed by a stall of the machine gets a second chance. */
    private int highestOfSipp() throws IOException, InterruptedException {
        int held = 0;
        int failed = MAX_RATE;
        int rate = FIRST_RATE;
        while (failed - held > RATE_STEP && rate <= MAX_RATE) {
            if (sippHolds(rate) || sippHolds(rate)) {
                held = rate;
            } else {
                failed = rate;
            }
            rate = failed == MAX_RATE ? held * 2 : (held + failed) / 2 / RATE_STEP * RATE_STEP;
            if (rate <= held) {
                rate = held + RATE_STEP;
            }
            if (rate >= failed) {
                break;
            }
        }
        return held;
    }

    private boolean sippHolds(int rate) throws IOException, InterruptedException {
        final ObjectNode result = sipp.run(rate, SIPP_SECONDS);
        report.append(result);
        final boolean held = result.get("held").asBoolean();
        out.printf("SIPp     %7d calls/s %s (%d failed, %.1f s)%n", rate, held ? "held  " : "failed", result.get("failed").asLong(),
                result.get("elapsedS").asDouble());
        return held;
    }

    /** Whether every call at this rate succeeds, in one of three attempts. */
    boolean holds(int rate) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            final ObjectNode line = LoadReport.object();
            line.put("program", "busyhour").put("rate", rate).put("attempt", attempt);
            final Process callee = start("callee", CALLEE_PORT, CALLER_PORT, calleeCore, rate, HEAD_START_S);
            try {
                TimeUnit.SECONDS.sleep(HEAD_START_S);
                final JsonNode caller = result(start("caller", CALLER_PORT, CALLEE_PORT, callerCore, rate, 0), "caller");
                final JsonNode called = result(callee, "callee");
                final boolean held = caller.get("failed").asLong() == 0 && caller.get("dropped").asLong() == 0
                        && caller.get("ended").asLong() == caller.get("intended").asLong()
                        && called.get("answered").asLong() == caller.get("intended").asLong()
                        && caller.get("evicted").asLong() + called.get("evicted").asLong() == 0;
                line.put("held", held);
                line.set("caller", caller);
                line.set("callee", called);
                report.append(line);
                out.printf("Busyhour %7d calls/s %s (%d failed, %d dropped, %d retransmissions, busy %.0f %% and %.0f %%,"
                                + " %d and %d transactions kept)%n", rate, held ? "held  " : "failed",
                        caller.get("failed").asLong(), caller.get("dropped").asLong(),
                        caller.get("retransmissions").asLong() + called.get("retransmissions").asLong(),
                        100 * caller.get("busyRatio").asDouble(), 100 * called.get("busyRatio").asDouble(),
                        caller.get("transactions").asLong(), called.get("transactions").asLong());
                if (held) {
                    return true;
                }
            } finally {
                callee.destroyForcibly().waitFor();
            }
        }
        return false;
    }

    private Process start(String side, int port, int peerPort, int core, int rate, int headStartS) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        final long megabytes = LEAST_MEMORY_MB + (long) KEPT_S * rate * TRANSACTION_BYTES / 1_000_000;
        command.addAll(List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-XX:MaxDirectMemorySize=" + 2 * megabytes + "m",
                "-cp", System.getProperty("java.class.path"), CallSide.class.getName(), side, Integer.toString(port),
                Integer.toString(peerPort), Integer.toString(core), Integer.toString(rate), Double.toString(rampS),
                Integer.toString(seconds + headStartS)));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(side).toFile()).start();
    }

    private Path output(String side) {
        return target.resolve("calls-" + side + ".out");
    }

    private JsonNode result(Process process, String side) throws IOException, InterruptedException {
        final boolean ended = process.waitFor((long) rampS + seconds + END_TIMEOUT_S, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        final String text = Files.readString(output(side), StandardCharsets.UTF_8).strip();
        final String last = text.substring(text.lastIndexOf('\n') + 1);
        if (!ended || process.exitValue() != 0 || !last.startsWith("{")) {
            throw new IOException(side + " ended without figures: " + text);
        }
        return JSON.readTree(last);
    }
}
