package busyhour.web.fleet;

import java.time.Duration;
import java.util.Optional;

/** What licences and plans allow. Asked where endpoints are dealt; answers at once. Any thread. */
public interface Entitlements {

    /** Nothing is sold here: everything is allowed. */
    Entitlements UNLIMITED = new Entitlements() {
        @Override
        public int workerCapacity(long workerId, int configured) {
            return configured;
        }

        @Override
        public Optional<String> refusal(long organisationId, int endpoints, int concurrentRuns, Duration duration) {
            return Optional.empty();
        }
    };

    /**
     * Endpoints that a worker may play at a time: the lower one of what it can and what its licence says, 0 with an expired one.
     *
     * @param configured endpoints that it was told to take, or measured.
     */
    int workerCapacity(long workerId, int configured);

    /**
     * Why a run may not begin by the organisation's plan, one sentence; empty when it may. A run in progress is never asked about.
     *
     * @param endpoints      of the run.
     * @param concurrentRuns in progress, without this one.
     * @param duration       of each call.
     */
    Optional<String> refusal(long organisationId, int endpoints, int concurrentRuns, Duration duration);
}
