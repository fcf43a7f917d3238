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

    private static final String MAIN = "busyhour.engine.WorkerMain";
    /** What a person may have set for another worker. */
    private static final List<String> PERSONAL = List.of("WORKER_TOKEN", "CLOUD_URL", "CORES", "IDLE", "WORKER_LINK", "WORKER_TICKET");
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
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(System.getProperty(MAIN_PROPERTY, MAIN));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(PERSONAL);
        builder.environment().putAll(settings.toEnvironment());
        return new WorkerProcess(builder.start(), onLine);
    }

    /** The engine's flag file; without a launcher (tests) this JVM's own flags. */
    private static List<String> flags() {
        String home = System.getProperty(HOME_PROPERTY);
        Path file = home == null ? null : Path.of(home, "tuning", "jvm", "engine.flags");
        if (file != null && Files.isReadable(file)) {
            return List.of("@" + file);
        }
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib")).toList();
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

    /** Waits for its end. @return whether it came in time. */
    boolean await(long timeoutMs) throws InterruptedException {
        return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
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
