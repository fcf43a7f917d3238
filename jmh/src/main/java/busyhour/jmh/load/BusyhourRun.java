package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A whole {@code ./busyhour run} of a plan as users start it, in processes of its own. */
public final class BusyhourRun implements AutoCloseable {

    private static final long BUILD_TIMEOUT_S = 900;
    private static final long CACHES_TIMEOUT_S = 120;
    /** A run of it ends at once, but not before the launcher has what it needs. */
    private static final String NO_PLAN = "no-such-plan.yaml";
    /** Exit codes of runs that measured nothing. */
    private static final int FAILED = 1;
    private static final int WRONG = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path output;
    private final Path json;
    private final String name;

    private BusyhourRun(Process process, Path output, Path json, String name) {
        this.process = process;
        this.output = output;
        this.json = json;
        this.name = name;
    }

    /**
     * Lets the launcher build what is stale and make its start-up caches, so that it does not do so in the middle of a measurement.
     *
     * @return null, or why it cannot run.
     */
    static String prepare(Path root) throws IOException, InterruptedException {
        final Path launcher = root.resolve("busyhour");
        if (!Files.isExecutable(launcher)) {
            return "no " + launcher;
        }
        final Process build = new ProcessBuilder(launcher.toString(), "metrics").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!build.waitFor(BUILD_TIMEOUT_S, TimeUnit.SECONDS) || build.exitValue() != 0) {
            build.destroy();
            return launcher + " does not build or run";
        }
        final Process caches = new ProcessBuilder(launcher.toString(), "run", NO_PLAN, "--no-web").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!caches.waitFor(CACHES_TIMEOUT_S, TimeUnit.SECONDS)) {
            caches.destroy();
        }
        return null;
    }

    /**
     * @param name    of the files in the directory: plan, result, output.
     * @param options of the command besides, such as {@code --cores 1}; {@code --no-web} and {@code --quiet} are always there.
     */
    public static BusyhourRun start(Path root, Path directory, String name, String plan, List<String> options) throws IOException {
        Files.createDirectories(directory);
        final Path file = directory.resolve(name + ".yaml");
        Files.writeString(file, plan, StandardCharsets.UTF_8);
        final Path json = directory.resolve(name + ".json");
        Files.deleteIfExists(json);
        final List<String> command = new ArrayList<>(List.of(root.resolve("busyhour").toString(), "run", file.toString(), "--no-web", "--quiet",
                "--json", json.toString(), "--data", directory.resolve("data-" + name).toString()));
        command.addAll(options);
        final Path output = directory.resolve(name + ".out");
        return new BusyhourRun(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output, json, name);
    }

    public Process process() {
        return process;
    }

    /** The JVM with the shards. */
    public EngineProcess engine() throws IOException {
        return EngineProcess.under(process).orElseThrow(() -> fault("has no engine"));
    }

    /** The result, once the run is over. */
    public JsonNode result(double timeoutS) throws IOException, InterruptedException {
        if (!process.waitFor((long) Math.ceil(timeoutS), TimeUnit.SECONDS)) {
            throw fault("did not end in " + Math.round(timeoutS) + " s");
        }
        if (!Files.exists(json)) {
            throw fault("ended with " + process.exitValue() + " and without a result");
        }
        final JsonNode result = JSON.readTree(json.toFile());
        final int exitCode = result.at("/run/exitCode").asInt();
        if (exitCode == FAILED || exitCode == WRONG) {
            throw fault("was not played");
        }
        return result;
    }

    /** What it said so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private IOException fault(String what) {
        return new IOException("busyhour run " + name + " " + what + ": " + output());
    }

    /** Asks it to end when it has not: its calls are hung up. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
