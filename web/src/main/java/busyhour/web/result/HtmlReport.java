package busyhour.web.result;

import busyhour.ipc.plan.Assignment.Callee;
import busyhour.ipc.plan.Assignment.GroupSpec;
import busyhour.ipc.plan.MediaSpec.VideoSpec;
import busyhour.web.plan.Plan;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The result as one HTML file that needs no network: the charts' library, the data and the script are inside. Any thread.
 */
public final class HtmlReport {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
    private static final int FAILED_ACTIONS = 50;
    private static final int WORST_ENDPOINTS = 25;
    private static final List<List<String>> DISTRIBUTIONS = List.of(
            List.of("call_setup_time_ms", "Setup time", "calls in each step"),
            List.of("mos", "MOS", "endpoint-seconds in each step"),
            List.of("jitter_ms", "Jitter", "endpoint-seconds in each step"));

    private HtmlReport() {
    }

    /** Writes the document; the stream stays open. */
    public static void write(RunResult result, RunAggregates aggregates, OutputStream out) throws IOException {
        write(data(result, aggregates), out);
    }

    /** The same of data that were stored. */
    public static void write(ObjectNode data, OutputStream out) throws IOException {
        String page = resource("report.html")
                .replace("@DATA@", json(data))
                .replace("@SCRIPT@", resource("report.js"))
                .replace("@ECHARTS@", resource(ECHARTS));
        out.write(page.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Nothing in the data may end the script element that holds it. */
    private static String json(ObjectNode data) throws IOException {
        return MAPPER.writeValueAsString(data).replace("<", "\\u003c").replace("@", "\\u0040");
    }

    private static ObjectNode data(RunResult result, RunAggregates aggregates) {
        ObjectNode data = MAPPER.createObjectNode();
        data.set("result", ResultJson.tree(result));
        ExitCode exitCode = ExitCode.of(result.run().exitCode());
        data.putObject("verdict").put("title", title(exitCode, result)).put("detail", detail(exitCode, result, aggregates));
        data.set("series", SeriesJson.tree(MAPPER, aggregates.series()));
        groups(data.putArray("groups"), aggregates.plan());
        ArrayNode endpoints = data.putArray("endpoints");
        aggregates.worstEndpoints(WORST_ENDPOINTS).forEach(row -> endpoint(endpoints.addObject(), row));
        ArrayNode failed = data.putArray("failedActions");
        aggregates.failedActions(FAILED_ACTIONS).forEach(line -> failed.addObject().put("group", line.what().group())
                .put("action", line.what().action() + 1).put("step", line.what().step() + 1).put("kind", line.what().kind())
                .put("statusCode", line.what().statusCode()).put("reason", line.what().reason()).put("count", line.count()));
        ObjectNode distributions = data.putObject("distributions");
        for (List<String> wanted : DISTRIBUTIONS) {
            Distribution distribution = aggregates.distribution(wanted.get(0));
            if (distribution != null) {
                distribution(distributions.putObject(wanted.get(0)), distribution, wanted.get(1), wanted.get(2));
            }
        }
        return data;
    }

    private static String title(ExitCode exitCode, RunResult result) {
        if (result.findMax() != null && result.findMax().level() > 0 && exitCode == ExitCode.PASSED) {
            return "Highest load that held: " + result.findMax().plan().text(result.findMax().level());
        }
        return switch (exitCode) {
            case PASSED -> "Passed";
            case THRESHOLD -> "The objective was not met";
            case OVERLOADED -> "This result does not count: the generator could not keep up";
            case NO_ANSWER -> "No call was answered";
            case INTERRUPTED -> "Interrupted: what follows is a part of the run";
            case FAILED, USAGE -> "The run failed: what follows is a part of it";
        };
    }

    private static String detail(ExitCode exitCode, RunResult result, RunAggregates aggregates) {
        String detail = exitCode == ExitCode.FAILED ? aggregates.detail() : result.findMax() != null ? result.findMax().words() : "";
        return detail.isEmpty() || detail.endsWith(".") ? detail : detail + ".";
    }

    private static void groups(ArrayNode groups, Plan plan) {
        for (GroupSpec group : plan.groups()) {
            Callee callee = group.callee();
            ObjectNode node = groups.addObject();
            node.put("name", group.name());
            node.put("endpoints", group.endpoints());
            VideoSpec video = group.media().video();
            node.put("codecs", String.join(", ", group.media().audio().codecs()) + (video == null ? "" : "; " + String.join(", ", video.codecs())
                    + " " + video.width() + "x" + video.height() + " " + video.fps() + "/s " + video.bitrateBps() / 1_000 + "k"));
            node.put("does", switch (callee.kind()) {
                case RECEIVE -> "answers" + (group.listen() == null ? "" : " at " + group.listen());
                case NONE -> "registers";
                case URI -> "calls " + callee.uri();
                case GROUP -> "calls " + plan.groups().get(callee.group()).name();
            });
        }
    }

    private static void endpoint(ObjectNode node, EndpointRow row) {
        node.put("endpoint", row.endpoint());
        node.put("group", row.group());
        node.put("phase", row.phase().name());
        node.put("outcome", row.outcome() == null ? null : row.outcome().name());
        node.put("statusCode", row.statusCode());
        node.put("detail", row.detail());
        node.put("calls", row.calls());
        number(node, "mosMin", row.mosMin());
        number(node, "mosAvg", row.mosAvg());
        number(node, "jitterMaxMs", row.jitterMaxMs());
        number(node, "packetsLost", row.packetsLost());
        number(node, "setupMs", row.setupMs());
        node.put("codecs", row.media().codecs());
        node.put("security", row.media().security());
        number(node, "callMosMin", row.media().callMosMin());
        number(node, "freezes", row.media().freezes());
    }

    private static void distribution(ObjectNode node, Distribution distribution, String title, String why) {
        node.put("title", title);
        node.put("why", why);
        node.put("unit", distribution.unit());
        node.put("min", distribution.min());
        node.put("step", distribution.step());
        ArrayNode counts = node.putArray("counts");
        for (long count : distribution.counts()) {
            counts.add(count);
        }
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isNaN(value)) {
            node.putNull(key);
        } else {
            node.put(key, value);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
