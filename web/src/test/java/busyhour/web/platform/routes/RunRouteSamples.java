package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;


/** Projects, tests, runs and what came of them. */
final class RunRouteSamples implements RouteSamples {

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /openapi.json", world -> Ask.of().forAll());
        to.accept("GET /projects", world -> Ask.of());
        to.accept("GET /projects/{project}", world -> Ask.of());
        to.accept("POST /projects/{project}/tests/{test}/run", world -> Ask.with("test", world.test()));
        String run = "/projects/{project}/test-runs";
        to.accept("GET " + run, world -> Ask.of());
        run += "/{run}";
        for (String part : new String[] {"", "/result", "/seconds", "/events", "/endpoints"}) {
            to.accept("GET " + run + part, world -> Ask.with("run", world.run()));
        }
        to.accept("POST " + run + "/stop", world -> Ask.with("run", world.run()).answers(409));
        for (String part : new String[] {"", "/metrics", "/calls", "/recordings", "/trace"}) {
            to.accept("GET " + run + "/endpoints/{endpoint}" + part, world -> Ask.with("run", world.run()).and("endpoint", "20"));
        }
        to.accept("GET " + run + "/endpoints/{endpoint}/recordings/{name}",
                world -> Ask.with("run", world.run()).and("endpoint", "20").and("name", "call-0.wav"));
        to.accept("GET /metrics", world -> Ask.of());
    }
}
