package busyhour.web.live;

import java.util.List;

import busyhour.web.result.ResultJson;
import busyhour.web.result.RunResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The part of a result that a page shows: without the groups, and of the metrics a few. */
public final class Summary {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METRICS = List.of("mos", "jitter_ms", "fraction_lost", "packets_lost", "rtt_ms", "packets_sent",
            "packets_received", "call_setup_time_ms", "post_dial_delay_ms", "registration_time_ms", "call_duration_ms", "frame_rate_received",
            "video_bitrate_bps", "freeze_count", "freeze_duration_ms", "resolution_mpix", "frames_incomplete", "video.packets_lost", "audio_codec.send",
            "video_codec.send", "turn_latency_ms");

    private Summary() {
    }

    /** @param preparation how far the worker is before the run begins, may be empty. */
    static String of(String status, String preparation, RunResult result) {
        return of(status, preparation, ResultJson.tree(result));
    }

    /** Of a stored run; its result may be null. */
    public static String of(String status, String result) {
        try {
            return of(status, "", result == null ? null : JSON.readTree(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored result does not parse", e);
        }
    }

    private static String of(String status, String preparation, JsonNode result) {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("status", status);
        summary.put("preparation", preparation);
        if (result != null) {
            for (String part : List.of("run", "endpoints", "calls", "thresholds", "engine", "findMax")) {
                summary.set(part, result.get(part));
            }
            ObjectNode metrics = summary.putObject("metrics");
            METRICS.forEach(key -> metrics.set(key, result.path("metrics").get(key)));
        }
        return summary.toString();
    }
}
