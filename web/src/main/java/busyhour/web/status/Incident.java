package busyhour.web.status;

import java.time.Instant;
import java.util.List;

/**
 * Something that the public is told about.
 *
 * @param probeId whose state opened it, null for one by hand.
 * @param updates newest first.
 */
public record Incident(long id, long pageId, Long probeId, boolean automatic, String title, Impact impact, State state, Instant openedAt, Instant resolvedAt,
        List<Update> updates) {

    public Incident {
        updates = List.copyOf(updates);
    }

    /** How bad it is. */
    public enum Impact {
        /** It works, but not well. */
        DEGRADED,
        /** It does not work. */
        MAJOR
    }

    /** How far whoever looks into it is. */
    public enum State {
        INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED
    }

    /** What was said at a time. */
    public record Update(Instant at, State state, String text) {
    }
}
