package busyhour.web.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Route;
import busyhour.web.probe.Probes;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * What strangers get: the page, its colours, its logo, and the same as JSON. Any cache may keep it for two seconds, and asks afterwards
 * by its tag; here it is made anew at most once a second, however many ask. So a change is seen within five seconds. Any thread.
 */
final class PublicPages {

    private static final String CACHED = "public, max-age=2";
    private static final String CACHED_LONG = "public, max-age=300";
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST = 500;

    private final StatusPages pages;
    private final Probes probes;
    private final Incidents incidents;
    private final Map<String, Made> made = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
            return size() > MOST;
        }
    };

    PublicPages(StatusPages pages, Probes probes, Incidents incidents) {
        this.pages = pages;
        this.probes = probes;
        this.incidents = incidents;
    }

    private record Made(Instant at, StatusView view, byte[] html, String tag) {
    }

    /** Pages: no part of the API. */
    List<Route> pageRoutes() {
        return List.of(open("/status/{slug}", this::page), open("/status/{slug}/theme.css", this::theme), open("/status/{slug}/logo", this::logo));
    }

    Route jsonRoute() {
        return Route.get("/status/{slug}", "A published status page, as its public page shows it", "PublicStatus", this::json).needing(Access.Need.NOTHING);
    }

    private static Route open(String path, io.javalin.http.Handler handler) {
        return new Route(HandlerType.GET, path, Access.Need.NOTHING, "Public", "file", Map.of(), null, 200, List.of(404), handler);
    }

    /** One that somebody just changed. */
    void forget(String slug) {
        synchronized (made) {
            made.remove(slug);
        }
    }

    private Made made(Context context) {
        String slug = context.pathParam("slug");
        Instant now = Instant.now();
        synchronized (made) {
            Made kept = made.get(slug);
            if (kept != null && kept.at().plus(KEPT).isAfter(now)) {
                return kept;
            }
        }
        StatusPage page = pages.published(slug).orElseThrow(() -> ApiException.notFound("status page"));
        StatusView view = StatusView.of(page, probes, incidents, now);
        byte[] html = StatusHtml.of(view).getBytes(StandardCharsets.UTF_8);
        Made fresh = new Made(now, view, html, tag(html));
        synchronized (made) {
            made.put(slug, fresh);
        }
        return fresh;
    }

    private void page(Context context) {
        Made fresh = made(context);
        answer(context, "text/html; charset=utf-8", CACHED, fresh.tag(), fresh.html());
    }

    private void theme(Context context) {
        byte[] css = (":root { --brand: " + made(context).view().page().colour() + "; }\n").getBytes(StandardCharsets.UTF_8);
        answer(context, "text/css; charset=utf-8", CACHED_LONG, tag(css), css);
    }

    private void logo(Context context) {
        StatusPages.Logo logo = pages.logo(context.pathParam("slug")).orElseThrow(() -> ApiException.notFound("logo"));
        answer(context, logo.type(), CACHED_LONG, tag(logo.bytes()), logo.bytes());
    }

    private static void answer(Context context, String type, String cached, String tag, byte[] bytes) {
        context.header("Cache-Control", cached).header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(type).result(bytes);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private void json(Context context) {
        Made fresh = made(context);
        context.header("Cache-Control", CACHED).header("ETag", fresh.tag());
        if (fresh.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        StatusView view = fresh.view();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", view.page().name());
        json.put("description", view.page().description());
        json.put("status", StatusView.word(view.overall()));
        json.put("components", view.components().stream().map(PublicPages::json).toList());
        json.put("incidents", view.incidents().stream().map(PublicPages::json).toList());
        Answer.data(context, json);
    }

    private static Map<String, Object> json(StatusView.Shown shown) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", shown.name());
        json.put("status", StatusView.word(shown.state()));
        json.put("since", shown.since().toString());
        json.put("uptimePercent", Double.isNaN(shown.percent()) ? null : shown.percent());
        return json;
    }

    static Map<String, Object> json(Incident incident) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(incident.id()));
        json.put("automatic", incident.automatic());
        json.put("title", incident.title());
        json.put("impact", incident.impact().name());
        json.put("state", incident.state().name());
        json.put("openedAt", incident.openedAt().toString());
        json.put("resolvedAt", incident.resolvedAt() == null ? null : incident.resolvedAt().toString());
        json.put("updates", incident.updates().stream().map(update -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", update.at().toString());
            one.put("state", update.state().name());
            one.put("text", update.text());
            return one;
        }).toList());
        return json;
    }
}
