package busyhour.engine.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** SIPp as a foreign peer, ended by its own process. */
final class SippProcess implements AutoCloseable {

    private final Process process;
    private final Path directory;

    private SippProcess(final Process process, final Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static void assumeInstalled() {
        assumeTrue(System.getenv("PATH").lines().flatMap(path -> List.of(path.split(":")).stream())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "sipp"))), "sipp is not installed (Debian: sip-tester)");
    }

    static SippProcess start(final Path directory, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-trace_stat", "-fd", "1", "-stf", "stat.csv", "-trace_err", "-nostdin"));
        final Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen.txt").toFile())
                .start();
        return new SippProcess(process, directory);
    }

    /** SIPp's exit code: 0 when all calls succeeded. */
    int await(final long seconds) throws InterruptedException, IOException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("sipp did not end within " + seconds + " s: " + screen());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String screen() throws IOException {
        final Path screen = directory.resolve("screen.txt");
        return Files.exists(screen) ? Files.readString(screen) : "";
    }

    /** A column of the last line of SIPp's statistics, such as {@code FailedCall(C)}. */
    long statistic(final String column) throws IOException {
        final List<String> lines = Files.readAllLines(directory.resolve("stat.csv"));
        final List<String> names = List.of(lines.get(0).split(";"));
        for (int i = lines.size() - 1; i > 0; i--) {
            final String[] values = lines.get(i).split(";");
            if (values.length == names.size()) { // the last line may still be in the writing
                return Long.parseLong(values[names.indexOf(column)]);
            }
        }
        return 0;
    }

    @Override
    public void close() {
        process.destroy();
        if (!endsSoon()) {
            process.destroyForcibly();
            endsSoon();
        }
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
