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
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How many two-way endpoints one core holds, by kind of media: callers on one core, those they call on the other, each a whole
 * {@code busyhour run}; the bare C pacer and burst loop on the first core in the same go.
 *
 * <pre>
 *   packets per busy second = packets sent by plan in a second / share of wall time in duty cycles that did work
 * </pre>
 */
public final class DensityLoadProgram {

    private static final int PORT = 5_062;
    private static final double WARM_UP_S = 12;
    private static final long END_TIMEOUT_S = 90;
    private static final int C_STREAMS = 1_000;
    private static final int C_FIRST_PORT = 10_000;
    private static final int AUDIO_PPS = 50;
    /** A hosted video endpoint (720p) takes 0.15 cores. */
    private static final double HOSTED_VIDEO_PER_CORE = 6.6;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A kind of media.
     *
     * @param endpoints on each core.
     * @param videoPps  packets of video a second that the plan's bit rate makes, about.
     */
    private record Kind(String name, int endpoints, int videoPps, String media) {
        double packetsPs() {
            return (double) endpoints * (AUDIO_PPS + videoPps);
        }
    }

    private final Path root;
    private final Path target;
    private final double seconds;
    private final CBaseline baseline;
    private final LoadReport report;
    private final PrintStream out;

    private DensityLoadProgram(Path root, double seconds, PrintStream out) throws IOException {
        this.root = root;
        this.seconds = seconds;
        this.out = out;
        target = root.resolve("jmh/target/load");
        baseline = new CBaseline(root.resolve("jmh/src/main/c"), target);
        report = new LoadReport(target, "density");
    }

    /** Arguments: project directory, seconds (20), audio endpoints (1000), Opus endpoints (2000), video endpoints (400). */
    public static void main(String[] args) throws IOException, InterruptedException {
        final Path root = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
        final double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 20;
        final int audio = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        final int opus = args.length > 3 ? Integer.parseInt(args[3]) : 2_000;
        final int video = args.length > 4 ? Integer.parseInt(args[4]) : 400;
        new DensityLoadProgram(root, seconds, System.out).run(audio, opus, video);
    }

    private void run(int audio, int opus, int video) throws IOException, InterruptedException {
        out.println(report.machine());
        final String fault = baseline.compile("pacer", "burst");
        if (fault != null) {
            out.println("no C baseline: " + fault);
        } else {
            baseline();
        }
        final double plain = measure(new Kind("PCMU", audio, 0, "codecs: [PCMU]"));
        final double secured = measure(new Kind("PCMU, SRTP", audio, 0, "codecs: [PCMU], srtp: required"));
        out.printf(Locale.ROOT, "SRTP reaches %.2f of the plain packets per busy second%n", secured / plain);
        measure(new Kind("Opus", opus, 0, "codecs: [OPUS], opus: {bitrate: 32k}"));
        measure(new Kind("H264 1 Mbit/s", video, 104,
                "codecs: [PCMU], video: {codec: H264, resolution: 640x360, fps: 30, bitrate: 1000k}"));
        out.printf(Locale.ROOT, "hosted services hold %.1f video endpoints a core%n", HOSTED_VIDEO_PER_CORE);
    }

    private void baseline() throws IOException, InterruptedException {
        final JsonNode pacer = baseline.run(seconds, "pacer", C_STREAMS, seconds, 0, C_FIRST_PORT, "backoff");
        final JsonNode burst = baseline.run(seconds, "burst", C_STREAMS, seconds, 0);
        report.append(LoadReport.objectOf(pacer).put("contender", "C pacer"));
        report.append(LoadReport.objectOf(burst).put("contender", "C burst loop"));
        out.println("C pacer       " + pacer);
        out.println("C burst loop  " + burst);
    }

    /** @return packets per busy second of the callers' core. */
    private double measure(Kind kind) throws IOException, InterruptedException {
        final int durationS = (int) Math.ceil(seconds + WARM_UP_S);
        final int ramp = Math.max(1, kind.endpoints / 6);
        final CBaseline.Running called = start(1, """
                name: density
                duration: %ds
                groups:
                  - {name: called, endpoints: %d, callee: receive-external, listen: "127.0.0.1:%d", for: %ds, %s}
                """.formatted(durationS, kind.endpoints, PORT, durationS + 40, kind.media), "called");
        TimeUnit.SECONDS.sleep(6); // encodes on first use; the callers wait for nobody
        final CBaseline.Running callers = start(0, """
                name: density
                duration: %ds
                groups:
                  - {name: callers, endpoints: %d, callee: {uri: "sip:x@127.0.0.1:%d"}, ramp: %d/s, %s}
                """.formatted(durationS, kind.endpoints, PORT, ramp, kind.media), "callers");
        final JsonNode result = result(callers, "callers", durationS);
        called.process().destroy();
        called.process().waitFor(END_TIMEOUT_S, TimeUnit.SECONDS);
        final JsonNode engine = result.get("engine");
        final double busy = engine.get("shardBusyRatio").asDouble();
        final double perBusySecond = kind.packetsPs() / busy;
        final ObjectNode line = LoadReport.object();
        line.put("contender", kind.name).put("endpoints", kind.endpoints).put("packetsPerSecond", kind.packetsPs())
                .put("packetsPerBusySecond", perBusySecond);
        line.set("engine", engine);
        line.set("calls", result.get("calls"));
        line.put("packetsLost", metric(result, "packets_lost", "sum"));
        line.put("mosAvg", metric(result, "mos", "avg"));
        report.append(line);
        out.printf(Locale.ROOT, "%-14s %5d endpoints a core, %,.0f packets/s each way, %.0f %% busy, %,.0f packets per busy second, "
                        + "lateness p99 %.0f us, lost %.0f, answered %d, exit %d%n", kind.name, kind.endpoints, kind.packetsPs(), 100 * busy,
                perBusySecond, engine.get("sendLatenessUs").get("p99").asDouble(), metric(result, "packets_lost", "sum"),
                result.get("calls").get("answered").asInt(), result.get("run").get("exitCode").asInt());
        return perBusySecond;
    }

    private static double metric(JsonNode result, String key, String statistic) {
        final JsonNode value = result.at("/metrics/" + key + "/" + statistic);
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    private CBaseline.Running start(int core, String plan, String name) throws IOException {
        final Path file = target.resolve(name + ".yaml");
        Files.writeString(file, plan, StandardCharsets.UTF_8);
        Files.deleteIfExists(target.resolve(name + ".json"));
        final List<String> command = new ArrayList<>(List.of(root.resolve("busyhour").toString(), "run", file.toString(), "--no-web", "--quiet",
                "--json", target.resolve(name + ".json").toString(), "--data", target.resolve("data-" + name).toString(), "--idle", "backoff",
                "--cores", Integer.toString(core)));
        final Path output = Files.createTempFile(target, name, ".out");
        output.toFile().deleteOnExit();
        return new CBaseline.Running(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output, name);
    }

    private JsonNode result(CBaseline.Running run, String name, int durationS) throws IOException, InterruptedException {
        final Path json = target.resolve(name + ".json");
        if (!run.process().waitFor(durationS + END_TIMEOUT_S, TimeUnit.SECONDS) || !Files.exists(json)) {
            run.process().destroy();
            throw new IOException(name + " ended without a result: " + Files.readString(run.output()).strip());
        }
        return JSON.readTree(json.toFile());
    }
}
