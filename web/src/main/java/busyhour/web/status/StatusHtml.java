package busyhour.web.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import busyhour.web.probe.Health;
import busyhour.web.probe.Uptime;

/** The public page as HTML: whole without a script, which only asks for a newer one. Stateless, any thread. */
final class StatusHtml {

    private static final String FRAME = resource("page.html");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);
    private static final int BAR_WIDTH = 5;
    private static final int BAR_STEP = 8;
    private static final int BAR_HEIGHT = 34;

    private StatusHtml() {
    }

    static String of(StatusView view) {
        StatusPage page = view.page();
        StringBuilder main = new StringBuilder();
        main.append("<p class=\"overall ").append(tone(view.overall())).append("\" role=\"status\">").append(banner(view.overall())).append("</p>\n");
        main.append("<section aria-label=\"Components\">\n");
        view.components().forEach(component -> component(main, component));
        if (view.components().isEmpty()) {
            main.append("<p class=\"quiet\">Nothing is shown here yet.</p>\n");
        }
        main.append("</section>\n<section aria-labelledby=\"history\"><h2 id=\"history\">Incidents</h2>\n");
        view.incidents().forEach(incident -> incident(main, incident));
        if (view.incidents().isEmpty()) {
            main.append("<p class=\"quiet\">No incidents in the last ").append(StatusView.DAYS).append(" days.</p>\n");
        }
        main.append("</section>\n");
        String logo = page.logoType() == null ? "" : "<img class=\"logo\" src=\"/status/" + page.slug() + "/logo\" alt=\"\">";
        return FRAME.replace("{{slug}}", page.slug()).replace("{{logo}}", logo).replace("{{main}}", main)
                .replace("{{description}}", page.description().isEmpty() ? "" : "<p class=\"quiet\">" + escaped(page.description()) + "</p>")
                .replace("{{name}}", escaped(page.name()));
    }

    private static String banner(Health overall) {
        return switch (overall) {
            case HEALTHY -> "All systems operational";
            case DEGRADED -> "Degraded";
            case UNHEALTHY -> "Major Outage";
            case UNKNOWN -> "No data yet";
        };
    }

    private static void component(StringBuilder html, StatusView.Shown component) {
        html.append("<article class=\"component\"><div class=\"line\"><h2>").append(escaped(component.name())).append("</h2><span class=\"state ")
                .append(tone(component.state())).append("\">").append(StatusView.word(component.state())).append("</span></div>\n");
        String percent = percent(component.percent());
        html.append("<svg class=\"bars\" viewBox=\"0 0 ").append(StatusView.DAYS * BAR_STEP - BAR_STEP + BAR_WIDTH).append(' ').append(BAR_HEIGHT)
                .append("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Uptime of the last ").append(StatusView.DAYS).append(" days: ").append(percent).append("\">");
        int x = 0;
        for (Uptime day : component.days()) {
            html.append("<rect x=\"").append(x).append("\" width=\"").append(BAR_WIDTH).append("\" height=\"").append(BAR_HEIGHT).append("\" rx=\"1.5\" class=\"")
                    .append(tone(day.worst())).append("\"><title>").append(DAY.format(day.date().atStartOfDay(ZoneOffset.UTC))).append(": ").append(told(day))
                    .append("</title></rect>");
            x += BAR_STEP;
        }
        html.append("</svg>\n<div class=\"line quiet small\"><span>").append(StatusView.DAYS).append(" days ago</span><span>").append(percent)
                .append(" uptime</span><span>Today</span></div></article>\n");
    }

    private static String told(Uptime day) {
        if (day.worst() == null || day.worst() == Health.UNKNOWN) {
            return "no data";
        }
        return percent(Uptime.percent(java.util.List.of(day))) + " up" + minutes(", degraded ", day.ms(Health.DEGRADED)) + minutes(", down ", day.ms(Health.UNHEALTHY));
    }

    private static String minutes(String what, long ms) {
        return ms == 0 ? "" : what + (ms < 60_000 ? "under a minute" : ms / 60_000 + " min");
    }

    /** Never rounded up to a hundred. */
    private static String percent(double percent) {
        return Double.isNaN(percent) ? "no" : percent == 100 ? "100 %" : String.format(Locale.ROOT, "%.2f %%", Math.floor(percent * 100) / 100);
    }

    private static void incident(StringBuilder html, Incident incident) {
        boolean over = incident.resolvedAt() != null;
        html.append("<article class=\"incident ").append(over ? "over" : incident.impact() == Incident.Impact.MAJOR ? "bad" : "warn").append("\"><h3>")
                .append(escaped(incident.title())).append("</h3><p class=\"quiet small\">").append(time(incident.openedAt()));
        if (over) {
            html.append(" – ").append(time(incident.resolvedAt()));
        }
        html.append("</p><ol>");
        incident.updates().forEach(update -> html.append("<li><b>").append(word(update.state())).append("</b> ").append(escaped(update.text()).replace("\n", "<br>"))
                .append(" <span class=\"quiet small\">").append(time(update.at())).append("</span></li>"));
        html.append("</ol></article>\n");
    }

    private static String word(Incident.State state) {
        return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static String time(Instant at) {
        return "<time datetime=\"" + at + "\">" + TIME.format(at) + "</time>";
    }

    private static String tone(Health health) {
        return health == null ? "none" : switch (health) {
            case HEALTHY -> "good";
            case DEGRADED -> "warn";
            case UNHEALTHY -> "bad";
            case UNKNOWN -> "none";
        };
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;").replace("{", "&#123;");
    }

    private static String resource(String name) {
        try (InputStream in = StatusHtml.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
