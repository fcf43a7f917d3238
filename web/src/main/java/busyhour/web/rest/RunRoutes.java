package busyhour.web.rest;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import busyhour.web.access.Accounts.Project;
import busyhour.web.fleet.Conductor;
import busyhour.web.http.Access;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.live.EventStream;
import busyhour.web.live.LiveRun;
import busyhour.web.live.LiveRuns;
import busyhour.web.store.PublicId;
import busyhour.web.store.RunSeconds;
import busyhour.web.store.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseHandler;

/** Runs: what came of them, live or stored. */
final class RunRoutes {

    private static final long NO_TIMEOUT = 0;

    private final Runs runs;
    private final RunSeconds seconds;
    private final LiveRuns live;
    private final EventStream events;
    private final Requests requests;
    private final Conductor conductor;

    RunRoutes(Runs runs, RunSeconds seconds, LiveRuns live, EventStream events, Requests requests, Conductor conductor) {
        this.runs = runs;
        this.seconds = seconds;
        this.live = live;
        this.events = events;
        this.requests = requests;
        this.conductor = conductor;
    }

    List<Route> routes() {
        String runPath = "/projects/{project}/test-runs/{run}";
        return List.of(
                Route.get("/projects/{project}/test-runs", "Runs, newest first", "TestRun[]", this::list)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise",
                                "status", "only these", "test", "only of this test", "label", "only with it",
                                "from", "made then or later", "to", "made before")).errors(400, 404),
                Route.get(runPath, "A run; result holds what is known so far", "TestRun", this::get),
                Route.post(runPath + "/stop", "End a run's calls and keep its results", "TestRun", this::stop).needing(Access.Need.TESTER).errors(404, 409),
                Route.get(runPath + "/result", "The result, as busyhour run --json writes it", "Result", this::result).errors(404, 409),
                Route.get(runPath + "/seconds", "What the charts show, one entry a second", "Second[]", this::seconds)
                        .query(Map.of()),
                Route.get(runPath + "/events", "Server-sent events: seconds, summary, end", "stream",
                        this::follow));
    }

    private void list(Context context) {
        Project project = requests.project(context);
        String test = Requests.word(context, "test");
        OptionalLong testId = test == null ? OptionalLong.empty() : PublicId.parse(test);
        if (test != null && testId.isEmpty()) {
            throw ApiException.badRequest("test: found '" + test + "', expected a test's id");
        }
        Runs.Filter filter = new Runs.Filter(Requests.word(context, "status"), testId.isEmpty() ? null : Long.valueOf(testId.getAsLong()),
                Requests.word(context, "label"), time(context, "from"), time(context, "to"));
        Answer.page(context, runs.list(project.id(), filter, Requests.page(context), Requests.perPage(context)), RunJson::of);
    }

    private static java.time.Instant time(Context context, String name) {
        String text = Requests.word(context, name);
        try {
            return text == null ? null : java.time.Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw ApiException.badRequest(name + ": found '" + text + "', expected a time such as 2026-10-05T09:30:00Z");
        }
    }

    private void get(Context context) {
        Runs.Run run = requests.run(context);
        Answer.data(context, RunJson.of(run, result(run), conductor));
    }

    private void stop(Context context) {
        Runs.Run run = requests.run(context);
        if (!run.isUnfinished()) {
            throw ApiException.conflict("the run has ended: " + run.status());
        }
        if (!conductor.stop(run.id())) {
            throw ApiException.conflict("the run is conducted by another process: stop it there");
        }
        Answer.data(context, RunJson.of(runs.byId(run.id()).orElse(run), null, conductor));
    }

    private void result(Context context) {
        Runs.Run run = requests.run(context);
        JsonNode result = result(run);
        if (result == null) {
            throw ApiException.conflict("there is no result: " + run.status());
        }
        Answer.data(context, result);
    }

    /** So far, or for good; null when there is none. */
    private JsonNode result(Runs.Run run) {
        return live.byId(run.id()).map(LiveRun::result).orElseGet(() -> Answer.parsed(run.result()));
    }

    private void seconds(Context context) {
        Runs.Run run = requests.run(context);
        List<String> frames = live.byId(run.id()).map(running -> running.snapshot().frames()).orElseGet(() -> seconds.list(run.id()));
        Answer.list(context, frames.stream().map(Answer::parsed).toList());
    }

    private void follow(Context context) throws Exception {
        Runs.Run run = requests.run(context); // before the stream begins with its 200
        context.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        new SseHandler(NO_TIMEOUT, client -> follow(run, client)).handle(context);
    }

    private void follow(Runs.Run run, io.javalin.http.sse.SseClient client) {
        live.byId(run.id()).ifPresentOrElse(running -> events.follow(client, running), () -> {
            if (run.isUnfinished()) {
                events.follow(client, live, run.id());
            } else {
                EventStream.replay(client, seconds.list(run.id()), run.status(), run.result());
            }
        });
    }
}
