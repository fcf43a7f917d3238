package busyhour.web.platform;

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
import busyhour.web.store.Database;

/** Probes, put together. */
final class Watch {

    private final Database database;
    private final ProbedTests tests;
    private final ProbeRuns probeRuns;

    Watch(Database database, PlanLibrary library, Conductor conductor, Schedule schedule) {
        this.database = database;
        this.tests = new StoredTests(database, library, conductor);
        this.probeRuns = new ProbeRuns(database, tests, schedule, ProbeEvents.all(List.of()));
    }

    /** Who wants to hear of runs. */
    RunEvents events() {
        return probeRuns;
    }

    List<Feature> features(Requests requests) {
        return List.of(new ProbeFeature(database, requests, tests, probeRuns));
    }
}
