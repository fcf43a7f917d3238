package busyhour.web.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import busyhour.web.store.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;

/** The envelope of every answer: {@code {"data", "meta": {"requestId"}}}. */
public final class Answer {

    static final String REQUEST_ID = "requestId";
    public static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {
    }

    public static void data(Context context, Object data) {
        data(context, data, List.of());
    }

    /** @param warnings what a person should know of besides, one line each. */
    public static void data(Context context, Object data, List<String> warnings) {
        Map<String, Object> meta = meta(context);
        if (!warnings.isEmpty()) {
            meta.put("warnings", warnings);
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("data", data);
        envelope.put("meta", meta);
        write(context, envelope);
    }

    public static <T> void page(Context context, Page<T> page, Function<T, Object> toJson) {
        page(context, page, toJson, Map.of());
    }

    /** @param more stands in {@code meta} too. */
    public static <T> void page(Context context, Page<T> page, Function<T, Object> toJson, Map<String, Object> more) {
        Map<String, Object> meta = meta(context);
        meta.putAll(more);
        Map<String, Object> pagination = new LinkedHashMap<>();
        pagination.put("page", page.page());
        pagination.put("perPage", page.perPage());
        pagination.put("total", page.total());
        pagination.put("totalPages", page.totalPages());
        meta.put("pagination", pagination);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("data", page.rows().stream().map(toJson).toList());
        envelope.put("meta", meta);
        write(context, envelope);
    }

    /** A list that is short by nature, on one page. */
    public static void list(Context context, List<?> all) {
        page(context, new Page<Object>(List.copyOf(all), 1, Math.max(Page.PER_PAGE, all.size()), all.size()), row -> row);
    }

    public static void error(Context context, int status, String code, String message, List<String> faults) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        if (!faults.isEmpty()) {
            error.put("faults", faults);
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("error", error);
        envelope.put("meta", meta(context));
        context.status(status);
        write(context, envelope);
    }

    /** JSON that was stored as text, to stand inside an answer. Null stays null. */
    public static JsonNode parsed(String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON does not parse", e);
        }
    }

    private static Map<String, Object> meta(Context context) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put(REQUEST_ID, context.attribute(REQUEST_ID));
        return meta;
    }

    private static void write(Context context, Object envelope) {
        try {
            context.contentType("application/json; charset=utf-8").result(JSON.writeValueAsBytes(envelope));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
