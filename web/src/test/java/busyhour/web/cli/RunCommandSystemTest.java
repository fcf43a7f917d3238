package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} as a process, with a child that speaks the link and no engine: exit codes, files, signals, a dead child. */
class RunCommandSystemTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;
    private Process process;

    @AfterEach
    void endWhatIsLeft() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Path plan(String name, String... thresholds) throws Exception {
        Path file = folder.resolve("plan with space.yaml");
        Files.writeString(file, """
                name: %s
                groups:
                  - { name: in, endpoints: 1, callee: receive-external, listen: "127.0.0.1:5060" }
                  - { name: out, endpoints: 1, callee: { group: in } }
                thresholds: [%s]
                """.formatted(name, String.join(", ", thresholds)));
        return file;
    }

    private void start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-D")).toList());
        command.addAll(List.of("-Dbusyhour.worker.main=" + FakeWorker.class.getName(), "-Dstderr.encoding=UTF-8",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--no-web", "--data", folder.resolve("data").toString()));
        process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
    }

    private int await(int seconds) throws Exception {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("ends in time: " + err()).isTrue();
        return process.exitValue();
    }

    private String err() throws Exception {
        return Files.readString(folder.resolve("err"));
    }

    private JsonNode json() throws Exception {
        return MAPPER.readTree(folder.resolve("out.json").toFile());
    }

    private void awaitErr(String text) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!err().contains(text)) {
            assertThat(process.isAlive()).as(err()).isTrue();
            assertThat(System.nanoTime()).as("'" + text + "' in " + err()).isLessThan(deadlineNs);
            Thread.sleep(50);
        }
    }

    @ParameterizedTest
    @CsvSource({"passes, mos.avg >= 4, 0", "passes, mos.avg >= 4.4, 99", "busy, asr >= 99, 3", "slow, mos.avg >= 4.4, 4"})
    void shouldAnswerWithExitCode(String name, String threshold, int code) throws Exception {
        start(plan(name, threshold).getFileName().toString(), "--json", "out.json", "--junit", "out.xml", "--html", "out.html");
        assertThat(await(60)).as(err()).isEqualTo(code);
        assertThat(json().at("/run/exitCode").intValue()).isEqualTo(code);
        assertThat(json().at("/run/status").textValue()).isEqualTo("COMPLETED");
        assertThat(json().at("/producedBy/engine").textValue()).isEqualTo("fake");
        assertThat(folder.resolve("out.xml")).exists();
        assertThat(folder.resolve("out.html")).exists();
        assertThat(err()).contains("(exit code " + code + ")").doesNotContain("\tat ");
    }

    @Test
    void shouldSayNothingWhenQuietAndWriteJsonToOutput() throws Exception {
        start(plan("passes").toString(), "--quiet", "--json", "-");
        assertThat(await(60)).as(err()).isZero();
        assertThat(err()).isEmpty();
        assertThat(MAPPER.readTree(folder.resolve("out").toFile()).at("/calls/answered").intValue()).isEqualTo(1);
    }

    @Test
    void shouldSayWhyRunFailed() throws Exception {
        start(plan("fails").toString(), "--quiet", "--json", "out.json");
        assertThat(await(60)).isEqualTo(1);
        assertThat(err()).isEqualTo("busyhour: the run failed: port 5060 of 127.0.0.1 is in use\n");
        assertThat(json().at("/run/status").textValue()).isEqualTo("FAILED");
    }

    @Test
    void shouldEndWhenWorkerHasNoJournalToSayWhyIn() throws Exception {
        start(plan("jams").toString(), "--quiet", "--json", "out.json");
        assertThat(await(60)).isEqualTo(1);
        assertThat(err()).isEqualTo("busyhour: the run failed: the disk is short\n");
        assertThat(json().at("/run/status").textValue()).isEqualTo("FAILED");
    }

    @Test
    void shouldKeepResultWhenWorkerDies() throws Exception {
        start(plan("dies").toString(), "--quiet", "--json", "out.json");
        assertThat(await(60)).isEqualTo(1);
        assertThat(err()).isEqualTo("busyhour: the run failed: the worker ended with status 7: out of order\n");
        assertThat(json().at("/run/exitCode").intValue()).isEqualTo(1);
    }

    @Test
    void shouldEndGracefullyAtFirstSignal() throws Exception {
        start(plan("stays").toString(), "--json", "out.json");
        awaitErr("calls 1/1");
        process.destroy(); // SIGTERM
        assertThat(await(20)).as(err()).isEqualTo(105);
        assertThat(json().at("/calls/results/answered").intValue()).isEqualTo(1);
        assertThat(json().at("/run/exitCode").intValue()).isEqualTo(105);
    }

    @Test
    void shouldEndAtOnceAtSecondSignal() throws Exception {
        start(plan("deaf").toString(), "--json", "out.json");
        awaitErr("calls 1/1");
        process.destroy();
        Thread.sleep(300);
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        assertThat(await(3)).isEqualTo(105);
        for (ProcessHandle child : children) {
            child.onExit().get(5, TimeUnit.SECONDS);
        }
        assertThat(folder.resolve("out.json")).doesNotExist();
    }

    @Test
    void shouldAbortWhenThresholdCannotHold() throws Exception {
        start(plan("stays", "mos.avg >= 4.4").toString(), "--abort-on-fail", "--json", "out.json");
        assertThat(await(60)).as(err()).isEqualTo(99);
        assertThat(err()).contains("ending the run: mos.avg >= 4.4 does not hold");
    }

    @Test
    void shouldListFaultsOfPlan() throws Exception {
        Files.writeString(folder.resolve("bad.yaml"), "groups:\n  - { name: a, endpoints: 0, callee: nobody }\n");
        start("bad.yaml", "--quiet");
        assertThat(await(60)).isEqualTo(2);
        assertThat(err()).isEqualTo("""
                bad.yaml:2:27: groups[0].endpoints: found '0', expected a whole number from 1 to 1000000
                bad.yaml:2:38: groups[0].callee: found 'nobody', expected receive-external, { group: NAME }, { uri: "sip:user@host" } or none
                """);
    }

    @Test
    void shouldRefuseAudioFileThatIsNone() throws Exception {
        Files.writeString(folder.resolve("prompt.wav"), "not audio at all");
        Files.writeString(folder.resolve("bad.yaml"), """
                groups:
                  - { name: a, endpoints: 1, callee: { uri: "sip:x@127.0.0.1" }, media: { audio: prompt.wav } }
                """);
        start("bad.yaml");
        assertThat(await(60)).isEqualTo(2);
        assertThat(err()).contains("bad.yaml:2:82: groups[0].media.audio: found 'prompt.wav' (").contains("expected a file with audio that ffmpeg reads");
    }

    @Test
    void shouldRefuseOutputThatCannotBeWrittenBeforeRunStarts() throws Exception {
        Files.createDirectory(folder.resolve("folder"));
        start(plan("passes").toString(), "--html", "folder", "--json", "missing/out.json");
        assertThat(await(30)).isEqualTo(2);
        assertThat(err()).isEqualTo("""
                busyhour: --json: found missing/out.json, whose folder does not exist, expected a file that can be written
                busyhour: --html: found folder, which is a directory, expected a file that can be written
                """);
    }
}
