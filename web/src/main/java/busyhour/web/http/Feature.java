package busyhour.web.http;

import java.util.List;

import io.javalin.http.Context;

/** A part of the platform that answers requests. Its class has what its answers look like beside it, in {@code schemas.json}. */
public interface Feature extends AutoCloseable {

    List<Route> routes();

    default List<Page> pages() {
        return List.of();
    }

    /**
     * Called before every route of every feature, with whoever asks known: what the organisation's plan does not allow is refused here.
     *
     * @throws ApiException 403.
     */
    default void guard(Context context, Route route) {
        // most have nothing to refuse
    }

    /** Public pages, pictures and the like: outside the API and its document, for anybody; such a route sets its own caching. */
    default List<Route> openPages() {
        return List.of();
    }

    @Override
    default void close() {
        // most have nothing to end
    }
}
