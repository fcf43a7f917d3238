package busyhour.jmh.calibrate;

import busyhour.jmh.load.BusyhourRun;
import busyhour.jmh.load.EngineProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Loads of one kind of media: each a {@code busyhour run --no-web} as users start it, its result judged as theirs is. */
final class EngineLoads implements CapacitySearch.Loads {

    /** For the start, and the end of one that is over the limit. */
    private static final int PATIENCE_S = 20;
    private static final int LONGER_S = 12;
    private static final long LOOK_MS = 200;
    /** Nobody waits for their end. */
    private static final int LONGEST_CALL_S = 120;
    private static final int PASSED = 0;
    private static final int OVERLOADED = 4;
    private static final int INTERRUPTED = 105;

    private final Path home;
    private final Path directory;
    private final List<String> options;
    private final MediaKind kind;
    private final LoadShape shape;
    private final long deadlineNs;
    private final Consumer<Load> told;
    private long lastNs;

    /**
     * @param home       folder of the launcher.
     * @param directory  for plans and results.
     * @param options    of the command besides.
     * @param deadlineNs monotonic time by which the last load is over.
     * @param told       hears of each load.
     */
    EngineLoads(Path home, Path directory, List<String> options, MediaKind kind, LoadShape shape, long deadlineNs, Consumer<Load> told) {
        this.home = home;
        this.directory = directory;
        this.options = options;
        this.kind = kind;
        this.shape = shape;
        this.deadlineNs = deadlineNs;
        this.told = told;
        lastNs = TimeUnit.SECONDS.toNanos(shape.wholeS());
    }

    @Override
    public boolean mayGoOn(boolean longer) {
        return System.nanoTime() + lastNs + (longer ? TimeUnit.SECONDS.toNanos(LONGER_S) : 0) < deadlineNs;
    }

    /** @throws IOException when the run neither held nor was overloaded, with what it said. */
    @Override
    public Load load(int endpoints, boolean longer) throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        final Load load = play(endpoints, shape.playS(endpoints) + (longer ? LONGER_S : 0));
        lastNs = System.nanoTime() - startNs - (longer ? TimeUnit.SECONDS.toNanos(LONGER_S) : 0);
        told.accept(load);
        return load;
    }

    /** Calls are ended by a signal when enough was measured: their last hang-ups would take as long as their ramp. */
    private Load play(int endpoints, int playS) throws IOException, InterruptedException {
        try (BusyhourRun run = BusyhourRun.start(home, directory, "load", kind.plan(endpoints, LONGEST_CALL_S, shape.rampS()), options)) {
            final long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(playS + PATIENCE_S);
            long endNs = Long.MAX_VALUE;
            long residentBytes = 0;
            while (!run.process().waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                final Optional<EngineProcess> engine = EngineProcess.under(run.process());
                residentBytes = Math.max(residentBytes, residentBytes(engine));
                if (endNs == Long.MAX_VALUE && isPlaying(engine)) {
                    endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(playS);
                } else if (System.nanoTime() > giveUpNs) {
                    return Load.stuck(endpoints, residentBytes);
                } else if (System.nanoTime() > endNs) {
                    run.process().destroy();
                    endNs = Long.MAX_VALUE - 1;
                }
            }
            final JsonNode result = run.result(1);
            final int exitCode = result.path("run").path("exitCode").asInt();
            if (exitCode != INTERRUPTED && exitCode != PASSED && exitCode != OVERLOADED) {
                throw new IOException("a run of " + endpoints + " endpoints (" + kind.label() + ") ended with exit code " + exitCode
                        + ": " + run.output());
            }
            return Load.of(endpoints, result, residentBytes);
        }
    }

    /** Before that media is encoded, which takes seconds at its first use. */
    private static boolean isPlaying(Optional<EngineProcess> engine) {
        try {
            return engine.isPresent() && engine.get().cpu().shardsNs() > 0;
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    /** 0 when the engine has not started yet or is gone. */
    private static long residentBytes(Optional<EngineProcess> engine) {
        try {
            return engine.isPresent() ? engine.get().residentBytes() : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
