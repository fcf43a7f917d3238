package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Probes. */
final class ProbeSamples implements RouteSamples {

    private static final String ALL = "/projects/{project}/probes";

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET " + ALL, world -> Ask.of());
        to.accept("POST " + ALL, world -> Ask.of().body(body(world)));
        to.accept("GET " + ALL + "/{probe}", world -> Ask.with("probe", probe(world)));
        to.accept("PATCH " + ALL + "/{probe}", world -> Ask.with("probe", probe(world)).body("{\"intervalMinutes\": 15, \"damping\": {\"need\": 2, \"of\": 3}}"));
        to.accept("DELETE " + ALL + "/{probe}", world -> Ask.with("probe", probe(world)));
        to.accept("POST " + ALL + "/{probe}/run", world -> Ask.with("probe", probe(world)));
        for (String part : new String[] {"/executions", "/series", "/uptime"}) {
            to.accept("GET " + ALL + "/{probe}" + part, world -> Ask.with("probe", probe(world)));
        }
    }

    private static String body(RouteWorld world) {
        return "{\"name\": \"" + world.name() + "\", \"testId\": \"" + world.test() + "\", \"paused\": true, \"limits\": [{\"metric\": \"mos.avg\", \"warning\": 4}]}";
    }

    /** Paused: nobody but the asker executes it. */
    static String probe(RouteWorld world) {
        return world.post("/projects/" + RouteWorld.PROJECT + "/probes", body(world));
    }
}
