package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code run} with {@code find-max} and the real engine on loopback: ten callees carry one call each and refuse the next with 486, so the
 * highest load is known.
 */
class FindMaxSystemTest {
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

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(String plan, String... more) throws Exception {
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, """
                name: how many
                duration: 1s
                media: { deferred: audio }   # without packets a busy host cannot be late with them
                groups:
                  - { name: agents, endpoints: 10, callee: receive-external, listen: "127.0.0.1:%d" }
                  - { name: callers, endpoints: 40, callee: { group: agents } }
                """.formatted(freePort()) + plan);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-D")).toList());
        command.addAll(List.of("-Dchronicle.analytics.disable=true", "-Dstderr.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "run", file.toString(), "--no-web", "--json", "out.json", "--junit", "out.xml", "--html", "out.html",
                "--data", folder.resolve("data").toString()));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start();
    }

    private JsonNode await() throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends in time: " + err()).isTrue();
        return MAPPER.readTree(folder.resolve("out.json").toFile());
    }

    private String err() throws Exception {
        return Files.readString(folder.resolve("err"));
    }

    /** 9 calls/s of a second each keep less than 10 callees busy, 13 calls/s more. A host that is late is no reason to fail here. */
    @Test
    void shouldFindTheRateThatTenCalleesTake() throws Exception {
        start("""
                find-max: { group: callers, from: 5/s, to: 25/s, step: 4/s, hold: 2s, confirm: 3s }
                thresholds: [ "call_setup_time_ms.p50 < 500", "findMax.max >= 9" ]
                """);
        JsonNode result = await();
        JsonNode found = result.get("findMax");
        assertThat(found.path("status").asText()).as(err()).isEqualTo("found");
        assertThat(found.path("max").asInt()).as(err()).isEqualTo(9);
        assertThat(found.path("broken").asInt()).isEqualTo(13);
        assertThat(found.path("confirmed").asBoolean()).isTrue();
        assertThat(found.path("limits").get(0).asText()).startsWith("asr >= 99: ");
        JsonNode last = found.path("steps").get(found.path("steps").size() - 1);
        assertThat(last.path("offered").asInt()).as("9/s for 3 s").isEqualTo(27);
        assertThat(last.path("answered").asInt()).isEqualTo(27);
        assertThat(last.path("phase").asText()).isEqualTo("confirm");
        assertThat(process.exitValue()).as(err()).isZero();
        assertThat(err()).contains("9/s held for 3s; at 13/s asr >= 99: ").contains("find-max climb ");
        assertThat(Files.readString(folder.resolve("out.xml"))).contains("find-max of callers").contains("failures=\"0\"");
        assertThat(Files.readString(folder.resolve("out.html"))).contains("\"findMax\"");
        assertThat(result.at("/producedBy/readiness").asText()).matches("notes|epoll \\(.+\\)");
        assertThat(err().contains("\nnote ")).as("only what could be better is noticed").isEqualTo(result.at("/producedBy/notices").isTextual());
    }

    @Test
    @Tag("load") // half a minute for what LoadFinderTest shows in virtual time
    void shouldFindTheNumberOfCallsThatTenCalleesCarry() throws Exception {
        start("""
                find-max: { group: callers, of: concurrency, from: 5, to: 30, step: 5, hold: 2s, confirm: 3s }
                """);
        JsonNode result = await();
        JsonNode found = result.get("findMax");
        assertThat(found.path("status").asText()).as(err()).isEqualTo("found");
        assertThat(found.path("max").asInt()).as(err()).isEqualTo(10);
        assertThat(found.path("broken").asInt()).isEqualTo(15);
        assertThat(process.exitValue()).as(err()).isZero();
    }

    @Test
    void shouldKeepWhatWasFoundWhenInterrupted() throws Exception {
        start("find-max: { group: callers, from: 2/s, to: 9/s, step: 1/s, hold: 2s, confirm: 60s }\n");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!err().matches("(?s).*climb [3-9]/s.*")) {
            assertThat(process.isAlive()).as(err()).isTrue();
            assertThat(System.nanoTime()).as(err()).isLessThan(deadlineNs);
            Thread.sleep(50);
        }
        process.destroy(); // SIGTERM
        JsonNode found = await().get("findMax");
        assertThat(process.exitValue()).isEqualTo(105);
        assertThat(found.path("status").asText()).isEqualTo("interrupted");
        assertThat(found.path("max").asInt()).isBetween(2, 8);
        assertThat(found.path("confirmed").asBoolean()).isFalse();
    }
}
