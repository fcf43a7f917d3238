package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Busyhour as users run it: registrar, SIP calls, RTP, RTCP, every metric, samples and collector; one shard on the core.
 *
 * <pre>
 *   start | register | ramp 4 s | 2 s | steady part: seconds | hang up
 * </pre>
 */
final class BusyhourContender implements Contender {

    private static final String NAME = "Busyhour";
    private static final int PTIME_MS = 20;
    private static final int PACKETS_PER_SECOND = 1_000 / PTIME_MS;
    private static final int RAMP_S = 4;
    private static final int SETTLE_S = 3;
    private static final double START_TIMEOUT_S = 40;
    private static final double END_TIMEOUT_S = 60;
    /** The window for processor time and tap lies so far within the steady part. */
    private static final double MARGIN_S = 1;
    private static final double FIRST_CALLS = 0.05;
    private static final double NEARLY_ALL = 0.97;

    private final Path root;
    private final Path directory;
    private final int core;
    private final String idle;
    private final boolean mux;

    /** @param mux RTP and RTCP on one socket; else two sockets for each endpoint, as most phones do it. */
    BusyhourContender(Path root, Path directory, int core, String idle, boolean mux) {
        this.root = root;
        this.directory = directory;
        this.core = core;
        this.idle = idle;
        this.mux = mux;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String missing() throws IOException, InterruptedException {
        return BusyhourRun.prepare(root);
    }

    @Override
    public Figures measure(int endpoints, double seconds, Tap tap) throws IOException, InterruptedException {
        final int durationS = (int) Math.ceil(seconds) + RAMP_S + SETTLE_S;
        final String plan = CallPlan.calls("limit", endpoints / 2, PTIME_MS, durationS, Math.max(1, endpoints / 2 / RAMP_S), mux);
        try (BusyhourRun run = BusyhourRun.start(root, directory, "limit", plan,
                List.of("--idle", idle, "--cores", Integer.toString(core)))) {
            KernelPackets.awaitRate(FIRST_CALLS * endpoints * PACKETS_PER_SECOND, START_TIMEOUT_S, run.process());
            KernelPackets.awaitRate(NEARLY_ALL * endpoints * PACKETS_PER_SECOND, RAMP_S, run.process()); // a full shard never does
            TimeUnit.SECONDS.sleep(SETTLE_S - 1);
            final double watchedS = seconds - MARGIN_S;
            final EngineProcess engine = run.engine();
            final EngineProcess command = new EngineProcess(run.process().pid());
            final Tap.Watch watch = tap == null ? null : tap.watch(watchedS, PTIME_MS);
            final long startNs = System.nanoTime();
            final EngineProcess.Cpu before = engine.cpu();
            final EngineProcess.Cpu commandBefore = command.cpu();
            TimeUnit.MILLISECONDS.sleep((long) (1000 * watchedS));
            final EngineProcess.Cpu after = engine.cpu();
            final double besideNs = command.cpu().processNs() - commandBefore.processNs() + after.othersNs() - before.othersNs();
            final double wallNs = System.nanoTime() - startNs;
            final Gaps gaps = watch == null ? null : watch.gaps();
            final JsonNode result = run.result(durationS + END_TIMEOUT_S);
            return figures(result, endpoints, durationS, (after.shardsNs() - before.shardsNs()) / wallNs, besideNs / wallNs, gaps);
        }
    }

    /** From the run's result; packets are those of the plan, less what was never sent. */
    static Figures figures(JsonNode result, int endpoints, int durationS, double cpuShare, double besideShare, Gaps gaps) {
        final JsonNode engine = result.get("engine");
        final double planned = (double) endpoints * PACKETS_PER_SECOND;
        final double sentShare = Math.min(1, engine.get("packetsSent").asDouble() / (planned * durationS));
        final double packetsPerSecond = planned * sentShare;
        final ObjectNode raw = LoadReport.object();
        raw.set("engine", engine);
        raw.set("calls", result.get("calls"));
        raw.set("exitCode", result.at("/run/exitCode"));
        return new Figures(NAME, endpoints, packetsPerSecond, engine.get("shardBusyRatio").asDouble(), besideShare, cpuShare * 1e6 / packetsPerSecond,
                engine.at("/sendLatenessUs/p99").asDouble(), engine.at("/sendLatenessUs/p999").asDouble(),
                Math.max(result.at("/metrics/packets_lost/sum").asLong(), engine.get("kernelDrops").asLong()), engine.get("overloaded").asBoolean(), gaps, raw);
    }
}
