package busyhour.web.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import busyhour.web.http.Body;
import busyhour.web.plan.AddressBlock;
import busyhour.web.probe.Probes;
import busyhour.web.store.PublicId;

/** Reads what somebody wants a webhook to be. What is absent stays as it was. */
final class WebhookBody {

    private static final int MOST_PROBES = 200;

    private final Probes probes;
    private final AddressGuard guard;

    WebhookBody(Probes probes, AddressGuard guard) {
        this.probes = probes;
        this.guard = guard;
    }

    /** @param before null for a new one. @throws busyhour.web.http.ApiException 422. */
    Webhooks.Settings read(Body body, long projectId, Webhook before) {
        if (before == null) {
            body.require("name");
        }
        String name = body.text("name", 1, 100, before == null ? null : before.name());
        BodyFormat format = body.choice("format", BodyFormat.class, before == null ? BodyFormat.GENERIC : before.format());
        String text = body.text("url", 1, 2_000, null);
        URI url = text != null ? url(body, text) : before != null && before.format() == format ? before.url() : format.url();
        if (text == null && url == null) {
            body.fault("url", "nothing", "where to send, https://…");
        }
        String key = body.secret("key", 1, 200);
        if (key != null && !format.alerts()) {
            body.fault("key", "a key", "none, as " + format + " asks for none");
        } else if (key != null && !key.matches("[!-~]+")) {
            body.fault("key", "a key with blanks or other letters", "what the service shows");
        } else if (key == null && format.alerts() && (before == null || !before.hasKey())) {
            body.fault("key", "nothing", format == BodyFormat.PAGERDUTY ? "the integration key of the service" : "the key of the API integration");
        }
        Set<WebhookEvent> events = events(body, format, before);
        List<Long> ids = probes(body, projectId, before);
        Boolean paused = body.flag("paused", before != null && before.paused());
        body.done();
        return new Webhooks.Settings(name, url, format, key, events, ids, paused);
    }

    /** Only what can be told without asking for the name's address: that is looked at whenever something is sent. */
    private URI url(Body body, String text) {
        try {
            URI url = new URI(text);
            if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
                body.fault("url", "'" + text + "'", "https://HOST/… without a user's name");
            } else if (isForbidden(url.getHost().replaceAll("^\\[|]$", ""))) {
                body.fault("url", url.getHost(), "no internal address; " + WebhookSettings.ALLOW + " of the platform may allow it");
            }
            return url;
        } catch (URISyntaxException e) {
            body.fault("url", "'" + text + "'", "https://HOST/…");
            return null;
        }
    }

    private boolean isForbidden(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return !guard.permits(InetAddress.getLoopbackAddress());
        }
        if (AddressBlock.parse(host) == null || host.indexOf('/') >= 0) {
            return false;
        }
        try {
            return !guard.permits(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false; // told when something is sent
        }
    }

    private static Set<WebhookEvent> events(Body body, BodyFormat format, Webhook before) {
        Set<WebhookEvent> possible = format.events();
        if (!body.has("events")) {
            Set<WebhookEvent> kept = EnumSet.copyOf(before == null ? Set.of(WebhookEvent.PROBE_STATUS_CHANGED) : before.events());
            kept.retainAll(possible);
            return kept;
        }
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        List<String> words = body.words("events", 10, 50);
        for (String word : words) {
            Optional<WebhookEvent> event = WebhookEvent.of(word).filter(possible::contains);
            if (event.isEmpty()) {
                body.fault("events", "'" + word + "'", "of " + String.join(", ", possible.stream().sorted().map(WebhookEvent::word).toList())
                        + (format.alerts() ? ", as " + format + " takes alerts" : ""));
            }
            event.ifPresent(events::add);
        }
        if (words.isEmpty()) {
            body.fault("events", "none", "at least one");
        }
        return events;
    }

    private List<Long> probes(Body body, long projectId, Webhook before) {
        if (!body.has("probeIds")) {
            return before == null ? null : before.probes();
        }
        List<Long> ids = new ArrayList<>();
        for (String text : body.words("probeIds", MOST_PROBES, 13)) {
            Optional<Long> id = PublicId.parse(text).stream().boxed().findFirst().filter(each -> probes.byId(projectId, each).isPresent());
            if (id.isEmpty()) {
                body.fault("probeIds", "'" + text + "'", "ids of probes of this project");
            }
            id.ifPresent(ids::add);
        }
        return ids.isEmpty() ? null : ids;
    }
}
