package busyhour.engine.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that is not ours, with its output in a file; ended with its children by its own process. */
final class ForeignProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ForeignProcess(final Process process, final Path output) {
        this.process = process;
        this.output = output;
    }

    /** Skips the test where the program is missing. */
    static void assumeInstalled(final String program, final String debianPackage) {
        assumeTrue(isInstalled(program), program + " is not installed (Debian: " + debianPackage + ")");
    }

    static boolean isInstalled(final String program) {
        return List.of((System.getenv("PATH") + ":/usr/sbin").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static ForeignProcess start(final Path directory, final String name, final List<String> command) throws IOException {
        final Path output = directory.resolve(name + ".log");
        return new ForeignProcess(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start(), output);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it is ready, at most this long. */
    void await(final String what, final BooleanSupplier ready, final long seconds) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - untilNs > 0) {
                throw new AssertionError(what + (process.isAlive() ? " took too long" : ": the process has ended") + ": " + output());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Writes a line to its standard input. */
    void command(final String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    /** Exit code, or fails after this time. */
    int await(final long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end within " + seconds + " s: " + output());
        }
        return process.exitValue();
    }

    /** Asks it to end, and waits. */
    void end(final long seconds) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end within " + seconds + " s: " + output());
        }
    }

    @Override
    public void close() {
        final List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!endsSoon()) {
            process.destroyForcibly();
            endsSoon();
        }
        children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean endsSoon() {
        try {
            return process.waitFor(3, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
