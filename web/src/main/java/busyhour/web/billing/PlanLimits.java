package busyhour.web.billing;

import java.time.Duration;
import java.util.Optional;

import busyhour.web.fleet.Entitlements;
import busyhour.web.licence.Licences;
import busyhour.web.store.Database;
import org.jdbi.v3.core.Jdbi;

/** What licences and the organisation's plan allow. Any thread. */
public final class PlanLimits implements Entitlements {

    private final Jdbi jdbi;
    private final Billing billing;
    private final Licences licences;

    public PlanLimits(Database database, Billing billing, Licences licences) {
        this.jdbi = database.jdbi();
        this.billing = billing;
        this.licences = licences;
    }

    @Override
    public int workerCapacity(long workerId, int configured) {
        return Math.min(configured, licences.standing(workerId).endpoints());
    }

    @Override
    public Optional<String> refusal(long organisationId, int endpoints, int concurrentRuns, Duration duration) {
        Statement statement = billing.statement(organisationId);
        BillingPlan plan = statement.subscription().plan();
        if (plan.maxRuns() != null && concurrentRuns >= plan.maxRuns()) {
            return Optional.of("the plan " + plan.title() + " allows " + plan.maxRuns() + " runs at a time: " + concurrentRuns + " are in progress");
        }
        if (plan.maxDuration() != null && duration.compareTo(plan.maxDuration()) > 0) {
            return Optional.of("the plan " + plan.title() + " allows calls of " + plan.maxDuration().toSeconds() + " s: found " + duration.toSeconds() + " s");
        }
        if (plan.maxEndpoints() != null) {
            int playing = playing(organisationId);
            if (playing + (long) endpoints > plan.maxEndpoints()) {
                return Optional.of("the plan " + plan.title() + " allows " + plan.maxEndpoints() + " endpoints at a time: " + playing
                        + " are playing, the run needs " + endpoints);
            }
        }
        return Optional.ofNullable(statement.refusal(endpoints * Math.max(1, duration.toSeconds())));
    }

    private int playing(long organisationId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(sum(r.planned), 0) FROM runs r JOIN projects p ON p.id = r.project_id"
                        + " WHERE p.organisation_id = :org AND r.status IN ('RUNNING', 'STOPPING')")
                .bind("org", organisationId).mapTo(Integer.class).one());
    }
}
