package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlanCommandTest {

    @TempDir
    private Path directory;

    /** Three calls at a time for an hour each Monday, over two weeks. */
    private Path calls() throws IOException {
        StringBuilder csv = new StringBuilder("start,duration\n");
        for (String day : new String[] {"2026-10-05", "2026-10-12"}) {
            for (int line = 0; line < 3; line++) {
                for (int minute = 0; minute < 60; minute += 3) {
                    csv.append("%sT10:%02d:0%dZ,180%n".formatted(day, minute, line));
                }
            }
        }
        return Files.writeString(directory.resolve("calls.csv"), csv.toString());
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new CommandLine(new PlanCommand(new PrintStream(out, true, StandardCharsets.UTF_8))).execute(arguments);
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldPrintThePlanForPeople() throws Exception {
        assertThat(run("--history", calls().toString(), "--customer", "acme,2020-01-01,1200,180", "--set", "growth=3"))
                .contains("120 calls, mean 180 s, 2026-10-05 to 2026-10-12")
                .contains("busy hour     Mon 2026-10-05 10:00 UTC, 3 Erlang")
                .contains("x burst 1.5 x growth 3 + 90 of customers to come = ")
                .contains("at 1 % blocking (Erlang B)")
                .contains("CPU").contains("853").contains("binds")
                .contains("1 x Professional: 599 USD a month")
                .contains("warning       the history covers 1 whole weeks of 13");
    }

    @Test
    void shouldPrintTheSameAsJson() throws Exception {
        Path settings = Files.writeString(directory.resolve("planner.yaml"), """
                burst: 1
                customers:
                  - { name: acme, starts: 2020-01-01, busyHourCalls: 100, meanSeconds: 36 }
                """);
        JsonNode plan = new ObjectMapper().readTree(run("--history", calls().toString(), "--json", "--settings", settings.toString(), "--set", "tier=ENTERPRISE"));
        assertThat(plan.at("/history/calls").asInt()).isEqualTo(120);
        assertThat(plan.at("/history/busyErlang").asDouble()).isCloseTo(3, within(0.01));
        assertThat(plan.path("base").asInt()).as("one hour of a week is less than 1 % of it; the second week has only those").isEqualTo(3);
        assertThat(plan.path("sessions").asInt()).isEqualTo(7);
        assertThat(plan.at("/weeks")).hasSize(13);
        assertThat(plan.at("/sizing/binding").asText()).isEqualTo("CPU");
        assertThat(plan.at("/cost/licences/0/tier").asText()).isEqualTo("ENTERPRISE");
        assertThat(plan.at("/cost/total").asInt()).isEqualTo(999);
    }

    @Test
    void shouldShowSettingsThatCanBeReadAgain() throws Exception {
        Path file = Files.writeString(directory.resolve("planner.json"), run("--show-settings", "--set", "worker.cpuCores=4"));
        assertThat(new ObjectMapper().readTree(run("--show-settings", "--settings", file.toString())).at("/worker/cpuCores").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "plan --history no-such-file.csv", "plan --history . ", "plan --history x --set burst", "plan --show-settings --set burst=0",
        "plan --show-settings --set worker.cores=1", "plan --show-settings --customer a,b", "plan --show-settings --settings no-such-file", "plan --frob"})
    void shouldAnswerWrongArgumentsWithTwo(String arguments) {
        assertThat(Main.run(arguments.strip().split(" "))).isEqualTo(2);
    }
}
