package busyhour.web.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A test that is run again and again, and the health of what it calls.
 *
 * @param testId null when the test was deleted.
 * @param limits those of its statistics that are watched.
 * @param state  as damped.
 * @param reason why the state is what it is, null when there is nothing to say.
 * @param judgedFrom executions before it say nothing of the state.
 */
public record Probe(long id, long projectId, Long testId, String name, String description, int intervalMinutes, List<Limit> limits, Damping damping,
        boolean paused, Health state, Instant stateSince, String reason, Instant judgedFrom, Instant createdAt) {

    public Probe {
        limits = List.copyOf(limits);
    }

    Duration interval() {
        return Duration.ofMinutes(intervalMinutes);
    }
}
