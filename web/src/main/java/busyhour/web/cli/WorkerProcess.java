package busyhour.web.cli;

import busyhour.ipc.WorkerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The worker as a child process: a JVM of its own, so that nothing of the platform ever stops a shard. Its environment is
 * {@link WorkerSettings}; closing its standard input tells it that nobody wants it any more.
 */
final class WorkerProcess implements AutoCloseable {
    private static final Pattern LOG_PREFIX = Pattern.compile("^[\\d:.]+ +[A-Z]+ +\\S+ ");
    /** Folder of the launcher; set by it. */
    static final String HOME_PROPERTY = "busyhour.home";
    /** Main class of the child, for tests. */
    static final String MAIN_PROPERTY = "busyhour.worker.main";

    /** The engine's AOT cache, of which the launcher knows that it fits; set by it, with {@link #CACHE_OUTPUT_PROPERTY} instead while it makes one. */
    static final String CACHE_PROPERTY = "busyhour.aot.engine";
    /** Where a child that is being recorded leaves its AOT cache at its end. */
    static final String CACHE_OUTPUT_PROPERTY = "busyhour.aot.output";
    /** What kind of host this is, for the engine's flags; set by the launcher where a person said it. */
    static final String HOST_PROPERTY = "busyhour.host";
    /** A recorded child ends some seconds late. */
    private static final long RECORDED_END_MS = 60_000;

    private static final String MAIN = "busyhour.engine.WorkerMain";
    /** What a person may have set for another worker. */
    private static final List<String> PERSONAL = List.of("WORKER_TOKEN", "CLOUD_URL", "CORES", "IDLE", "WORKER_LINK", "WORKER_TICKET",
            "CLOUD_CA", "WORKER_BIND", "WORKER_PUBLIC");
    private static final int TAIL_LINES = 20;

    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread reader;

    private WorkerProcess(Process process, Consumer<String> onLine) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("worker-output").start(() -> read(onLine));
    }

    /**
     * Starts the child.
     *
     * @param onLine called with each line that it writes, by another thread.
     * @throws IOException when it cannot be started.
     */
    static WorkerProcess start(WorkerSettings settings, Consumer<String> onLine) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        if (System.getProperty(HOME_PROPERTY) != null) {
            command.add("-D" + HOME_PROPERTY + "=" + System.getProperty(HOME_PROPERTY));
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(System.getProperty(MAIN_PROPERTY, MAIN));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(PERSONAL);
        builder.environment().putAll(settings.toEnvironment());
        return new WorkerProcess(builder.start(), onLine);
    }

    /** The engine's flag files and AOT cache; without a launcher (tests) this JVM's own flags. */
    static List<String> flags() {
        String home = System.getProperty(HOME_PROPERTY);
        Path folder = home == null ? null : Path.of(home, "tuning", "jvm");
        if (folder == null || !Files.isReadable(folder.resolve("engine.flags"))) {
            return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib")).toList();
        }
        List<String> flags = new ArrayList<>();
        flags.add("@" + folder.resolve("engine.flags"));
        String host = System.getProperty(HOST_PROPERTY);
        if (host != null) {
            flags.add("@" + folder.resolve("engine-" + host + ".flags"));
        }
        if (System.getProperty(CACHE_OUTPUT_PROPERTY) != null) {
            flags.addAll(List.of("-XX:AOTCacheOutput=" + System.getProperty(CACHE_OUTPUT_PROPERTY), "-Xlog:disable"));
        } else if (System.getProperty(CACHE_PROPERTY) != null) {
            flags.addAll(List.of("-XX:AOTCache=" + System.getProperty(CACHE_PROPERTY), "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        return flags;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How it ended, with what it said last; for one line to a person. */
    String epitaph() {
        try {
            reader.join(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int status = process.isAlive() ? -1 : process.exitValue();
        String how = status > 128 && status < 128 + 65 ? "was killed by signal " + (status - 128) : "ended with status " + status;
        String said = lastWords();
        return "the worker " + how + (said.isEmpty() ? "" : ": " + said);
    }

    /** The last line that it said, without what a log puts before it. */
    String lastWords() {
        synchronized (tail) {
            return tail.stream().filter(line -> !line.isBlank() && !line.startsWith("\tat ")).reduce((a, b) -> b)
                    .map(line -> LOG_PREFIX.matcher(line).replaceFirst("").strip()).orElse("");
        }
    }

    /** Tells it that nobody wants it any more. */
    void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    /** Waits for its end; longer when it is recorded. @return whether it came in time. */
    boolean await(long timeoutMs) throws InterruptedException {
        long limitMs = System.getProperty(CACHE_OUTPUT_PROPERTY) == null ? timeoutMs : Math.max(timeoutMs, RECORDED_END_MS);
        return process.waitFor(limitMs, TimeUnit.MILLISECONDS);
    }

    /** Ends it at once. */
    @Override
    public void close() {
        release();
        process.destroyForcibly();
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (tail) {
                    tail.addLast(line);
                    if (tail.size() > TAIL_LINES) {
                        tail.removeFirst();
                    }
                }
                onLine.accept(line);
            }
        } catch (IOException e) {
            // the pipe broke with the process
        }
    }
}
