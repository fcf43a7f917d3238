package busyhour.web.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import busyhour.web.access.Accounts;
import busyhour.web.http.Feature;
import busyhour.web.http.Meter;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.live.LiveRuns;
import busyhour.web.schedule.Schedule;
import busyhour.web.store.Database;
import busyhour.web.worker.Workers;

/** Gauges, caps and the planner, put together. */
public final class CapacityFeature implements Feature {

    private final Gauges gauges;
    private final Meter meter;
    private final List<Route> routes;

    /** @param instance number of this process among all on the database. */
    public CapacityFeature(Database database, Accounts accounts, Requests requests, LiveRuns live, Workers workers, Schedule schedule, long instance) {
        Caps caps = new Caps(database);
        ConcurrencyStore store = new ConcurrencyStore(database);
        Ceilings ceilings = new Ceilings(caps, workers);
        CapacityView view = new CapacityView(store, ceilings, System::currentTimeMillis);
        gauges = new Gauges(database, live, store, ceilings, instance);
        meter = new CapacityMeter(view, gauges, database);
        routes = Stream.of(
                new CapacityRoutes(view, store, accounts, workers, requests, database).routes(),
                new CapRoutes(caps, requests).routes(),
                new PlannerRoutes(new PlannerStore(database), new OwnHistory(store), accounts).routes()).flatMap(List::stream).toList();
        schedule.every("concurrency-retention", Duration.ofHours(6), () -> store.forgetBefore(Instant.now().minus(Gauges.kept())));
    }

    /** What Prometheus gets of it. */
    public Meter meter() {
        return meter;
    }

    /** The look at the runs that go on, for tests that do not wait for it. */
    public Gauges gauges() {
        return gauges;
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/planner", "Capacity planner", "planner"));
    }

    @Override
    public void close() {
        gauges.close();
    }
}
