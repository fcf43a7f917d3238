package busyhour.web.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import busyhour.web.planner.Concurrency;
import busyhour.web.planner.History;

/** The history of an organisation's own runs, from the minutes that were stored of them. Any thread. */
final class OwnHistory {

    private static final long MINUTE_S = 60;

    private final ConcurrencyStore store;

    OwnHistory(ConcurrencyStore store) {
        this.store = store;
    }

    /**
     * Empty when nothing ran. Minutes in which nothing went on count as such, from the first that had something. Only the most of each
     * minute is known, so that the traffic of the busy hour is rather more than less.
     *
     * @param projectId null for all.
     * @param label     null for all.
     */
    Optional<History> of(String name, long organisationId, Long projectId, String label, int weeks, Instant now) {
        List<ConcurrencyStore.Bucket> minutes = store.history(organisationId, projectId, label, now.minus(Duration.ofDays(7L * weeks)), now, 1);
        if (minutes.isEmpty()) {
            return Optional.empty();
        }
        long first = minutes.getFirst().from().getEpochSecond() / MINUTE_S;
        int length = (int) (now.getEpochSecond() / MINUTE_S - first) + 1;
        int[] most = new int[length];
        double[] mean = new double[length];
        for (ConcurrencyStore.Bucket minute : minutes) {
            int at = (int) (minute.from().getEpochSecond() / MINUTE_S - first);
            most[at] = minute.sessions();
            mean[at] = minute.sessions();
        }
        return Optional.of(new Concurrency(first, most, mean).summary(name, weeks, null, null));
    }
}
