package busyhour.web.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import busyhour.web.probe.Health;
import busyhour.web.probe.Probe;
import busyhour.web.probe.Probes;
import busyhour.web.probe.Uptime;

/**
 * What the public sees of a page.
 *
 * @param overall the worst of the components that something is known of, and of open incidents.
 */
record StatusView(StatusPage page, Health overall, List<Shown> components, List<Incident> incidents) {

    static final int DAYS = 90;
    private static final int MOST_INCIDENTS = 50;

    StatusView {
        components = List.copyOf(components);
        incidents = List.copyOf(incidents);
    }

    /** A component with its last {@value #DAYS} days. */
    record Shown(String name, Health state, Instant since, List<Uptime> days) {
        double percent() {
            return Uptime.percent(days);
        }
    }

    static StatusView of(StatusPage page, Probes probes, Incidents incidents, Instant now) {
        Instant since = now.minus(Duration.ofDays(DAYS));
        List<Probes.Span> spans = probes.spans(page.components().stream().map(StatusPage.Component::probeId).toList(), since);
        List<Shown> shown = new ArrayList<>();
        Health overall = null;
        for (StatusPage.Component component : page.components()) {
            Optional<Probe> probe = probes.byId(component.probeId());
            Health state = probe.map(Probe::state).orElse(Health.UNKNOWN);
            shown.add(new Shown(component.name(), state, probe.map(Probe::stateSince).orElse(now),
                    Uptime.days(spans.stream().filter(span -> span.probeId() == component.probeId()).toList(), DAYS, now)));
            overall = worse(overall, state);
        }
        List<Incident> recent = incidents.recent(page.id(), since, MOST_INCIDENTS);
        for (Incident incident : recent) {
            if (incident.resolvedAt() == null && !incident.automatic()) {
                overall = worse(overall, incident.impact() == Incident.Impact.MAJOR ? Health.UNHEALTHY : Health.DEGRADED);
            }
        }
        return new StatusView(page, overall == null ? Health.UNKNOWN : overall, shown, recent);
    }

    private static Health worse(Health before, Health now) {
        return before == null || before == Health.UNKNOWN ? now : now == Health.UNKNOWN ? before : before.or(now);
    }

    /** As the public reads it. */
    static String word(Health health) {
        return switch (health) {
            case HEALTHY -> "Operational";
            case DEGRADED -> "Degraded";
            case UNHEALTHY -> "Major Outage";
            case UNKNOWN -> "No data";
        };
    }
}
