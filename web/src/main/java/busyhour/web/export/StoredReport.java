package busyhour.web.export;

import java.util.List;
import java.util.Map;

import busyhour.web.result.ExitCode;
import busyhour.web.http.Answer;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Endpoints.Endpoint;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the HTML report of a stored run shows: all but the histograms, which are not stored. Stateless. */
final class StoredReport {

    private static final int MAX_POINTS = 1_200;
    private static final Map<String, String> COLUMNS = Map.ofEntries(Map.entry("second", "s"), Map.entry("started", "started"), Map.entry("answered", "answered"),
            Map.entry("failed", "failed"), Map.entry("concurrent", "concurrent"), Map.entry("mosAvg", "mos"), Map.entry("mosP5", "mosP5"), Map.entry("jitterAvgMs", "jitter"),
            Map.entry("jitterP95Ms", "jitterP95"), Map.entry("lossPercent", "loss"), Map.entry("setupP50Ms", "setupP50"), Map.entry("setupP95Ms", "setupP95"),
            Map.entry("frameRateAvg", "fps"), Map.entry("frameRateP5", "fpsP5"), Map.entry("videoKbps", "videoKbps"), Map.entry("freezeMs", "freezeMs"));
    private static final List<String> PHASES = List.of("INITIALIZING", "REGISTERED", "CALLING", "RINGING", "NEGOTIATING", "INCALL", "DISCONNECTING", "CLOSED");

    private StoredReport() {
    }

    static ObjectNode data(Runs.Run run, JsonNode result, List<JsonNode> frames, List<Endpoint> worst) {
        ObjectNode data = Answer.JSON.createObjectNode();
        data.set("result", result);
        ExitCode exitCode = ExitCode.of(run.exitCode() == null ? ExitCode.FAILED.code() : run.exitCode());
        data.putObject("verdict").put("title", exitCode == ExitCode.PASSED ? "Passed" : sentence(exitCode.words())).put("detail", run.reason() == null ? "" : run.reason());
        series(data.putObject("series"), frames);
        groups(data.putArray("groups"), Answer.parsed(run.plan()));
        worst.forEach(endpoint -> endpoint(data.withArray("endpoints").addObject(), endpoint));
        data.withArray("endpoints");
        data.putArray("failedActions");
        data.putObject("distributions");
        return data;
    }

    private static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void series(ObjectNode series, List<JsonNode> frames) {
        int step = Math.max(1, Math.ceilDiv(frames.size(), MAX_POINTS));
        series.put("step", step);
        COLUMNS.keySet().forEach(series::putArray);
        ObjectNode phases = series.putObject("phases");
        PHASES.forEach(phases::putArray);
        for (int i = 0; i < frames.size(); i += step) {
            JsonNode frame = frames.get(i);
            COLUMNS.forEach((column, key) -> series.withArray(column).add(frame.path(key).isNumber() ? frame.get(key) : null));
            for (int phase = 0; phase < PHASES.size(); phase++) {
                phases.withArray(PHASES.get(phase)).add(frame.path("phases").path(phase));
            }
        }
    }

    private static void groups(ArrayNode groups, JsonNode plan) {
        for (JsonNode group : plan.path("groups")) {
            JsonNode callee = group.path("callee");
            StringBuilder codecs = new StringBuilder();
            (group.has("codecs") ? group : plan).path("codecs").forEach(codec -> codecs.append(codecs.isEmpty() ? "" : ", ").append(codec.asText()));
            groups.addObject().put("name", group.path("name").asText()).put("endpoints", group.path("endpoints").asInt()).put("codecs", codecs.toString())
                    .put("does", callee.isObject() ? "calls " + (callee.has("group") ? callee.path("group").asText() : callee.path("uri").asText())
                            : callee.asText().equals("none") ? "registers" : "answers");
        }
    }

    private static void endpoint(ObjectNode node, Endpoint endpoint) {
        Endpoints.Media media = endpoint.media();
        node.put("endpoint", endpoint.id()).put("group", endpoint.group()).put("phase", endpoint.phase()).put("outcome", endpoint.outcome())
                .put("statusCode", endpoint.finalStatusCode() == null ? 0 : endpoint.finalStatusCode()).put("detail", endpoint.detail() == null ? "" : endpoint.detail())
                .put("calls", endpoint.calls()).put("mosMin", endpoint.mosMin()).put("mosAvg", endpoint.mosAvg()).put("jitterMaxMs", endpoint.jitterMaxMs())
                .put("packetsLost", endpoint.packetsLost()).put("setupMs", endpoint.setupMs()).put("codecs", joined(media.audioCodec(), media.videoCodec()))
                .put("security", joined(media.audioSecurity(), media.videoSecurity())).put("callMosMin", media.callMosMin()).put("freezes", media.freezes());
    }

    private static String joined(String audio, String video) {
        return audio == null ? video == null ? "" : video : video == null || video.equals(audio) ? audio : audio + ", " + video;
    }
}
