package busyhour.web.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of our own in a data directory, on loopback only, with a password that lies beside it.
 *
 * <p>The server is a process of its own session (so a Ctrl-C in the terminal does not reach it) and is shared: a second
 * {@code busyhour} on the same directory connects to the server that runs already, and the last one to leave stops it. A server whose
 * owner was killed is found by its {@code postmaster.pid} and taken over. As root the server runs in a user namespace of its own
 * ({@code unshare -U}), because PostgreSQL refuses to run as root.
 *
 * <pre>
 * DIR/postgres/postgres-18.6.0/   the programs, unpacked once
 * DIR/database/                   the cluster
 * DIR/database.password           mode 600
 * DIR/database.log
 * </pre>
 *
 * Any thread; start, restart and stop exclude each other, also between processes.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String USER = "busyhour";
    private static final int START_TIMEOUT_S = 60;
    private static final int ATTEMPTS = 5;
    private static final long RETRY_MS = 200;
    private static final long LOG_LIMIT_BYTES = 8L << 20;

    private final Path directory;
    private final Path cluster;
    private final Path log;
    private final Path home;
    private final String password;
    private final DataDirectoryUse use;
    private int port;
    private boolean closed;

    private EmbeddedDatabase(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        this.cluster = this.directory.resolve("database");
        this.log = this.directory.resolve("database.log");
        this.use = new DataDirectoryUse(this.directory.resolve("database.lock"));
        try (FileLock alone = use.alone()) {
            this.home = PostgresBinaries.unpackInto(this.directory.resolve("postgres"));
            this.password = passwordOf(this.directory.resolve("database.password"));
            initialise();
            runOrJoin();
            use.begin();
            assert alone.isValid();
        } catch (IOException | RuntimeException e) {
            use.close();
            throw e;
        }
    }

    /**
     * Starts the server of a data directory, or joins the one that runs there.
     *
     * @throws DatabaseException with one line for a person.
     */
    public static EmbeddedDatabase start(Path directory) {
        try {
            return new EmbeddedDatabase(directory);
        } catch (IOException e) {
            throw new DatabaseException("cannot use " + directory + " for the database: " + e, e);
        }
    }

    /** Where JDBC reaches it, without the credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Whether the server's process lives; a look into two small files. */
    boolean isRunning() {
        try {
            return PostmasterPid.read(cluster).isRunning(cluster);
        } catch (IOException e) {
            return false; // it ended while we looked
        }
    }

    /** Starts the server again if it died. Returns whether it had to. */
    public synchronized boolean revive() {
        if (closed) {
            return false;
        }
        try (FileLock alone = use.alone()) {
            assert alone.isValid();
            return runOrJoin();
        } catch (IOException e) {
            throw new DatabaseException("cannot start the database in " + directory + ": " + e, e);
        }
    }

    /** Leaves the server; stops it when nobody else uses it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (use; FileLock alone = use.alone()) {
            assert alone.isValid();
            if (use.endAndWasLast() && PostmasterPid.read(cluster).isRunning(cluster)) {
                pgCtl("-D", cluster.toString(), "-m", "fast", "-w", "-t", "30", "stop");
            }
        } catch (IOException e) {
            throw new DatabaseException("cannot stop the database in " + directory + ": " + e, e);
        }
    }

    /** As if this process were killed: the locks go, the server stays. For tests. */
    void forget() throws IOException {
        closed = true;
        use.close();
    }

    private void initialise() throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        PostgresBinaries.deleteTree(cluster); // what an interrupted first start left
        Files.createDirectories(cluster, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        run(List.of(home.resolve("bin/initdb").toString(), "-D", cluster.toString(), "-U", USER,
                "--pwfile=" + directory.resolve("database.password"), "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C", "--no-instructions"));
    }

    private boolean runOrJoin() throws IOException {
        PostmasterPid running = PostmasterPid.read(cluster);
        if (running.isRunning(cluster)) {
            port = running.port();
            return false;
        }
        Files.deleteIfExists(cluster.resolve("postmaster.pid")); // its process is gone, or the number belongs to another one by now
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.delete(log);
        }
        for (int attempt = 1; ; attempt++) {
            int candidate = port != 0 ? port : freePort(); // once known, connections count on it
            try {
                pgCtl("-D", cluster.toString(), "-l", log.toString(), "-w", "-t", Integer.toString(START_TIMEOUT_S),
                        "-o", String.join(" ", settings(candidate)), "start");
                port = candidate;
                return true;
            } catch (DatabaseException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause(); // the last processes of a killed server may still hold its memory
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while PostgreSQL started", e);
        }
    }

    private static List<String> settings(int port) {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=''",
                "max_connections=60", "shared_buffers=64MB", "dynamic_shared_memory_type=mmap",
                "wal_level=minimal", "max_wal_senders=0", "max_wal_size=1GB", "checkpoint_timeout=15min",
                "max_parallel_workers_per_gather=0", "jit=off", "log_min_messages=warning", "log_checkpoints=off",
                "timezone=UTC", "log_timezone=UTC"));
        settings.replaceAll(setting -> "-c " + setting);
        return settings;
    }

    private void pgCtl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/pg_ctl").toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(command);
        Path output = Files.createTempFile("busyhour-postgres", ".out");
        try {
            // To a file: a server that inherits a pipe would keep it open for ever.
            Process process = new ProcessBuilder(whole).directory(cluster.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).redirectInput(Path.of("/dev/null").toFile()).start();
            if (!process.waitFor(START_TIMEOUT_S + 30L, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new DatabaseException(Path.of(command.getFirst()).getFileName() + " did not come back in time; see " + log);
            }
            if (process.exitValue() != 0) {
                throw new DatabaseException("PostgreSQL does not start: " + lastLine(output) + lastLine(log)
                        + " (data directory " + directory + "; another database: BUSYHOUR_DATABASE=jdbc:postgresql://…)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while PostgreSQL started", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String lastLine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains("FATAL") || line.contains("could not") || line.contains("error") || line.contains("unshare"))
                .toList();
        return lines.isEmpty() ? "" : lines.getLast().strip() + " ";
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static String passwordOf(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
