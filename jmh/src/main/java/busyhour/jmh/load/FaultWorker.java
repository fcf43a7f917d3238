package busyhour.jmh.load;

import busyhour.ipc.RunId;
import busyhour.web.store.EmbeddedDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The processes of one {@link FaultSource}, of which there may be several one after the other, and its run. */
final class FaultWorker implements AutoCloseable {

    private static final long END_LIMIT_S = 150;
    /** The link's ports lie beside the one of HTTP. */
    private static final int LINK_PORT_OFFSET = 10_000;
    private static final int START_ATTEMPTS = 30;

    private final PlatformProcess platform;
    private final String name;
    private final int endpoints;
    private final int seconds;
    private final Path data;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Process process;
    private String run;
    private boolean wasKilled;

    FaultWorker(PlatformProcess platform, String name, int endpoints, int seconds, Path data) {
        this.platform = platform;
        this.name = name;
        this.endpoints = endpoints;
        this.seconds = seconds;
        this.data = data;
    }

    String name() {
        return name;
    }

    boolean wasKilled() {
        return wasKilled;
    }

    /** @param relay to go through, null for none. */
    void start(UdpRelay relay) throws IOException, InterruptedException {
        int dataPort = 0;
        int controlPort = 0;
        if (relay != null) {
            dataPort = relay.to(platform.address().getPort() + LINK_PORT_OFFSET);
            controlPort = relay.to(platform.address().getPort() + LINK_PORT_OFFSET + 1);
            relay.start();
        }
        final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + platform.root().resolve("tuning/jvm/engine.flags"), "-cp", System.getProperty("java.class.path"), FaultSource.class.getName(), name,
                platform.token(), platform.address().toString(), data.resolve("journals").toString(), "" + seconds, counter().toString(),
                "" + endpoints, "" + dataPort, "" + controlPort);
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        final BufferedReader output = process.inputReader();
        Thread.ofPlatform().daemon().name("source-" + name).start(() -> output.lines().forEach(said::add));
        await("connected");
    }

    private Path counter() {
        return data.resolve("count-" + name);
    }

    private void await(String word) throws IOException, InterruptedException {
        for (String line = ""; !line.startsWith(word);) {
            line = said.poll(60, TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("worker " + name + " does not say " + word);
            }
        }
    }

    /** Begins its run, which goes to it as the only worker with room. */
    void run(PlatformProcess platform) throws IOException, InterruptedException {
        final String test = platform.post("/api/v1/projects/default/tests", plan()).path("id").asText();
        JsonNode begun = null;
        for (int i = 0; i < START_ATTEMPTS && (begun == null || begun.path("status").asText().equals("CANNOT_RUN_FOR_NOW")); i++) {
            TimeUnit.MILLISECONDS.sleep(i * 100L); // the platform may hear later of a worker than that of the platform
            begun = platform.post("/api/v1/projects/default/tests/" + test + "/run", null);
        }
        run = begun.path("id").asText();
        if (begun.path("status").asText().equals("CANNOT_RUN_FOR_NOW")) {
            throw new IOException("the run of worker " + name + " does not begin: " + begun.path("reason").asText());
        }
        await("begin");
    }

    private String plan() {
        return """
                {"name": "faults of %4$s", "duration": "%1$ds",
                 "groups": [
                   {"name": "agents", "endpoints": %2$d, "callee": "receive-external", "listen": "127.0.0.1:5060"},
                   {"name": "callers", "endpoints": %3$d, "callee": {"group": "agents"}}]}""".formatted(seconds, endpoints / 2, endpoints - endpoints / 2, name);
    }

    void kill() {
        wasKilled = true;
        process.destroyForcibly().onExit().join();
    }

    /** Samples that its first process had committed to its rings. */
    long committed() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(counter())).order(ByteOrder.BIG_ENDIAN).getLong();
    }

    JsonNode awaitEnd(PlatformProcess now) throws IOException, InterruptedException {
        for (long i = 0; i < END_LIMIT_S; i++) {
            final JsonNode answer = now.get("/api/v1/projects/default/test-runs/" + run);
            if (!answer.path("endedAt").isNull()) {
                return answer;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IOException("the run of worker " + name + " does not end");
    }

    /** Rows of received audio, those of them that differ in endpoint or second, and of these what is known to be committed. */
    long[] rows(EmbeddedDatabase database) throws IOException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                PreparedStatement count = connection.prepareStatement("SELECT count(*), count(DISTINCT (endpoint, second)),"
                        + " count(DISTINCT (endpoint, second)) FILTER (WHERE second::bigint * ? + endpoint < ?) FROM samples WHERE run_id = ? AND side = 1")) {
            count.setLong(1, endpoints);
            count.setLong(2, committed());
            count.setLong(3, RunId.parse(run));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
            }
        } catch (SQLException e) {
            throw new IOException("the database does not say what it has: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
