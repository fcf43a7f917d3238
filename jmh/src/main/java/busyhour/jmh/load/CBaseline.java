package busyhour.jmh.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The C programs of {@code src/main/c}: compiled by gcc into a directory, run as processes, one line of JSON each.
 */
final class CBaseline {

    private static final List<String> COMPILER = List.of("gcc", "-O2", "-Wall", "-Wextra", "-std=gnu11", "-o");
    private static final int COMPILE_TIMEOUT_S = 60;
    private static final int END_TIMEOUT_S = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A program under way; {@link #result} waits for its line. */
    record Running(Process process, Path output, String name) {

        JsonNode result(double expectedS) throws IOException, InterruptedException {
            try {
                if (!process.waitFor((long) Math.ceil(expectedS) + END_TIMEOUT_S, TimeUnit.SECONDS)) {
                    throw new IOException(name + " did not end in time");
                }
            } finally {
                process.destroyForcibly();
            }
            final String text = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(name + " ended with " + process.exitValue() + ": " + text.strip());
            }
            return JSON.readTree(text);
        }
    }

    private final Path sources;
    private final Path binaries;

    /**
     * @param sources  directory of the C files.
     * @param binaries where the programs and their output go; made when missing.
     */
    CBaseline(Path sources, Path binaries) {
        this.sources = sources;
        this.binaries = binaries;
    }

    /** @return null when all is compiled, else why not. */
    String compile(String... programs) throws IOException, InterruptedException {
        Files.createDirectories(binaries);
        for (String program : programs) {
            final List<String> command = new ArrayList<>(COMPILER);
            command.add(binaries.resolve(program).toString());
            command.add(sources.resolve(program + ".c").toString());
            final Process gcc;
            try {
                gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException e) {
                return "no C compiler: " + e.getMessage() + " (Debian: apt-get install gcc libc6-dev)";
            }
            final String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!gcc.waitFor(COMPILE_TIMEOUT_S, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                gcc.destroyForcibly();
                return "gcc " + program + ".c: " + output.strip();
            }
        }
        return null;
    }

    Running start(String program, Object... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(binaries.resolve(program).toString());
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        final Path output = Files.createTempFile(binaries, program, ".out");
        output.toFile().deleteOnExit();
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        return new Running(process, output, program);
    }

    JsonNode run(double expectedS, String program, Object... arguments) throws IOException, InterruptedException {
        return start(program, arguments).result(expectedS);
    }
}
