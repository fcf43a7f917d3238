package busyhour.web.result;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.ipc.metric.MetricCatalogue;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.ipc.run.RunStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document's shape, as the contract draws it. */
class ResultJsonTest {

    private static JsonNode document() throws Exception {
        Records records = Records.of("mos.avg >= 4.0", "rtt_ms.avg < 1");
        records.status(RunStatus.RUNNING, 0);
        records.answeredCall(2, 0, 0, 50 * Records.MS, 3 * Records.S);
        records.second(2, 1, "mos", 4.4, "packets_lost", 0);
        records.text(2, "audio_codec", "PCMU");
        records.state(2, EndpointPhase.CLOSED, EndpointOutcome.SUCCESS, 3 * Records.S);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResultJson.write(records.aggregates.result(), out);
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void shouldHaveContractsShape() throws Exception {
        JsonNode document = document();
        assertThat(names(document)).containsExactly("schema", "run", "endpoints", "calls", "metrics", "groups", "thresholds",
                "engine", "findMax", "producedBy");
        assertThat(document.get("schema").intValue()).isEqualTo(1);
        assertThat(names(document.get("run"))).containsExactly("id", "name", "status", "startedAt", "durationMs", "exitCode");
        assertThat(names(document.get("endpoints"))).containsExactly("planned", "registered", "phases", "outcomes", "reasons", "failedActions", "security");
        assertThat(names(document.get("calls"))).containsExactly("offered", "started", "answered", "failed", "dropped", "asr",
                "ner", "results", "sipCodes", "dropReasons", "offeredPerSecond", "startedPerSecond", "startDelayMs", "mos", "mosBelow35Percent", "talkRatio", "timeToGreetingMs", "mediaScore");
        assertThat(names(document.get("groups"))).containsExactly("callees", "callers");
        assertThat(names(document.at("/groups/callers"))).containsExactly("metrics", "calls", "callMos", "mosBelow35Percent", "talkRatio",
                "timeToGreetingMs", "mediaScore");
        assertThat(names(document.at("/thresholds/0"))).containsExactly("threshold", "value", "passed");
        assertThat(names(document.get("engine"))).containsExactly("shards", "cpuSeconds", "shardBusyRatio", "peakEndpoints",
                "packetsSent", "packetsReceived", "packetsSkipped", "sendLatenessUs", "dutyCycleMaxUs", "allocatedBytesPerSecond",
                "overloaded", "limits", "warnings", "firstInviteMs", "gcPauseMaxMs", "kernelDrops", "sendRefusals", "stealRatio",
                "coreWaitRatio", "publisherLagMs", "recordsLost", "sipMalformed", "sipForbidden", "perShard");
        assertThat(names(document.at("/engine/sendLatenessUs"))).containsExactly("p50", "p99", "p999", "max");
        assertThat(document.at("/run/id").textValue()).hasSize(13);
        assertThat(document.at("/run/startedAt").textValue()).isEqualTo("2023-11-14T22:13:20Z");
    }

    @Test
    void shouldHaveEveryMetricOfCatalogue() throws Exception {
        JsonNode document = document();
        assertThat(names(document.get("metrics")))
                .containsExactlyElementsOf(MetricCatalogue.instance().slots().stream().map(slot -> slot.resultKey()).toList());
        assertThat(names(document.at("/groups/callees/metrics"))).hasSize(MetricCatalogue.instance().slotCount());
    }

    @Test
    void shouldWriteStatistics() throws Exception {
        JsonNode document = document();
        assertThat(names(document.at("/metrics/mos"))).containsExactly("unit", "count", "min", "avg", "p1", "p5", "p50", "p90",
                "p95", "p99", "p999", "max");
        assertThat(names(document.at("/metrics/packets_lost"))).endsWith("max", "sum");
        assertThat(document.at("/metrics/mos/avg").doubleValue()).isEqualTo(4.4);
        assertThat(document.at("/metrics/packets_lost/sum").intValue()).isZero();
        assertThat(document.at("/metrics/audio_codec").toString()).isEqualTo("{\"values\":{\"PCMU\":1}}");
        assertThat(document.at("/endpoints/outcomes").toString()).isEqualTo("{\"SUCCESS\":1}");
    }

    @Test
    void shouldKeepNulls() throws Exception {
        JsonNode document = document();
        assertThat(document.at("/metrics").get("rtt_ms").isNull()).isTrue();
        assertThat(document.at("/engine").get("dutyCycleMaxUs").isNull()).isTrue();
        assertThat(document.at("/engine/shardBusyRatio").isNumber()).isTrue();
        assertThat(document.at("/thresholds/1").toString())
                .isEqualTo("{\"threshold\":\"rtt_ms.avg < 1\",\"value\":null,\"passed\":false}");
        assertThat(document.at("/thresholds/0").toString())
                .isEqualTo("{\"threshold\":\"mos.avg >= 4.0\",\"value\":4.4,\"passed\":true}");
    }
}
