package busyhour.web.http;

import java.util.List;
import java.util.Map;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that can be asked for.
 *
 * @param method   of HTTP.
 * @param path     below the server, parameters in braces. {project} is checked before the handler is called.
 * @param need     who may ask.
 * @param summary  one line for the OpenAPI document.
 * @param answer   name of the schema of {@code data}; ends in {@code []} for a page of them; {@code nothing} for 204.
 * @param query    query parameters with what they mean.
 * @param body     name of the body's schema, or null.
 * @param success  status when all went well.
 * @param statuses errors besides 401, 403 and 429.
 */
public record Route(HandlerType method, String path, Access.Need need, String summary, String answer, Map<String, String> query, String body,
        int success, List<Integer> statuses, Handler handler) {

    public static final String ROOT = "/api/v1";
    public static final Map<String, String> PAGING = Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise");

    public Route {
        query = Map.copyOf(query);
        statuses = List.copyOf(statuses);
    }

    /** For those who may look. */
    public static Route get(String path, String summary, String answer, Handler handler) {
        return of(HandlerType.GET, path, Access.Need.VIEWER, summary, answer, answer.endsWith("[]") ? PAGING : Map.of(), handler);
    }

    /** For editors; 200 unless {@link #created}. */
    public static Route post(String path, String summary, String answer, Handler handler) {
        return of(HandlerType.POST, path, Access.Need.EDITOR, summary, answer, Map.of(), handler);
    }

    /** For editors: changes what stands in the body and leaves the rest. */
    public static Route patch(String path, String summary, String answer, Handler handler) {
        return of(HandlerType.PATCH, path, Access.Need.EDITOR, summary, answer, Map.of(), handler);
    }

    /** For editors: puts the body in the place of what was there. */
    public static Route put(String path, String summary, String answer, Handler handler) {
        return of(HandlerType.PUT, path, Access.Need.EDITOR, summary, answer, Map.of(), handler);
    }

    /** For editors; answers 204. */
    public static Route delete(String path, String summary, Handler handler) {
        return new Route(HandlerType.DELETE, ROOT + path, Access.Need.EDITOR, summary, "nothing", Map.of(), null, 204, errorsOf(path), handler);
    }

    private static Route of(HandlerType method, String path, Access.Need need, String summary, String answer, Map<String, String> query, Handler handler) {
        return new Route(method, ROOT + path, need, summary, answer, query, null, answer.equals("nothing") ? 204 : 200, errorsOf(path), handler);
    }

    private static List<Integer> errorsOf(String path) {
        return path.contains("{") ? List.of(404) : List.of();
    }

    public Route needing(Access.Need itsNeed) {
        return new Route(method, path, itsNeed, summary, answer, query, body, success, statuses, handler);
    }

    public Route query(Map<String, String> itsQuery) {
        return new Route(method, path, need, summary, answer, itsQuery, body, success, statuses, handler);
    }

    public Route body(String schema) {
        return new Route(method, path, need, summary, answer, query, schema, success, statuses, handler);
    }

    /** Answers 201. */
    public Route created() {
        return new Route(method, path, need, summary, answer, query, body, 201, statuses, handler);
    }

    /** Answers 202: it goes on after the answer. */
    public Route accepted() {
        return new Route(method, path, need, summary, answer, query, body, 202, statuses, handler);
    }

    public Route errors(Integer... itsStatuses) {
        return new Route(method, path, need, summary, answer, query, body, success, List.of(itsStatuses), handler);
    }
}
