package busyhour.web.rest;

import java.util.List;
import java.util.Map;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One thing that can be asked for.
 *
 * @param method   of HTTP.
 * @param path     below the server, parameters in braces.
 * @param need     who may ask.
 * @param summary  one line for the OpenAPI document.
 * @param answer   name of the schema of {@code data}; ends in {@code []} for a page of them.
 * @param query    query parameters with what they mean.
 * @param body     name of the body's schema, or null.
 * @param statuses errors besides 401 and 429.
 */
record Route(HandlerType method, String path, Access.Need need, String summary, String answer, Map<String, String> query, String body,
        List<Integer> statuses, Handler handler) {

    static final String ROOT = "/api/v1";
    static final Map<String, String> PAGING = Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise");

    Route {
        query = Map.copyOf(query);
        statuses = List.copyOf(statuses);
    }

    static Route get(String path, String summary, String answer, Handler handler) {
        return new Route(HandlerType.GET, ROOT + path, Access.Need.API_KEY, summary, answer, answer.endsWith("[]") ? PAGING : Map.of(), null,
                path.contains("{") ? List.of(404) : List.of(), handler);
    }

    static Route post(String path, String summary, String answer, Handler handler) {
        return new Route(HandlerType.POST, ROOT + path, Access.Need.API_KEY, summary, answer, Map.of(), null,
                path.contains("{") ? List.of(404) : List.of(), handler);
    }

    Route needing(Access.Need itsNeed) {
        return new Route(method, path, itsNeed, summary, answer, query, body, statuses, handler);
    }

    Route query(Map<String, String> itsQuery) {
        return new Route(method, path, need, summary, answer, itsQuery, body, statuses, handler);
    }

    Route body(String schema) {
        return new Route(method, path, need, summary, answer, query, schema, statuses, handler);
    }

    Route errors(Integer... itsStatuses) {
        return new Route(method, path, need, summary, answer, query, body, List.of(itsStatuses), handler);
    }
}
