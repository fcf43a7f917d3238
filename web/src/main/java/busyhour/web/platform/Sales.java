package busyhour.web.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import busyhour.ipc.licence.LicenceException;
import busyhour.ipc.licence.LicenceKeys;
import busyhour.web.billing.Billing;
import busyhour.web.billing.BillingFeature;
import busyhour.web.billing.PlanGate;
import busyhour.web.billing.PlanLimits;
import busyhour.web.billing.Retention;
import busyhour.web.http.Feature;
import busyhour.web.licence.Licences;
import busyhour.web.licence.LicensingFeature;
import busyhour.web.recording.Recordings;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.Database;
import busyhour.web.store.Timescale;
import busyhour.web.worker.Workers;

/** Licences, plans and what hangs on them, put together. */
final class Sales {

    /** Plan of organisations that never chose one. */
    static final String PLAN_VARIABLE = "BUSYHOUR_PLAN";
    private static final Duration BILLING_EVERY = Duration.ofMinutes(1);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    private final Licences licences;
    private final Billing billing;
    private final PlanLimits limits;
    private final Retention retention;
    private final PlanGate gate;

    /** @throws IOException with one line for a person. */
    Sales(Database database, Recordings recordings) throws IOException {
        try {
            licences = new Licences(database, LicenceKeys.ofProcess());
            billing = new Billing(database, System.getenv(PLAN_VARIABLE));
        } catch (LicenceException | IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        limits = new PlanLimits(database, billing, licences);
        gate = new PlanGate(database, billing, licences);
        retention = new Retention(database, billing, recordings);
    }

    /** Before samples are written. */
    static void prepare(Database database) {
        if ("on".equals(System.getenv(Timescale.VARIABLE))) {
            new Timescale(database).switchOn();
        }
    }

    Licences licences() {
        return licences;
    }

    PlanLimits limits() {
        return limits;
    }

    List<Feature> features(Workers workers) {
        return List.of(new BillingFeature(billing, gate), new LicensingFeature(licences, workers));
    }

    void schedule(Schedule schedule) {
        schedule.every("billing", BILLING_EVERY, billing::lookAfter);
        schedule.every("retention", PURGE_EVERY, retention::purge);
    }
}
