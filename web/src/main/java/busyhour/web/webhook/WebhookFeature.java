package busyhour.web.webhook;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.RunEvents;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.probe.ProbeEvents;
import busyhour.web.probe.Probes;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.Database;
import busyhour.web.store.PublicId;
import busyhour.web.store.Vault;
import io.javalin.http.Context;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Webhooks: made, changed, tried, and the log of what was sent. Editors only: an address is often as good as a key.
 */
public final class WebhookFeature implements Feature {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int MOST_OF_PROJECT = 50;

    private final Jdbi jdbi;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Deliverer deliverer;
    private final WebhookEvents events;
    private final WebhookBody bodies;
    private final Requests requests;

    public WebhookFeature(Database database, Vault vault, Schedule schedule, Requests requests, WebhookSettings settings) {
        this(database, vault, schedule, requests, settings, Deliverer.PAUSES, InetAddress::getAllByName);
    }

    WebhookFeature(Database database, Vault vault, Schedule schedule, Requests requests, WebhookSettings settings, List<Duration> pauses, HttpsPost.Names names) {
        this.jdbi = database.jdbi();
        this.webhooks = new Webhooks(database, vault);
        this.deliveries = new Deliveries(database);
        this.deliverer = new Deliverer(webhooks, deliveries, new HttpsPost(settings, names, TIMEOUT), pauses, schedule);
        this.events = new WebhookEvents(database, webhooks, deliveries, deliverer);
        this.bodies = new WebhookBody(new Probes(database), new AddressGuard(settings.allowed()));
        this.requests = requests;
    }

    /** To be told of runs. */
    public RunEvents runEvents() {
        return events;
    }

    /** To be told of probes. */
    public ProbeEvents probeEvents() {
        return events;
    }

    @Override
    public List<Route> routes() {
        String all = "/projects/{project}/webhooks";
        String one = all + "/{webhook}";
        return List.of(
                Route.get(all, "Webhooks, by name", "Webhook[]", this::list).query(Map.of()).needing(Access.Need.EDITOR),
                Route.post(all, "Send events somewhere; secret is shown only now", "WebhookWithSecret", this::add).created().body("WebhookRequest").errors(404, 409, 415, 422),
                Route.get(one, "A webhook", "Webhook", this::get).needing(Access.Need.EDITOR),
                Route.patch(one, "Change a webhook", "Webhook", this::change).body("WebhookRequest").errors(404, 409, 415, 422),
                Route.delete(one, "Delete a webhook with its log", this::delete),
                Route.post(one + "/secret", "Sign with another secret from now on; it is shown only now", "WebhookWithSecret", this::newSecret),
                Route.post(one + "/test", "Send a test now, once; answers what came of it", "WebhookDelivery", this::test).created(),
                Route.get(one + "/deliveries", "What was sent, newest first, kept for 30 days", "WebhookDelivery[]", this::deliveries)
                        .needing(Access.Need.EDITOR).errors(400, 404),
                Route.post(one + "/deliveries/{delivery}/retry", "Send a delivery again", "WebhookDelivery", this::retry).errors(404, 409));
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/projects/{project}/webhooks", "Webhooks", "webhooks"));
    }

    private Webhook webhook(Context context) {
        Project project = requests.project(context);
        return PublicId.parse(context.pathParam("webhook")).stream().boxed().findFirst().flatMap(webhooks::byId)
                .filter(webhook -> webhook.projectId() == project.id()).orElseThrow(() -> ApiException.notFound("webhook"));
    }

    private void list(Context context) {
        Answer.list(context, webhooks.list(requests.project(context).id()).stream().map(this::json).toList());
    }

