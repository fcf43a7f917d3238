package busyhour.web.platform;

import java.io.IOException;
import java.util.List;

import busyhour.web.fleet.Conductor;
import busyhour.web.fleet.RunEvents;
import busyhour.web.http.Feature;
import busyhour.web.http.Requests;
import busyhour.web.probe.ProbeEvents;
import busyhour.web.probe.ProbeFeature;
import busyhour.web.probe.ProbeRuns;
import busyhour.web.probe.ProbedTests;
import busyhour.web.library.PlanLibrary;
import busyhour.web.probe.StoredTests;
import busyhour.web.schedule.Schedule;
import busyhour.web.status.StatusFeature;
import busyhour.web.store.Database;
import busyhour.web.store.Vault;
import busyhour.web.webhook.WebhookFeature;
import busyhour.web.webhook.WebhookSettings;

/** Probes and who is told of them, put together. */
final class Watch {

    private final ProbeFeature probes;
    private final ProbeRuns probeRuns;
    private final WebhookFeature webhooks;
    private final StatusFeature statusPages;

    Watch(Database database, PlanLibrary library, Vault vault, Conductor conductor, Schedule schedule, Requests requests) throws IOException {
        ProbedTests tests = new StoredTests(database, library, conductor);
        webhooks = new WebhookFeature(database, vault, schedule, requests, WebhookSettings.fromEnvironment());
        statusPages = new StatusFeature(database, schedule, requests);
        probeRuns = new ProbeRuns(database, tests, schedule, ProbeEvents.all(List.of(statusPages.probeEvents(), webhooks.probeEvents())));
        probes = new ProbeFeature(database, requests, tests, probeRuns);
    }

    /** Who wants to hear of runs. */
    RunEvents events() {
        return RunEvents.all(List.of(probeRuns, webhooks.runEvents()));
    }

    List<Feature> features() {
        return List.of(probes, webhooks, statusPages);
    }
}
