package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Status pages. */
final class StatusSamples implements RouteSamples {

    private static final String ALL = "/projects/{project}/status-pages";

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET " + ALL, world -> Ask.of());
        to.accept("POST " + ALL, world -> Ask.of().body(body(world)));
        to.accept("GET " + ALL + "/{page}", world -> Ask.with("page", page(world)));
        to.accept("PATCH " + ALL + "/{page}", world -> Ask.with("page", page(world)).body("{\"colour\": \"#aa3300\", \"components\": [{\"probeId\": \""
                + ProbeSamples.probe(world) + "\", \"name\": \"Calls\"}]}"));
        to.accept("DELETE " + ALL + "/{page}", world -> Ask.with("page", page(world)));
        to.accept("GET " + ALL + "/{page}/incidents", world -> Ask.with("page", page(world)));
        to.accept("POST " + ALL + "/{page}/incidents", world -> Ask.with("page", page(world)).body("{\"title\": \"" + world.name() + "\", \"text\": \"We look into it.\"}"));
        to.accept("PATCH " + ALL + "/{page}/incidents/{incident}", world -> incident(world).body("{\"state\": \"RESOLVED\", \"text\": \"Over.\"}"));
        to.accept("DELETE " + ALL + "/{page}/incidents/{incident}", StatusSamples::incident);
        to.accept("GET /status/{slug}", world -> {
            String name = world.name();
            world.post("/projects/" + RouteWorld.PROJECT + "/status-pages", "{\"name\": \"" + name + "\"}");
            return Ask.with("slug", name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-')).forAll();
        });
    }

    private static String body(RouteWorld world) {
        return "{\"name\": \"" + world.name() + "\", \"components\": [{\"probeId\": \"" + ProbeSamples.probe(world) + "\"}]}";
    }

    private static String page(RouteWorld world) {
        return world.post("/projects/" + RouteWorld.PROJECT + "/status-pages", body(world));
    }

    private static Ask incident(RouteWorld world) {
        String page = page(world);
        String incident = world.post("/projects/" + RouteWorld.PROJECT + "/status-pages/" + page + "/incidents", "{\"title\": \"" + world.name() + "\"}");
        return Ask.with("page", page).and("incident", incident);
    }
}
