package busyhour.web.find;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.web.result.HtmlReport;
import busyhour.web.result.JUnitReport;
import busyhour.web.result.ResultJson;
import busyhour.web.result.RunResult;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people and scripts read of a search. */
class FindMaxReportTest {
    private static final String PLAN = "from: 10/s, to: 200/s, step: 10/s, hold: 5s, confirm: 10s, retries: 0";

    private static VirtualRun played(VirtualRun.System system) {
        VirtualRun run = new VirtualRun(PLAN, 400, "1s", "findMax.max >= 20").system(system);
        run.play();
        run.aggregates.abort();
        run.end();
        return run;
    }

    private static String junit(RunResult result) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JUnitReport.write(result, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldTellAllOfItInJson() {
        JsonNode found = ResultJson.tree(played((rate, up) -> rate <= 30 ? 5 : -503).aggregates.result()).get("findMax");
        assertThat(found.path("group").asText()).isEqualTo("callers");
        assertThat(found.path("of").asText()).isEqualTo("rate");
        assertThat(found.path("status").asText()).isEqualTo("found");
        assertThat(found.path("max").asInt()).isEqualTo(30);
        assertThat(found.path("maxText").asText()).isEqualTo("30/s");
        assertThat(found.path("broken").asInt()).isEqualTo(40);
        assertThat(found.path("until").get(0).asText()).isEqualTo("asr >= 99");
        assertThat(found.get("trial").isNull()).isTrue();
        assertThat(found.path("steps")).hasSize(5);
        JsonNode broke = found.path("steps").get(3);
        assertThat(broke.path("phase").asText()).isEqualTo("climb");
        assertThat(broke.path("outcome").asText()).isEqualTo("broke");
        assertThat(broke.path("limits").get(0).asText()).isEqualTo("asr >= 99: 0");
        assertThat(broke.path("offered").asInt()).isEqualTo(200);
        assertThat(broke.path("mosAvg").isNull()).as("not measured").isTrue();
    }

    @Test
    void shouldTellOfTheGeneratorInTheConfirmingStepOnly() {
        VirtualRun run = new VirtualRun(PLAN, 400, "1s").system((rate, up) -> rate <= 30 ? 5 : -503)
                .generator(rate -> new double[] {rate > 30 ? 0.95 : 0.2, 30});
        run.play();
        assertThat(run.aggregates.result().engine().overloaded()).isFalse();
        assertThat(run.aggregates.result().engine().shardBusyRatio()).isEqualTo(0.2);
    }

    @Test
    void shouldBeACaseInJUnit() throws Exception {
        assertThat(junit(played((rate, up) -> rate <= 30 ? 5 : -503).aggregates.result()))
                .contains("tests=\"4\"", "failures=\"0\"", "name=\"find-max of callers\"", "name=\"findMax.max &gt;= 20\"");
        assertThat(junit(played((rate, up) -> up == 0 ? 5 : -503).aggregates.result()))
                .contains("failures=\"2\"", "find-max of callers: no level held: at 10/s asr &gt;= 99:", "findMax.max &gt;= 20: not measured");
    }

    @Test
    void shouldStandInTheReport() throws Exception {
        VirtualRun run = played((rate, up) -> rate <= 30 ? 5 : -503);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(run.aggregates.result(), run.aggregates, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Highest load that held: 30/s").contains("\"maxText\":\"30/s\"");
    }
}
