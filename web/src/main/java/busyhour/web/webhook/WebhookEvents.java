package busyhour.web.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.RunEvents;
import busyhour.web.probe.ProbeChange;
import busyhour.web.probe.ProbeEvents;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes down a delivery for each webhook that wants to hear of an event, and has them sent. Any thread. */
final class WebhookEvents implements RunEvents, ProbeEvents {

    private static final String OF_PROBE = "probe";

    private final Jdbi jdbi;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Deliverer deliverer;

    WebhookEvents(Database database, Webhooks webhooks, Deliveries deliveries, Deliverer deliverer) {
        this.jdbi = database.jdbi();
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.deliverer = deliverer;
    }

    @Override
    public Runnable changed(Handle handle, ProbeChange change) {
        long probe = change.probe().id();
        List<Webhook> wanting = webhooks.list(handle, change.probe().projectId()).stream()
                .filter(webhook -> webhook.probes() == null || webhook.probes().contains(probe)).toList();
        Project project = project(handle, change.probe().projectId());
        String key = WebhookEvent.PROBE_STATUS_CHANGED.word() + " " + PublicId.text(probe) + " "
                + (change.execution() == null ? change.at() : PublicId.text(change.execution().id()));
        List<Long> added = tell(handle, wanting, WebhookEvent.PROBE_STATUS_CHANGED, key, EventJson.of(change, project));
        return () -> added.forEach(deliverer::send);
    }

    @Override
    public void started(Runs.Run run) {
        tell(WebhookEvent.RUN_STARTED, run);
    }

    @Override
    public void finished(Runs.Run run) {
        tell(WebhookEvent.RUN_FINISHED, run);
    }

    @Override
    public void failed(Runs.Run run) {
        tell(WebhookEvent.RUN_FAILED, run);
    }

    private void tell(WebhookEvent event, Runs.Run run) {
        if (run.trigger().equals(OF_PROBE)) {
            return; // they come every few minutes: the probe tells what they mean
        }
        List<Long> added = jdbi.inTransaction(handle -> tell(handle, webhooks.list(handle, run.projectId()), event, event.word() + " " + PublicId.text(run.id()),
                EventJson.of(event, run, project(handle, run.projectId()))));
        added.forEach(deliverer::send);
    }

    private List<Long> tell(Handle handle, List<Webhook> wanting, WebhookEvent event, String key, JsonNode body) {
        List<Long> added = new ArrayList<>();
        for (Webhook webhook : wanting) {
            if (!webhook.paused() && webhook.events().contains(event)) {
                Optional<Long> id = deliveries.add(handle, webhook.id(), event, key, body.toString());
                id.ifPresent(added::add);
            }
        }
        return added;
    }

    private static Project project(Handle handle, long id) {
        return handle.createQuery("SELECT id, organisation_id, slug, name FROM projects WHERE id = :id").bind("id", id)
                .map((row, context) -> new Project(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4))).one();
    }
}
