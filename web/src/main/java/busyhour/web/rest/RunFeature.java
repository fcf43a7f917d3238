package busyhour.web.rest;

import java.util.List;
import java.util.stream.Stream;

import busyhour.web.access.Accounts;
import busyhour.web.fleet.Conductor;
import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.PlanLibrary;
import busyhour.web.live.EventStream;
import busyhour.web.live.LiveRuns;
import busyhour.web.recording.Recordings;
import busyhour.web.store.Database;
import busyhour.web.store.Endpoints;
import busyhour.web.store.Measurements;
import busyhour.web.store.RunSeconds;
import busyhour.web.store.Runs;
import busyhour.web.store.Tests;

/** Projects, runs of their tests, and what came of them. */
public final class RunFeature implements Feature {

    private final EventStream events = new EventStream();
    private final List<Route> routes;

    public RunFeature(Database database, Accounts accounts, Requests requests, LiveRuns live, Conductor conductor, Recordings recordings, PlanLibrary library) {
        Endpoints endpoints = new Endpoints(database);
        Measurements measurements = new Measurements(database);
        routes = Stream.of(
                new ProjectRoutes(accounts, new Tests(database), library, requests, conductor).routes(),
                new RunRoutes(new Runs(database), new RunSeconds(database), live, events, requests, conductor).routes(),
                new EndpointRoutes(endpoints, measurements, requests).routes(),
                new TraceRoutes(endpoints, measurements, requests).routes(),
                new RecordingRoutes(recordings, requests).routes(),
                new CatalogueRoutes().routes()).flatMap(List::stream).toList();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public List<Page> pages() {
        return List.of(new Page("/", "Dashboard", "dashboard"), new Page("/projects/{project}", "Dashboard", "dashboard"),
                new Page("/runs", "Runs", "runs"), new Page("/projects/{project}/runs", "Runs", "runs"));
    }

    @Override
    public void close() {
        events.close();
    }
}
