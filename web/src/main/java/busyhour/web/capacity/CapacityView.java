package busyhour.web.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import busyhour.web.capacity.ConcurrencyStore.Burst;
import busyhour.web.store.PublicId;

/** The gauges of an organisation: what goes on, how near the ceiling that is, and how much more the peak is than the usual. Any thread. */
final class CapacityView {

    static final double ALERT_SHARE = 0.7;
    static final int ALERT_MINUTES = 10;
    static final int BURST_DAYS = 28;
    private static final long BURSTS_KEPT_MS = 60_000;

    private final ConcurrencyStore store;
    private final Ceilings ceilings;
    private final LongSupplier nowMs;
    private final Map<Long, Bursts> bursts = new ConcurrentHashMap<>();

    CapacityView(ConcurrencyStore store, Ceilings ceilings, LongSupplier nowMs) {
        this.store = store;
        this.ceilings = ceilings;
        this.nowMs = nowMs;
    }

    private record Bursts(long sinceMs, Map<Scope, Burst> byScope) {
    }

    /**
     * One scope's gauges; null is what nobody knows.
     *
     * @param ceiling  in endpoints.
     * @param headroom endpoints held as a share of the ceiling: 1 is full.
     * @param alert    over 70 % in each of the last ten minutes.
     * @param burst    over 28 days.
     */
    record Gauge(Scope scope, Load load, Ceilings.Ceiling ceiling, Double headroom, boolean alert, Burst burst) {

        /** Peak by median, null without a history. */
        Double burstFactor() {
            return burst == null || burst.median() == 0 ? null : Double.valueOf(burst.peak() / burst.median());
        }

        Map<String, Object> json(String slug) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("projectId", scope.projectId() == null ? null : PublicId.text(scope.projectId()));
            json.put("project", slug);
            json.put("label", scope.label());
            json.put("activeSessions", load.sessions());
            json.put("endpoints", load.endpoints());
            json.put("ceiling", ceiling == null ? null : ceiling.endpoints());
            json.put("ceilingFrom", ceiling == null ? null : ceiling.from());
            json.put("headroom", headroom);
            json.put("alert", alert);
            json.put("peakSessions", burst == null ? null : burst.peak());
            json.put("medianSessions", burst == null ? null : burst.median());
            json.put("burstFactor", burstFactor());
            return json;
        }
    }

    /** The organisation's first, then by project and label. Projects are there also when nothing goes on in them. */
    List<Gauge> of(long organisationId, List<Long> projects) {
        Map<Scope, Load> now = store.now(organisationId);
        Map<Scope, Burst> past = bursts(organisationId);
        Set<Scope> alerts = new HashSet<>(store.above(organisationId, ALERT_SHARE, ALERT_MINUTES));
        Set<Scope> scopes = new HashSet<>(now.keySet());
        scopes.addAll(past.keySet());
        scopes.addAll(alerts);
        scopes.add(new Scope(organisationId, null, null));
        projects.forEach(project -> scopes.add(new Scope(organisationId, project, null)));
        List<Gauge> gauges = new ArrayList<>();
        for (Scope scope : scopes) {
            if (scope.projectId() == null || projects.contains(scope.projectId())) {
                Load load = now.getOrDefault(scope, Load.NONE);
                Ceilings.Ceiling ceiling = ceilings.of(scope);
                gauges.add(new Gauge(scope, load, ceiling, ceiling == null || ceiling.endpoints() == 0 ? null : Double.valueOf((double) load.endpoints() / ceiling.endpoints()),
                        alerts.contains(scope), past.get(scope)));
            }
        }
        gauges.sort(Comparator.<Gauge>comparingInt(gauge -> gauge.scope().projectId() == null ? -1 : projects.indexOf(gauge.scope().projectId()))
                .thenComparing(gauge -> gauge.scope().label() == null ? "" : gauge.scope().label()));
        return gauges;
    }

    /** They change slowly and take a look at every minute of four weeks. */
    private Map<Scope, Burst> bursts(long organisationId) {
        return bursts.compute(organisationId, (id, kept) -> kept != null && nowMs.getAsLong() - kept.sinceMs() < BURSTS_KEPT_MS ? kept
                : new Bursts(nowMs.getAsLong(), store.bursts(id, BURST_DAYS))).byScope();
    }
}
