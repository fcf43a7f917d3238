package busyhour.web.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The result as the JSON document of the contract: stable order, nulls kept. Stateless, any thread. */
public final class ResultJson {
    /** Counts up when a reader of older documents would misread a newer one. */
    public static final int SCHEMA = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double DIGITS = 1e6;

    private ResultJson() {
    }

    /** Writes the document with a newline at its end; the stream stays open. */
    public static void write(RunResult result, OutputStream out) throws IOException {
        out.write(MAPPER.writeValueAsBytes(tree(result)));
        out.write("\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The document as a tree. */
    public static ObjectNode tree(RunResult result) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", SCHEMA);
        run(root.putObject("run"), result.run());
        endpoints(root.putObject("endpoints"), result.endpoints());
        calls(root.putObject("calls"), result.calls());
        metrics(root.putObject("metrics"), result.metrics());
        ObjectNode groups = root.putObject("groups");
        result.groups().forEach((name, group) -> {
            ObjectNode node = groups.putObject(name);
            metrics(node.putObject("metrics"), group.metrics());
            groupCalls(node, group.arrivals());
            quality(node, "callMos", group.quality());
        });
        thresholds(root.putArray("thresholds"), result.thresholds());
        EngineJson.write(root.putObject("engine"), result.engine());
        if (result.findMax() == null) {
            root.putNull("findMax");
        } else {
            FindMaxJson.write(root.putObject("findMax"), result.findMax());
        }
        ObjectNode producedBy = root.putObject("producedBy");
        result.producedBy().forEach(producedBy::put);
        return root;
    }

    /** The number at a threshold's path; NaN when it was not measured. What is counted by name is 0 when it never came. */
    public static double number(JsonNode tree, List<String> path) {
        JsonNode node = tree;
        for (String step : path) {
            if (node == null) {
                return Double.NaN;
            }
            node = node.get(step);
        }
        if (node == null && path.size() >= 2 && List.of("results", "sipCodes", "phases", "outcomes", "values")
                .contains(path.get(path.size() - 2))) {
            return 0;
        }
        if (node != null && node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        return node == null || !node.isNumber() ? Double.NaN : node.doubleValue();
    }

    private static void run(ObjectNode node, RunResult.Run run) {
        node.put("id", run.id());
        node.put("name", run.name());
        node.put("status", run.status());
        node.put("startedAt", run.startedAt() == null ? null : run.startedAt().toString());
        node.put("durationMs", run.durationMs());
        node.put("exitCode", run.exitCode());
    }

    private static void endpoints(ObjectNode node, RunResult.Endpoints endpoints) {
        node.put("planned", endpoints.planned());
        node.put("registered", endpoints.registered());
        endpoints.phases().forEach(node.putObject("phases")::put);
        endpoints.outcomes().forEach(node.putObject("outcomes")::put);
        endpoints.reasons().forEach(node.putObject("reasons")::put);
        endpoints.failedActions().forEach(node.putObject("failedActions")::put);
        endpoints.security().forEach(node.putObject("security")::put);
    }

    private static void calls(ObjectNode node, RunResult.Calls calls) {
        node.put("offered", calls.offered());
        node.put("started", calls.started());
        node.put("answered", calls.answered());
        node.put("failed", calls.failed());
        node.put("dropped", calls.dropped());
        put(node, "asr", calls.asr());
        put(node, "ner", calls.ner());
        calls.results().forEach(node.putObject("results")::put);
        calls.sipCodes().forEach(node.putObject("sipCodes")::put);
        arrivals(node, calls.arrivals());
        quality(node, "mos", calls.quality());
    }

    private static void groupCalls(ObjectNode group, RunResult.Arrivals arrivals) {
        if (arrivals.offered() == 0) {
            group.putNull("calls");
            return;
        }
        ObjectNode node = group.putObject("calls");
        node.put("offered", arrivals.offered());
        node.put("started", arrivals.started());
        node.put("answered", arrivals.answered());
        node.put("failed", arrivals.failed());
        node.put("dropped", arrivals.dropped());
        arrivals(node, arrivals);
    }

    private static void arrivals(ObjectNode node, RunResult.Arrivals arrivals) {
        arrivals.dropReasons().forEach(node.putObject("dropReasons")::put);
        put(node, "offeredPerSecond", arrivals.offeredPerSecond());
        put(node, "startedPerSecond", arrivals.startedPerSecond());
        ObjectNode delay = node.putObject("startDelayMs");
        put(delay, "p50", arrivals.startDelayP50Ms());
        put(delay, "p99", arrivals.startDelayP99Ms());
        put(delay, "max", arrivals.startDelayMaxMs());
    }

    /** @param mosKey in a group {@code mos} would be read as the metric. */
    private static void quality(ObjectNode node, String mosKey, RunResult.CallQuality quality) {
        whole(node, mosKey, quality.mos());
        put(node, "mosBelow35Percent", quality.mosBelow35Percent());
        whole(node, "talkRatio", quality.talkRatio());
        whole(node, "timeToGreetingMs", quality.timeToGreetingMs());
        whole(node, "mediaScore", quality.mediaScore());
    }

    private static void whole(ObjectNode node, String key, Statistics statistics) {
        if (statistics == null) {
            node.putNull(key);
        } else {
            statistics(node.putObject(key), statistics);
        }
    }

    private static void metrics(ObjectNode node, Map<String, Statistics> metrics) {
        metrics.forEach((key, statistics) -> {
            if (statistics == null) {
                node.putNull(key);
            } else if (statistics.values() != null) {
                statistics.values().forEach(node.putObject(key).putObject("values")::put);
            } else {
                statistics(node.putObject(key), statistics);
            }
        });
    }

    private static void statistics(ObjectNode node, Statistics s) {
        node.put("unit", s.unit());
        node.put("count", s.count());
        put(node, "min", s.min());
        put(node, "avg", s.avg());
        put(node, "p1", s.p1());
        put(node, "p5", s.p5());
        put(node, "p50", s.p50());
        put(node, "p90", s.p90());
        put(node, "p95", s.p95());
        put(node, "p99", s.p99());
        put(node, "p999", s.p999());
        put(node, "max", s.max());
        if (!Double.isNaN(s.sum())) {
            put(node, "sum", s.sum());
        }
    }

    private static void thresholds(ArrayNode array, List<RunResult.Verdict> verdicts) {
        for (RunResult.Verdict verdict : verdicts) {
            ObjectNode node = array.addObject();
            node.put("threshold", verdict.threshold().text());
            put(node, "value", verdict.value());
            node.put("passed", verdict.passed());
        }
    }

    /** Whole numbers as such, others to six digits behind the point, NaN as null. */
    static void put(ObjectNode node, String key, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            node.putNull(key);
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            node.put(key, (long) value);
        } else {
            node.put(key, Math.rint(value * DIGITS) / DIGITS);
        }
    }
}
