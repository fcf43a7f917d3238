package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Runs beside each other, once more, and as files. */
final class ResultSamples implements RouteSamples {

    private static String another;

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /projects/{project}/compare", world -> Ask.of().query("runs=" + world.run() + "," + another(world)));
        to.accept("POST /projects/{project}/test-runs/{run}/repeat", world -> Ask.with("run", world.run()));
        to.accept("GET /projects/{project}/test-runs/{run}/export", world -> Ask.with("run", world.run()).query("format=csv"));
    }

    /** A second run with a result, that of the first. */
    private static synchronized String another(RouteWorld world) {
        if (another == null) {
            another = busyhour.web.store.PublicId.text(5);
            world.database().jdbi().useHandle(handle -> handle.execute("INSERT INTO runs (id, project_id, test_id, name, status, plan, planned, day, instance, exit_code, result)"
                    + " SELECT 5, project_id, test_id, name, status, plan, planned, day, instance, exit_code, result FROM runs WHERE result IS NOT NULL LIMIT 1"));
        }
        return another;
    }
}
