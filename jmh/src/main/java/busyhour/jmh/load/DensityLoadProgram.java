package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many two-way endpoints one core holds, by kind of media: callers on one core, those they call on the other, each a whole
 * {@code busyhour run}; the bare C pacer on the first core in the same go.
 *
 * <pre>
 *   packets per busy second = packets sent by plan in a second / share of wall time in duty cycles that did work
 * </pre>
 */
@Command(name = "density", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Audio, audio with SRTP, Opus and video: endpoints on one core.")
public final class DensityLoadProgram implements Callable<Integer> {

    private static final int PORT = 5_062;
    /** Of the called, who encode on first use: the callers wait for nobody. */
    private static final int HEAD_START_S = 6;
    private static final double WARM_UP_S = 12;
    private static final double END_TIMEOUT_S = 90;
    private static final int C_STREAMS = 1_000;
    private static final int AUDIO_PPS = 50;
    private static final int VIDEO_PPS = 104;
    /** A hosted video endpoint (720p) takes 0.15 cores. */
    private static final double HOSTED_VIDEO_PER_CORE = 6.6;

    @Mixin
    private Place place = new Place();
    @Option(names = "--seconds", description = "of each measurement (20)")
    private double seconds = 20;
    @Option(names = "--audio", description = "G.711 endpoints a core (1000)")
    private int audio = 1_000;
    @Option(names = "--opus", description = "Opus endpoints a core (2000)")
    private int opus = 2_000;
    @Option(names = "--video", description = "H.264 endpoints a core (400)")
    private int video = 400;

    private final PrintStream out = System.out;
    private LoadReport report;

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

    /** @return an exit code of {@link LoadPrograms}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        report = place.report("density");
        final Contender pacer = new PacerContender(place.programs(), 0, "backoff");
        final String missing = pacer.missing() != null ? pacer.missing() : BusyhourRun.prepare(place.home());
        if (missing != null) {
            out.println("skipped: " + missing);
            return LoadPrograms.NOT_MEASURED;
        }
        out.println(report.machine());
        final Figures c = pacer.measure(C_STREAMS, seconds, null);
        report.append(c.json());
        out.print(Figures.head() + c.row());
        final Verdicts verdicts = new Verdicts(out, report);
        final Kind plain = new Kind("PCMU", audio, 0, "codecs: [PCMU]");
        final Kind secured = new Kind("PCMU, SRTP", audio, 0, "codecs: [PCMU], srtp: required");
        final double plainRate = measure(plain, verdicts);
        out.printf(Locale.ROOT, "SRTP reaches %.2f of the plain packets per busy second%n", measure(secured, verdicts) / plainRate);
        measure(new Kind("Opus", opus, 0, "codecs: [OPUS], opus: {bitrate: 32k}"), verdicts);
        measure(new Kind("H264 1 Mbit/s", video, VIDEO_PPS,
                "codecs: [PCMU], video: {codec: H264, resolution: 640x360, fps: 30, bitrate: 1000k}"), verdicts);
        out.printf(Locale.ROOT, "hosted services hold %.1f video endpoints a core%n", HOSTED_VIDEO_PER_CORE);
        out.println("raw: " + report.file());
        return verdicts.exitCode();
    }

    /** @return packets per busy second of the callers' core. */
    private double measure(Kind kind, Verdicts verdicts) throws IOException, InterruptedException {
        final int durationS = (int) Math.ceil(seconds + WARM_UP_S);
        final int ramp = Math.max(1, kind.endpoints / 6);
        try (BusyhourRun called = start(1, """
                name: density
                duration: %ds
                groups:
                  - {name: called, endpoints: %d, callee: receive-external, listen: "127.0.0.1:%d", for: %ds, %s}
                """.formatted(durationS, kind.endpoints, PORT, durationS + 40, kind.media), "called")) {
            if (called.process().waitFor(HEAD_START_S, TimeUnit.SECONDS)) {
                called.result(1);
                throw new IOException("the called ended before they were called");
            }
            try (BusyhourRun callers = start(0, """
                    name: density
                    duration: %ds
                    groups:
                      - {name: callers, endpoints: %d, callee: {uri: "sip:x@127.0.0.1:%d"}, ramp: %d/s, %s}
                    """.formatted(durationS, kind.endpoints, PORT, ramp, kind.media), "callers")) {
                return judge(kind, callers.result(durationS + END_TIMEOUT_S), verdicts);
            }
        }
    }

    private double judge(Kind kind, JsonNode result, Verdicts verdicts) throws IOException {
        final JsonNode engine = result.get("engine");
        final double busy = engine.get("shardBusyRatio").asDouble();
        final double perBusySecond = kind.packetsPs() / busy;
        final double lost = result.at("/metrics/packets_lost/sum").asDouble(Double.NaN);
        final int answered = result.at("/calls/answered").asInt();
        final ObjectNode line = LoadReport.object();
        line.put("contender", kind.name).put("endpoints", kind.endpoints).put("packetsPerSecond", kind.packetsPs())
                .put("packetsPerBusySecond", perBusySecond).put("packetsLost", lost);
        line.set("engine", engine);
        line.set("calls", result.get("calls"));
        report.append(line);
        verdicts.that(kind.endpoints + " endpoints a core, " + kind.name + ": all calls answered, nothing lost",
                answered == kind.endpoints && lost == 0,
                String.format(Locale.ROOT, "%,.0f packets/s each way, %.0f %% busy, %,.0f packets per busy second, lateness p99 %.0f us, lost %.0f, "
                                + "answered %d, exit %d", kind.packetsPs(), 100 * busy, perBusySecond, engine.at("/sendLatenessUs/p99").asDouble(),
                        lost, answered, result.at("/run/exitCode").asInt()));
        return perBusySecond;
    }

    private BusyhourRun start(int core, String plan, String name) throws IOException {
        return BusyhourRun.start(place.home(), place.target(), name, plan, List.of("--idle", "backoff", "--cores", Integer.toString(core)));
    }
}
