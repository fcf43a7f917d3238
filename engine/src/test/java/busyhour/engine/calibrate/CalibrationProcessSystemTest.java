package busyhour.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import busyhour.ipc.CapacityFile;
import busyhour.ipc.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes; scripts stand for the launcher. */
class CalibrationProcessSystemTest {

    @TempDir
    private Path directory;

    private Path script(final String... lines) throws IOException {
        final Path script = Files.writeString(directory.resolve("launcher"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private CalibrationCommand command(final String... environment) {
        final Map<String, String> all = new HashMap<>(Map.of("WORKER_LINK", "127.0.0.1:1:2", "WORKER_DATA", directory.resolve("worker").toString()));
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return CalibrationCommand.of(WorkerSettings.of(all), null);
    }

    private static void await(final BooleanSupplier met) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            if (met.getAsBoolean()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it does not come");
    }

    private Measurement.Outcome outcome(final Path script) throws Exception {
        final Measurement measurement = CalibrationProcess.begin(command("CALIBRATE", script.toString(), "CORES", "1", "IDLE", "spin"));
        for (int i = 0; i < 500; i++) {
            final Measurement.Outcome outcome = measurement.poll();
            if (outcome != null) {
                return outcome;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the script does not end");
    }

    @Test
    void shouldTakeWhatTheCommandMeasured() throws Exception {
        final Path said = directory.resolve("said");
        final Measurement.Outcome outcome = outcome(script("echo \"$@\" > " + said, "env >> " + said, "echo loads >&2",
                "echo '{\"schema\": 1, \"endpoints\": {\"audio\": 4200}, \"kinds\": {\"audio\": {\"bindsFirst\": \"CPU\"}}}' > \"$6/capacity.json\""));
        assertThat(outcome).isEqualTo(new Measurement.Outcome(4_200, "4,200 endpoints of audio; what binds first: CPU"));
        final Path data = directory.resolve("worker");
        assertThat(CapacityFile.find(data)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(4_200);
        assertThat(data.resolve("calibration")).doesNotExist();
        final List<String> lines = Files.readAllLines(said);
        assertThat(lines.getFirst()).isEqualTo("calibrate --quick --media audio --data " + data.resolve("calibration") + " --idle spin --cores 1");
        assertThat(lines).contains("WORKER_CHILD=yes").noneMatch(line -> line.startsWith("CALIBRATE=") || line.startsWith("WORKER_DATA="));
    }

    @Test
    void shouldSayWhyThereIsNoResultAndLeaveTheOneBefore() throws Exception {
        final Path data = Files.createDirectories(directory.resolve("worker"));
        Files.writeString(data.resolve("capacity.json"), "{\"schema\": 1, \"endpoints\": {\"audio\": 100}}");
        assertThat(outcome(script("echo first >&2", "echo 'this host does not hold 10 endpoints' >&2", "echo >&2", "exit 4")))
                .isEqualTo(Measurement.Outcome.failed("calibrate ended with exit code 4: this host does not hold 10 endpoints"));
        assertThat(outcome(script("exit 1")).message()).isEqualTo("calibrate ended with exit code 1: it said nothing");
        assertThat(outcome(script("exit 0")).message()).startsWith("calibrate left no capacity.json");
        assertThat(outcome(script("echo '{}' > \"$6/capacity.json\"")).message()).contains("schema: found nothing, expected 1");
        assertThat(outcome(script("echo '{\"schema\": 1, \"endpoints\": {\"audio\": 0}}' > \"$6/capacity.json\"")).message()).contains("smallest load");
        assertThat(CapacityFile.find(data)).get().extracting(CapacityFile.Capacity::endpoints).isEqualTo(100);
    }

    @Test
    void shouldEndAllThatTheCommandStarted() throws Exception {
        final Path pids = directory.resolve("pids");
        final Measurement measurement = CalibrationProcess.begin(command("CALIBRATE",
                script("sh -c 'echo $$ >> " + pids + "; sleep 60; true' &", "echo $$ >> " + pids, "wait").toString()));
        await(() -> pids.toFile().exists() && lines(pids).size() == 2);
        final List<ProcessHandle> started = lines(pids).stream().map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow()).toList();
        assertThat(measurement.poll()).isNull();
        measurement.end();
        await(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException e) {
            return List.of();
        }
    }

    @Test
    void shouldRefuseWhereThereIsNoCommand() {
        assertThatThrownBy(() -> CalibrationProcess.begin(command())).isInstanceOf(IOException.class).hasMessageContaining("not started by the launcher");
        assertThatThrownBy(() -> CalibrationProcess.begin(command("CALIBRATE", "none"))).hasMessageContaining("CALIBRATE=none");
        assertThatThrownBy(() -> CalibrationProcess.begin(command("CALIBRATE", "/nowhere/busyhour"))).hasMessage("/nowhere/busyhour is no command that can be started here");
        assertThat(directory.resolve("worker")).as("nothing was begun").doesNotExist();
        assertThat(CalibrationCommand.of(WorkerSettings.of(Map.of("WORKER_LINK", "127.0.0.1:1:2")), "/opt/busyhour").program())
                .isEqualTo(Path.of("/opt/busyhour/busyhour"));
    }
}
