package busyhour.web.platform.routes;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Gauges, caps and the planner. */
final class CapacitySamples implements RouteSamples {

    private static final String CALLS = "start,duration\n2026-10-05T09:30:00Z,182\n2026-10-05T09:31:00Z,60\n";

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /capacity", world -> Ask.of());
        to.accept("GET /capacity/history", world -> Ask.of().query("hours=48"));
        to.accept("GET /projects/{project}/capacity", world -> Ask.of());
        to.accept("GET /projects/{project}/capacity/history", world -> Ask.of().query("label=nightly"));
        String caps = "/projects/{project}/caps";
        to.accept("GET " + caps, world -> Ask.of());
        to.accept("POST " + caps, world -> Ask.of().body(cap(world)));
        to.accept("PUT " + caps + "/{cap}", world -> Ask.with("cap", world.post("/projects/" + RouteWorld.PROJECT + "/caps", cap(world))).body("{\"runs\": 900}"));
        to.accept("DELETE " + caps + "/{cap}", world -> Ask.with("cap", world.post("/projects/" + RouteWorld.PROJECT + "/caps", cap(world))));
        to.accept("GET /planner/settings", world -> Ask.of());
        to.accept("PUT /planner/settings", world -> Ask.of().body("{\"burst\": 1.25}"));
        to.accept("GET /planner/histories", world -> Ask.of());
        to.accept("POST /planner/histories", world -> Ask.of().query("name=calls.csv").body(CALLS, "text/csv"));
        to.accept("DELETE /planner/histories/{history}", world -> Ask.with("history", history(world)));
        to.accept("POST /planner/plan", world -> Ask.of().body("{\"history\": \"" + history(world) + "\", \"settings\": {\"growth\": 3}}"));
    }

    private static String cap(RouteWorld world) {
        return "{\"label\": \"" + world.name() + "\", \"endpoints\": 5000}";
    }

    /** One of its own, whatever other requests forget. */
    private static String history(RouteWorld world) {
        String name = (world.name() + Instant.now().toEpochMilli()).replace(' ', '-');
        return world.made(world.platform().send("POST", "/api/v1/planner/histories?name=" + name, CALLS, world.key(busyhour.web.access.Role.OWNER), "Content-Type", "text/csv")
                .data().path("id").asText());
    }
}
