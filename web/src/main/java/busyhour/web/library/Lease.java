package busyhour.web.library;

import java.util.List;
import java.util.stream.Collectors;

import busyhour.web.plan.Plan;

/**
 * Accounts for a run, or which are missing.
 *
 * @param plan       to be played, with an account for each endpoint that registers. Null when some are missing: then none are leased.
 * @param shortfalls what is missing now; empty when the run may begin.
 */
public record Lease(Plan plan, List<Shortfall> shortfalls) {

    public Lease {
        shortfalls = List.copyOf(shortfalls);
    }

    /** Whether the run may begin. */
    public boolean complete() {
        return shortfalls.isEmpty();
    }

    /** Why it may not, in one line. */
    public String reason() {
        return shortfalls.stream().map(Shortfall::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return complete() ? "Lease[complete]" : "Lease[" + reason() + "]";
    }
}
