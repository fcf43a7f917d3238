package busyhour.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsCommandTest {
    private static final int METRICS = 166;

    private static String json() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MetricsCommand.writeJson(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MetricsCommand.writeTable(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldListEveryMetricWithAllThatSaysWhatItIs() throws Exception {
        JsonNode metrics = new ObjectMapper().readTree(json());
        assertThat(metrics).hasSize(METRICS);
        Set<String> keys = new HashSet<>();
        for (JsonNode metric : metrics) {
            assertThat(keys.add(metric.path("key").asText())).as(metric.toString()).isTrue();
            for (String field : List.of("key", "unit", "category", "direction", "media", "kind", "definition")) {
                assertThat(metric.path(field).asText()).as("%s of %s", field, metric.path("key")).isNotBlank();
            }
            assertThat(metric.path("direction").asText()).isIn("recv", "send", "both", "call");
            assertThat(metric.path("kind").asText()).isIn("gauge", "counter", "one-shot", "string");
            assertThat(metric.path("category").asText())
                    .isIn("quality", "network", "feedback", "jitter_buffer", "audio", "video", "call_timing");
        }
    }

    @Test
    void shouldShowEveryMetricToPeople() throws Exception {
        String text = text();
        for (JsonNode metric : new ObjectMapper().readTree(json())) {
            assertThat(text.lines()).as(metric.toString()).anySatisfy(line -> assertThat(line)
                    .startsWith("  " + metric.path("key").asText() + " ").contains(metric.path("unit").asText(), metric.path("kind").asText())
                    .endsWith(metric.path("definition").asText()));
        }
    }
}
