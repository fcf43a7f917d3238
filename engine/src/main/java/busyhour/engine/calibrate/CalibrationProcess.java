package busyhour.engine.calibrate;

import busyhour.ipc.CapacityFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.agrona.IoUtil;

/**
 * The command that measures, as a child. It works in a directory of its own below the worker's, and only a document that is whole goes
 * from there to the worker's. It is told that it is a child: when the worker dies, it ends too. One thread, which never waits for it.
 */
final class CalibrationProcess implements Measurement {

    private static final String DIRECTORY = "calibration";
    private static final String OUTPUT = "output.log";
    private static final long OUTPUT_LIMIT_BYTES = 1 << 20;
    /** The worker's own matter, its token above all. */
    private static final List<String> PERSONAL = List.of("WORKER_TOKEN", "CLOUD_URL", "CLOUD_CA", "WORKER_NAME", "WORKER_DATA", "WORKER_LINK", "WORKER_TICKET",
            "WORKER_BIND", "WORKER_PUBLIC", "HEALTH_PORT", "CAPACITY", "CALIBRATE", "CORES", "IDLE");

    private final Process process;
    private final Path data;
    private final Path directory;

    private CalibrationProcess(final Process process, final Path data, final Path directory) {
        this.process = process;
        this.data = data;
        this.directory = directory;
    }

    static CalibrationProcess begin(final CalibrationCommand command) throws IOException {
        final Path directory = command.data().resolve(DIRECTORY).toAbsolutePath();
        final List<String> words = command.words(directory);
        delete(directory); // of a worker that was killed
        Files.createDirectories(directory);
        final ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve(OUTPUT).toFile());
        builder.environment().keySet().removeAll(PERSONAL);
        builder.environment().put("WORKER_CHILD", "yes");
        return new CalibrationProcess(builder.start(), command.data(), directory);
    }

    @Override
    public Outcome poll() {
        if (process.isAlive()) {
            return null;
        }
        try {
            return process.exitValue() == 0 ? found() : Outcome.failed("calibrate ended with exit code " + process.exitValue() + ": " + lastWords());
        } catch (final IOException e) {
            return Outcome.failed(e.getMessage());
        } finally {
            delete(directory);
        }
    }

    private Outcome found() throws IOException {
        final Path file = directory.resolve(CapacityFile.NAME);
        if (!Files.exists(file)) {
            return Outcome.failed("calibrate left no " + CapacityFile.NAME + ": " + lastWords());
        }
        final int endpoints = CapacityFile.read(file).endpoints();
        if (endpoints == 0) {
            return Outcome.failed("this host does not hold the smallest load");
        }
        final JsonNode document = new ObjectMapper().readTree(file.toFile());
        CapacityFile.write(data, document);
        final String binding = document.at("/kinds/audio/bindsFirst").asText("");
        return new Outcome(endpoints, String.format(Locale.ROOT, "%,d endpoints of audio", endpoints) + (binding.isEmpty() ? "" : "; what binds first: " + binding));
    }

    /** The last line that says something. */
    private String lastWords() {
        final Path output = directory.resolve(OUTPUT);
        try {
            if (Files.size(output) > OUTPUT_LIMIT_BYTES) {
                return "it said very much";
            }
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty())
                    .reduce((before, line) -> line).orElse("it said nothing");
        } catch (final IOException e) {
            return "what it said cannot be read";
        }
    }

    /** At once: whatever is to run now would be measured beside it. Those that it started first, for whoever is orphaned is hard to find. */
    @Override
    public void end() {
        final List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(each -> {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly();
        });
        delete(directory);
    }

    private static void delete(final Path directory) {
        IoUtil.delete(directory.toFile(), true);
    }
}
