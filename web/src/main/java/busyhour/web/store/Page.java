package busyhour.web.store;

import java.util.List;

/**
 * A page of a list.
 *
 * @param page    from 1.
 * @param perPage as asked for.
 * @param total   rows of all pages.
 */
public record Page<T>(List<T> rows, int page, int perPage, long total) {

    public static final int PER_PAGE = 25;
    public static final int MAX_PER_PAGE = 200;

    public Page {
        rows = List.copyOf(rows);
    }

    /** At least 1, so that page 1 always exists. */
    public long totalPages() {
        return Math.max(1, (total + perPage - 1) / perPage);
    }
}
