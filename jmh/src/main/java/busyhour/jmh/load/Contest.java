package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one contender of {@link ShardLoadProgram} in a process of its own, with the tap beside it. */
final class Contest {

    private static final int FIRST_PORT = 10_000;
    private static final int LAST_PORT = 32_767;
    /** The C program's own warm-up, and what Java needs until it is compiled. */
    private static final double C_WARM_UP_S = 1;
    private static final double JAVA_WARM_UP_S = 6;
    private static final double TAP_HEAD_START_S = 0.3;
    private static final double RUN_START_S = 14;
    private static final long END_TIMEOUT_S = 60;
    private static final long BUILD_TIMEOUT_S = 600;
    private static final double PTIME_NS = 20e6;
    private static final List<String> JVM_FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Figures of the contender, of the tap (null node without it), and why there is no tap. */
    record Measured(JsonNode result, JsonNode gaps, String tapFault) {
    }

    private final Path root;
    private final Path target;
    private final CBaseline baseline;
    private final int streams;
    private final double seconds;
    private final int core;
    private final String idle;

    Contest(Path root, Path target, CBaseline baseline, int streams, double seconds, int core, String idle) {
        this.root = root;
        this.target = target;
        this.baseline = baseline;
        this.streams = streams;
        this.seconds = seconds;
        this.core = core;
        this.idle = idle;
    }

    boolean hasBusyhour() {
        return Files.isExecutable(root.resolve("busyhour"));
    }

    /** Lets the launcher build what is stale, so that it does not do so in the middle of a measurement. */
    void prepareBusyhour() throws IOException, InterruptedException {
        final Process build = new ProcessBuilder(root.resolve("busyhour").toAbsolutePath().toString(), "metrics")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!build.waitFor(BUILD_TIMEOUT_S, TimeUnit.SECONDS) || build.exitValue() != 0) {
            build.destroy();
            throw new IOException("./busyhour does not build or run");
        }
    }

    Measured measure(ShardLoadProgram.Contender contender, boolean withTap) throws IOException, InterruptedException {
        return switch (contender) {
            case C -> {
                final CBaseline.Running pacer = baseline.start("pacer", streams, seconds, core, FIRST_PORT, idle);
                yield watch(withTap, C_WARM_UP_S, seconds, () -> pacer.result(seconds + C_WARM_UP_S));
            }
            case JAVA -> {
                final CBaseline.Running pacer = startJava();
                yield watch(withTap, JAVA_WARM_UP_S + 1, seconds - 1, () -> pacer.result(seconds + JAVA_WARM_UP_S));
            }
            case BUSYHOUR -> watchRun(withTap);
        };
    }

    /** What ends with the figures. */
    private interface Ending {
        JsonNode await() throws IOException, InterruptedException;
    }

    private Measured watch(boolean withTap, double afterS, double tapS, Ending ending)
            throws IOException, InterruptedException {
        if (!withTap) {
            return new Measured(ending.await(), null, null);
        }
        TimeUnit.MILLISECONDS.sleep((long) ((afterS + TAP_HEAD_START_S) * 1000));
        final double watchedS = tapS - 2 * TAP_HEAD_START_S;
        final CBaseline.Running tap =
                baseline.start("tap", "lo", FIRST_PORT, LAST_PORT, watchedS, core == 0 ? 1 : core < 0 ? -1 : 0, 20);
        final JsonNode result = ending.await();
        try {
            return new Measured(result, tap.result(watchedS), null);
        } catch (IOException e) {
            return new Measured(result, null, e.getMessage());
        }
    }

    private CBaseline.Running startJava() throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MediaPacer.class.getName(),
                Integer.toString(streams), Double.toString(seconds), Integer.toString(core),
                Integer.toString(FIRST_PORT), idle, Double.toString(JAVA_WARM_UP_S)));
        final Path output = Files.createTempFile(target, "java-pacer", ".out");
        output.toFile().deleteOnExit();
        return new CBaseline.Running(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start(), output, "java-pacer");
    }

    /** A whole run through the command line: registrar, calls, RTP, RTCP, samples and collector. */
    private Measured watchRun(boolean withTap) throws IOException, InterruptedException {
        final double callS = seconds + RUN_START_S;
        final Path plan = target.resolve("shard.yaml");
        Files.writeString(plan, plan(streams / 2, (int) Math.ceil(callS)), StandardCharsets.UTF_8);
        final Path json = target.resolve("shard-run.json");
        Files.deleteIfExists(json);
        final List<String> command = new ArrayList<>(List.of(root.resolve("busyhour").toAbsolutePath().toString(), "run",
                plan.toString(), "--no-web", "--quiet", "--json", json.toString(),
                "--data", target.resolve("data").toString(), "--idle", idle));
        if (core >= 0) {
            command.addAll(List.of("--cores", Integer.toString(core)));
        }
        final Path output = Files.createTempFile(target, "busyhour", ".out");
        output.toFile().deleteOnExit();
        final CBaseline.Running run = new CBaseline.Running(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start(), output, "busyhour run");
        return watch(withTap, RUN_START_S, seconds, () -> figures(run, json, callS));
    }

    /** CPU of the shard's thread over the watched time; the result of the run for the rest. */
    private JsonNode figures(CBaseline.Running run, Path json, double callS) throws IOException, InterruptedException {
        final EngineProcess process = EngineProcess.under(run.process())
                .orElseThrow(() -> new IOException("no engine under busyhour run, see " + run.output()));
        final long startNs = System.nanoTime();
        final EngineProcess.Cpu before = process.cpu();
        TimeUnit.MILLISECONDS.sleep((long) ((seconds - 2 * TAP_HEAD_START_S) * 1000));
        final EngineProcess.Cpu after = process.cpu();
        final double wallNs = System.nanoTime() - startNs;
        if (!run.process().waitFor((long) callS + END_TIMEOUT_S, TimeUnit.SECONDS) || !Files.exists(json)) {
            run.process().destroy();
            throw new IOException("busyhour run ended without a result: " + Files.readString(run.output()).strip());
        }
        final JsonNode result = JSON.readTree(json.toFile());
        final JsonNode engine = result.get("engine");
        final ObjectNode figures = LoadReport.object();
        figures.put("program", "busyhour").put("streams", streams).put("wallNs", wallNs);
        figures.put("cpuNs", after.shardsNs() - before.shardsNs());
        figures.put("processCpuNs", after.processNs() - before.processNs());
        figures.put("busyNs", engine.get("shardBusyRatio").asDouble() * wallNs);
        figures.put("sent", wallNs / PTIME_NS * streams); // what the plan says; the tap says what it was
        figures.set("latenessUs", engine.get("sendLatenessUs"));
        figures.put("exitCode", result.get("run").get("exitCode").asInt());
        figures.put("allocatedBytesPerSecond", engine.get("allocatedBytesPerSecond").asDouble());
        figures.set("calls", result.get("calls"));
        return figures;
    }

    private static String plan(int calls, int durationS) {
        return """
                name: shard load
                duration: %ds
                registrars:
                  - name: local
                    accounts: builtin
                groups:
                  - name: agents
                    endpoints: %d
                    registrar: local
                    callee: receive-external
                    codecs: [PCMU]
                  - name: callers
                    endpoints: %d
                    registrar: local
                    callee: { group: agents }
                    codecs: [PCMU]
                    ramp: %d/s
                """.formatted(durationS, calls, calls, Math.max(1, calls / 4));
    }
}
