package busyhour.web.probe;

import java.time.Instant;
import java.util.List;

/**
 * One run of a probe's test.
 *
 * @param runId         null before it began, and when the run was deleted.
 * @param trigger       {@code schedule} or {@code manual}.
 * @param endedAt       null while it goes on; so are health, state and previousState.
 * @param health        of this one alone.
 * @param state         the probe's afterwards.
 * @param measured      one for each limit.
 */
public record Execution(long id, long probeId, Long runId, String trigger, String startedBy, Instant startedAt, Instant endedAt, Health health,
        Health state, Health previousState, String reason, List<Measured> measured) {

    public Execution {
        measured = List.copyOf(measured);
    }

    /** @param value null when it was not measured. */
    public record Measured(String metric, Double value, Health health) {
    }
}
