package busyhour.jmh.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The engine's JVM under a {@code busyhour run} (or any process), seen from outside: what its threads used, by the scheduler's
 * nanoseconds. The ticks of {@code stat} miss threads that wake by timer and sleep before the next tick: up to nine tenths of their time.
 */
public record EngineProcess(long pid) {

    private static final String MAIN_CLASS = "busyhour.engine.WorkerMain";
    private static final String SHARD_PREFIX = "shard";

    /**
     * What is resident.
     *
     * @param anonymousBytes heap and native memory.
     * @param fileBytes      mapped files: libraries, start-up cache, rings, journal.
     * @param sharedBytes    files in memory: the link's.
     */
    public record Memory(long bytes, long anonymousBytes, long fileBytes, long sharedBytes) {
    }

    /** CPU time so far. */
    public record Cpu(long shardsNs, long processNs) {

        /** Of all threads that are no shards. */
        public long othersNs() {
            return processNs - shardsNs;
        }
    }

    /** @param run the process of the command line. */
    public static Optional<EngineProcess> under(Process run) {
        return run.descendants().filter(EngineProcess::isEngine).findFirst().map(handle -> new EngineProcess(handle.pid()));
    }

    private static boolean isEngine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline")).contains(MAIN_CLASS);
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    /** What it has in memory now; 0 when it has ended. */
    public long residentBytes() throws IOException {
        return memory().bytes();
    }

    /** The same by what it is; zeros when it has ended. */
    public Memory memory() throws IOException {
        final List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        return new Memory(bytes(status, "VmRSS:"), bytes(status, "RssAnon:"), bytes(status, "RssFile:"), bytes(status, "RssShmem:"));
    }

    private static long bytes(List<String> status, String field) {
        return status.stream().filter(line -> line.startsWith(field)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst().orElse(0);
    }

    public Cpu cpu() throws IOException {
        long shardsNs = 0;
        long processNs = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                final long ns = Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
                processNs += ns;
                shardsNs += Files.readString(thread.resolve("comm")).startsWith(SHARD_PREFIX) ? ns : 0;
            }
        }
        return new Cpu(shardsNs, processNs);
    }
}
