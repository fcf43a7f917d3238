package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import busyhour.ipc.link.CalibrationReport;
import busyhour.ipc.link.HostLoad;
import busyhour.ipc.run.CalibrationState;
import busyhour.ipc.run.RunStatus;
import busyhour.web.access.Accounts;
import busyhour.web.access.Role;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.store.Database;
import busyhour.web.store.TestDatabase;
import busyhour.web.synthetic.SyntheticWorker;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers are calibrated over REST and the link, and dealt what was found. */
@Timeout(120)
class CalibrationSystemTest {

    private static final String MAIN = "busyhour.engine.WorkerMain";

    @TempDir
    private Path directory;

    private static Reply calibrate(TestPlatform platform, String worker) {
        return platform.post("/api/v1/workers/" + worker + "/calibrate", null);
    }

    private static JsonNode worker(TestPlatform platform, String id) {
        return platform.get("/api/v1/workers/" + id).data();
    }

    private static String state(TestPlatform platform, String id) {
        return worker(platform, id).at("/calibration/state").asText();
    }

    private static void await(TestPlatform platform, BooleanSupplier met, String what) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (met.getAsBoolean()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(what + ": " + platform.get("/api/v1/workers").raw().body());
    }

    private static void refused(Reply reply, int status, String why) {
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
        assertThat(reply.json().at("/error/message").asText()).contains(why);
    }

    @Test
    void shouldRefuseWhoMayNotAndWhatCannotBe() throws Exception {
        try (TestPlatform platform = new TestPlatform(); Database database = Database.at(platform.databaseUrl())) {
            Accounts accounts = new Accounts(database);
            SyntheticWorker synthetic = platform.connectWorker("w1", 60, 100);
            String id = synthetic.name();
            String path = "/api/v1/workers/" + id + "/calibrate";
            assertThat(worker(platform, id).path("calibration").toString())
                    .isEqualTo("{\"state\":\"NONE\",\"requestedAt\":null,\"endedAt\":null,\"message\":null,\"capacity\":null}");
            refused(platform.send("POST", path, null, accounts.addApiKey(accounts.firstOrganisation(), "e", Role.EDITOR)), 403, "");
            refused(platform.send("POST", path, null, accounts.createOrganisation("Other", "theirs")), 404, "worker");
            refused(calibrate(platform, "0000000000000"), 404, "worker");
            String absent = platform.post("/api/v1/workers", "{\"name\": \"absent\"}").data().path("id").asText();
            refused(calibrate(platform, absent), 409, "OFFLINE");
            platform.post("/api/v1/workers/" + id + "/drain", null);
            refused(calibrate(platform, id), 409, "DRAINING");
            platform.post("/api/v1/workers/" + id + "/resume", null);
            synthetic.link().run(77, 0, RunStatus.RUNNING);
            await(platform, () -> !worker(platform, id).path("runs").isEmpty(), "it says that it plays");
            refused(calibrate(platform, id), 409, "plays a run");
            synthetic.link().run(77, 0, null);
            await(platform, () -> worker(platform, id).path("runs").isEmpty(), "it is over");
            String run = platform.run(TestPlatform.plan(2));
            refused(calibrate(platform, id), 409, "plays a run");
            assertThat(synthetic.calibrations()).isEmpty();
            platform.post("/api/v1/projects/default/test-runs/" + run + "/stop", null);
            platform.awaitEnd(run, 20_000);
            assertThat(calibrate(platform, id).status()).as("at once").isEqualTo(202);
            refused(calibrate(platform, id), 409, "under way");
            assertThat(platform.get("/api/v1/audit").raw().body()).contains("Have a worker measure what its host carries");
        }
    }

    @Test
    void shouldReachAWorkerOfAnotherProcessAndDealWhatItFound() throws Exception {
        try (TestPlatform linked = new TestPlatform();
                TestPlatform asked = new TestPlatform(directory, 0, linked.databaseUrl(), linked.apiKey(), linked.workerToken())) {
            SyntheticWorker synthetic = linked.connectWorker("w1", 60, 100);
            String id = synthetic.name();
            linked.send("PATCH", "/api/v1/workers/" + id, "{\"capacity\": 300}", linked.apiKey());
            synthetic.link().host(new HostLoad(500, 2, 1, 1, 1, 0, 0, "1"));
            await(asked, () -> worker(asked, id).path("status").asText().equals("ONLINE"), "seen by both");
            Reply reply = calibrate(asked, id);
            assertThat(reply.status()).as(reply.raw().body()).isEqualTo(202);
            assertThat(reply.data().at("/calibration/state").asText()).isEqualTo("WAITING");
            assertThat(reply.data().path("available").asInt(-1)).isZero();
            await(asked, () -> !synthetic.calibrations().isEmpty(), "it is told by the other");
            long number = synthetic.calibrations().getFirst();
            synthetic.link().calibration(new CalibrationReport(number, CalibrationState.RUNNING, null, ""));
            await(asked, () -> state(asked, id).equals("RUNNING"), "it has begun");
            assertThat(worker(linked, id).path("available").asInt(-1)).isZero();
            refused(calibrate(linked, id), 409, "under way");
            JsonNode run = linked.awaitEnd(linked.run(TestPlatform.plan(2)), 5_000);
            assertThat(run.path("status").asText()).isEqualTo("CANNOT_RUN_FOR_NOW");
            assertThat(run.path("reason").asText()).contains("w1 is being calibrated");

            synthetic.link().calibration(new CalibrationReport(number, CalibrationState.DONE, 120, "120 endpoints"));
            await(asked, () -> state(asked, id).equals("DONE"), "it is over");
            JsonNode calibration = worker(asked, id).path("calibration");
            assertThat(calibration.path("capacity").asInt()).isEqualTo(120);
            assertThat(calibration.path("message").asText()).isEqualTo("120 endpoints");
            assertThat(calibration.path("endedAt").asText()).isGreaterThan(calibration.path("requestedAt").asText());
            assertThat(worker(linked, id).path("capacity").asInt()).as("of 300 configured and 500 announced").isEqualTo(120);
            assertThat(worker(linked, id).path("measuredCapacity").asInt()).isEqualTo(120);
            await(asked, () -> worker(asked, id).path("capacity").asInt() == 120, "seen by both");
            run = linked.awaitEnd(linked.run(TestPlatform.plan(61)), 5_000);
            assertThat(run.path("reason").asText()).isEqualTo("needs 122 endpoints; free: w1 120 of 120");
            assertThat(synthetic.calibrations()).as("told until it began").containsOnly(number);
        }
    }

