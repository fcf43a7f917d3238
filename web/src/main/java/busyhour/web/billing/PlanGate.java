package busyhour.web.billing;

import busyhour.ipc.licence.LicenceFeature;
import busyhour.web.http.Access;
import busyhour.web.http.ApiException;
import busyhour.web.http.Route;
import busyhour.web.licence.Licences;
import busyhour.web.store.Database;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import org.jdbi.v3.core.Jdbi;

/** What may be made by an organisation's plan and licences. What is there already stays and works. Any thread. */
public final class PlanGate {

    private static final String PROJECT = Route.ROOT + "/projects/{project}/";

    private final Jdbi jdbi;
    private final Billing billing;
    private final Licences licences;

    public PlanGate(Database database, Billing billing, Licences licences) {
        this.jdbi = database.jdbi();
        this.billing = billing;
        this.licences = licences;
    }

    void check(Context context, Route route) {
        if (route.method() == HandlerType.POST && route.path().startsWith(PROJECT)) {
            check(Access.principal(context).organisationId(), route.path().substring(PROJECT.length()));
        }
    }

    /** @throws ApiException 403. */
    void check(long organisation, String made) {
        switch (made) {
            case "webhooks" -> {
                if (!licences.features(organisation).contains(LicenceFeature.WEBHOOKS)) {
                    throw ApiException.forbidden("webhooks need a worker with a professional or enterprise licence");
                }
            }
            case "status-pages" -> {
                BillingPlan plan = billing.subscription(organisation).plan();
                if (!plan.statusPages()) {
                    throw ApiException.forbidden("the plan " + plan.title() + " has no status pages");
                }
            }
            case "probes" -> {
                BillingPlan plan = billing.subscription(organisation).plan();
                if (plan.maxProbes() != null && probes(organisation) >= plan.maxProbes()) {
                    throw ApiException.forbidden("the plan " + plan.title() + " allows " + plan.maxProbes() + " probes");
                }
            }
            default -> { }
        }
    }

    private int probes(long organisation) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM probes b JOIN projects p ON p.id = b.project_id WHERE p.organisation_id = :org")
                .bind("org", organisation).mapTo(Integer.class).one());
    }
}
