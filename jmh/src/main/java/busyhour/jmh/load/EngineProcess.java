package busyhour.jmh.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The engine's JVM under a {@code busyhour run}, seen from outside: what its threads used, from {@code /proc}. */
record EngineProcess(long pid) {

    private static final String MAIN_CLASS = "busyhour.engine.WorkerMain";
    private static final String SHARD_PREFIX = "shard";
    /** Of {@code utime} and {@code stime} behind the command's closing parenthesis. */
    private static final int UTIME_FIELD = 11;
    private static final int STIME_FIELD = 12;
    /** USER_HZ is 100 on every Linux that we know. */
    private static final long NS_PER_TICK = 10_000_000L;

    /** CPU time so far, 10 ms exact. */
    record Cpu(long shardsNs, long processNs) {
    }

    /** @param run the process of the command line. */
    static Optional<EngineProcess> under(Process run) {
        return run.descendants().filter(EngineProcess::isEngine).findFirst().map(handle -> new EngineProcess(handle.pid()));
    }

    private static boolean isEngine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline")).contains(MAIN_CLASS);
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }

    Cpu cpu() throws IOException {
        long shardsNs = 0;
        long processNs = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                final String stat = Files.readString(thread.resolve("stat"));
                final int open = stat.indexOf('(');
                final int close = stat.lastIndexOf(')');
                final String[] fields = stat.substring(close + 2).split(" ");
                final long ns = (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[STIME_FIELD])) * NS_PER_TICK;
                processNs += ns;
                shardsNs += stat.substring(open + 1, close).startsWith(SHARD_PREFIX) ? ns : 0;
            }
        }
        return new Cpu(shardsNs, processNs);
    }
}
