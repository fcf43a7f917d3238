package busyhour.web.platform.routes;

import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;

import busyhour.ipc.licence.Licence;
import busyhour.ipc.licence.LicenceKey;
import busyhour.ipc.licence.LicenceTier;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Licences of workers, signed by a vendor of the test's own. */
final class LicenceSamples implements RouteSamples {

    private final LicenceKey vendor = LicenceKey.create();

    LicenceSamples() {
        System.setProperty("busyhour.licence.keys", vendor.publicText()); // before the platform starts
    }

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /licences", world -> Ask.of());
        String path = "/workers/{worker}/licence";
        to.accept("GET " + path, world -> Ask.with("worker", worker(world)));
        to.accept("PUT " + path, world -> Ask.with("worker", worker(world)).body(body(worker(world))));
        to.accept("DELETE " + path, world -> {
            world.platform().send("PUT", "/api/v1/workers/" + worker(world) + "/licence", body(worker(world)), world.platform().apiKey());
            return Ask.with("worker", worker(world));
        });
    }

    private static String worker(RouteWorld world) {
        return world.made(world.platform().get("/api/v1/workers").data().get(0).path("id").asText());
    }

    private String body(String worker) {
        Instant now = Instant.now();
        String file = vendor.sign(new Licence("1", LicenceTier.ENTERPRISE, worker, RouteWorld.MARK, now, now.plusSeconds(3_600)));
        return JsonNodeFactory.instance.objectNode().put("licence", file).toString();
    }
}