    private void add(Context context) {
        Project project = requests.project(context);
        Webhooks.Settings settings = bodies.read(Body.of(context), project.id(), null);
        if (webhooks.list(project.id()).size() >= MOST_OF_PROJECT) {
            throw ApiException.conflict("a project may have " + MOST_OF_PROJECT + " webhooks");
        }
        String secret = Webhooks.newSecret();
        long[] id = new long[1];
        named(settings.name(), () -> id[0] = webhooks.add(project.id(), settings, secret));
        context.header("Location", context.path() + "/" + PublicId.text(id[0]));
        Answer.data(context, withSecret(id[0], secret));
    }

    private Map<String, Object> withSecret(long id, String secret) {
        Map<String, Object> json = json(webhooks.byId(id).orElseThrow(() -> ApiException.notFound("webhook")));
        json.put("secret", secret);
        return json;
    }

    private void get(Context context) {
        Answer.data(context, json(webhook(context)));
    }

    private void change(Context context) {
        Webhook webhook = webhook(context);
        Webhooks.Settings settings = bodies.read(Body.of(context), webhook.projectId(), webhook);
        named(settings.name(), () -> webhooks.change(webhook.id(), settings));
        Answer.data(context, json(webhook(context)));
    }

    private static void named(String name, Runnable change) {
        try {
            change.run();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof java.sql.SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                throw ApiException.conflict("a webhook of this project is called '" + name + "' already");
            }
            throw e;
        }
    }

    private void delete(Context context) {
        webhooks.delete(webhook(context).id());
    }

    private void newSecret(Context context) {
        Webhook webhook = webhook(context);
        String secret = Webhooks.newSecret();
        webhooks.secret(webhook.id(), secret);
        Answer.data(context, withSecret(webhook.id(), secret));
    }

    private void test(Context context) {
        Webhook webhook = webhook(context);
        String body = EventJson.test(requests.project(context), Access.principal(context).name()).toString();
        long id = jdbi.inTransaction(handle -> deliveries.add(handle, webhook.id(), WebhookEvent.TEST, "test " + java.util.UUID.randomUUID(), body)).orElseThrow();
        deliverer.attempt(deliveries.byId(id).orElseThrow(), null);
        Answer.data(context, json(deliveries.byId(id).orElseThrow()));
    }

    private void deliveries(Context context) {
        Answer.page(context, deliveries.list(webhook(context).id(), Requests.page(context), Requests.perPage(context)), WebhookFeature::json);
    }

    private void retry(Context context) {
        Webhook webhook = webhook(context);
        Delivery delivery = PublicId.parse(context.pathParam("delivery")).stream().boxed().findFirst().flatMap(deliveries::byId)
                .filter(found -> found.webhookId() == webhook.id()).orElseThrow(() -> ApiException.notFound("delivery"));
        if (!deliveries.again(delivery.id())) {
            throw ApiException.conflict("the delivery waits for its next try already");
        }
        deliverer.send(delivery.id());
        Answer.data(context, json(deliveries.byId(delivery.id()).orElseThrow()));
    }

    private Map<String, Object> json(Webhook webhook) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(webhook.id()));
        json.put("name", webhook.name());
        json.put("url", webhook.url().toString());
        json.put("format", webhook.format().name());
        json.put("hasKey", webhook.hasKey());
        json.put("events", webhook.events().stream().sorted().map(WebhookEvent::word).toList());
        json.put("probeIds", webhook.probes() == null ? null : webhook.probes().stream().map(PublicId::text).toList());
        json.put("paused", webhook.paused());
        json.put("createdAt", webhook.createdAt().toString());
        json.put("lastDelivery", deliveries.last(webhook.id()).map(WebhookFeature::json).orElse(null));
        return json;
    }

    private static Map<String, Object> json(Delivery delivery) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(delivery.id()));
        json.put("event", delivery.event());
        json.put("state", delivery.state().name());
        json.put("createdAt", delivery.createdAt().toString());
        json.put("nextAt", delivery.nextAt() == null || delivery.state() != Delivery.State.PENDING ? null : delivery.nextAt().toString());
        json.put("body", Answer.parsed(delivery.body()));
        json.put("attempts", delivery.attempts().stream().map(Deliveries::json).toList());
        return json;
    }
}
