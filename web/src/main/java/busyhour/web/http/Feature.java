package busyhour.web.http;

import java.util.List;

/** A part of the platform that answers requests. Its class has what its answers look like beside it, in {@code schemas.json}. */
public interface Feature extends AutoCloseable {

    List<Route> routes();

    default List<Page> pages() {
        return List.of();
    }

    @Override
    default void close() {
        // most have nothing to end
    }
}