    /** A script stands for the launcher: it measures nothing, and is over when there is a file. */
    private Path launcher(Path go) throws IOException {
        Path script = Files.writeString(directory.resolve("launcher"), """
                #!/bin/sh
                echo measuring >&2
                while [ ! -e %s ]; do sleep 0.1; kill -0 $PPID || exit 105; done
                echo '{"schema": 1, "endpoints": {"audio": 4200}}' > "$6/capacity.json"
                """.formatted(go));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private Process started(TestPlatform platform, String calibrate) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle")).toList());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), MAIN));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("worker.log").toFile());
        builder.environment().putAll(Map.of("WORKER_TOKEN", platform.workerToken(), "CLOUD_URL", "http://127.0.0.1:" + platform.port(), "WORKER_NAME", "real",
                "WORKER_DATA", directory.resolve("worker").toString(), "HEALTH_PORT", "0", "CAPACITY", "5000", "LOG_LEVEL", "warn", "CALIBRATE", calibrate));
        return builder.start();
    }

    private static String online(TestPlatform platform) throws InterruptedException {
        await(platform, () -> platform.get("/api/v1/workers").data().path(0).path("status").asText().equals("ONLINE"), "the worker comes");
        return platform.get("/api/v1/workers").data().path(0).path("id").asText();
    }

    @Test
    void shouldLetARealWorkerGoOnOverARestartOfThePlatform() throws Exception {
        Path go = directory.resolve("go");
        TestPlatform first = new TestPlatform();
        int port = first.port();
        Process worker = started(first, launcher(go).toString());
        try {
            String id;
            try (TestPlatform before = first) {
                id = online(before);
                assertThat(calibrate(before, id).status()).isEqualTo(202);
                await(before, () -> state(before, id).equals("RUNNING"), "it measures");
                assertThat(worker(before, id).path("capacity").asInt()).isEqualTo(5_000);
            }
            try (TestPlatform after = new TestPlatform(directory.resolve("after"), port, first.databaseUrl(), first.apiKey(), first.workerToken())) {
                assertThat(state(after, id)).isEqualTo("RUNNING");
                online(after);
                Files.createFile(go);
                await(after, () -> state(after, id).equals("DONE"), "it is back and says what it found");
                assertThat(worker(after, id).path("capacity").asInt()).isEqualTo(4_200);
                assertThat(worker(after, id).path("available").asInt()).isEqualTo(4_200);
                assertThat(worker(after, id).at("/calibration/message").asText()).isEqualTo("4,200 endpoints of audio");
                Files.delete(go);
                assertThat(calibrate(after, id).status()).isEqualTo(202);
                await(after, () -> state(after, id).equals("RUNNING"), "again");
                List<ProcessHandle> children = worker.descendants().toList();
                assertThat(children).isNotEmpty();
                worker.destroy();
                assertThat(worker.waitFor(15, TimeUnit.SECONDS)).isTrue();
                assertThat(children).as("end with the worker").noneMatch(CalibrationSystemTest::lives);
                worker = started(after, "none");
                await(after, () -> state(after, id).equals("FAILED"), "it was not over");
                assertThat(worker(after, id).at("/calibration/message").asText()).matches("the worker (ended meanwhile|was started anew before it was over)");
                assertThat(worker(after, id).path("capacity").asInt()).as("what was found before holds").isEqualTo(4_200);
                await(after, () -> calibrate(after, id).status() == 202, "asked for again");
                await(after, () -> worker(after, id).at("/calibration/message").asText().contains("CALIBRATE=none"), "why it may not");
                assertThat(state(after, id)).isEqualTo("FAILED");
            }
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    /** A dead one that nobody has waited for yet is dead. */
    private static boolean lives(ProcessHandle process) {
        try {
            return process.isAlive() && !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
