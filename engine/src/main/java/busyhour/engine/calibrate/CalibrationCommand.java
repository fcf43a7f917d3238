package busyhour.engine.calibrate;

import busyhour.ipc.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How this worker has its host measured: as {@code CALIBRATE} in its environment says, else by the launcher that started it. Immutable.
 *
 * @param program null = there is none, then {@code missing} says why.
 * @param data    of the worker.
 * @param cores   that its shards are pinned to, as it was told; may be null.
 * @param idle    as it was told.
 */
public record CalibrationCommand(Path program, String missing, Path data, String cores, String idle) {

    private static final String LAUNCHER = "busyhour";

    /** @param home folder of the launcher, null = nobody said. */
    public static CalibrationCommand of(final WorkerSettings settings, final String home) {
        final Path program = settings.calibrate() == null ? home == null ? null : Path.of(home, LAUNCHER)
                : settings.calibrate().isEmpty() ? null : Path.of(settings.calibrate());
        final String missing = program != null ? null : settings.calibrate() == null
                ? "the worker was not started by the launcher, and CALIBRATE names no command" : "CALIBRATE=none: the worker may not measure its host";
        return new CalibrationCommand(program, missing, settings.data(), settings.cores(), settings.idle());
    }

    /**
     * Its words: audio is the unit of a worker's capacity, and shards as this worker's.
     *
     * @param directory that the result goes to.
     * @throws IOException when there is no such program here.
     */
    List<String> words(final Path directory) throws IOException {
        if (program == null) {
            throw new IOException(missing);
        }
        if (!Files.isExecutable(program)) {
            throw new IOException(program + " is no command that can be started here");
        }
        final List<String> words = new ArrayList<>(List.of(program.toString(), "calibrate", "--quick", "--media", "audio", "--data", directory.toString(), "--idle", idle));
        if (cores != null) {
            words.addAll(List.of("--cores", cores));
        }
        return words;
    }
}
