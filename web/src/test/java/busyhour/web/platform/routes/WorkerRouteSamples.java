package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

import busyhour.ipc.link.LinkAgreement;

/** Workers and their tokens. */
final class WorkerRouteSamples implements RouteSamples {

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /workers", world -> Ask.of());
        to.accept("POST /workers", world -> Ask.of().body("{\"name\": \"" + world.name() + "\", \"region\": \"eu\", \"capacity\": 300}"));
        to.accept("POST /workers/connect", world -> Ask.of().as(world.platform().workerToken())
                .body("{\"name\": \"walker\", \"key\": \"" + new LinkAgreement().publicKey() + "\"}"));
        to.accept("GET /workers/{worker}", world -> Ask.with("worker", worker(world)));
        to.accept("PATCH /workers/{worker}", world -> Ask.with("worker", worker(world)).body("{\"capacity\": 0}"));
        to.accept("DELETE /workers/{worker}", world -> Ask.with("worker", worker(world)));
        for (String verb : new String[] {"drain", "resume", "rotate"}) {
            to.accept("POST /workers/{worker}/" + verb, world -> Ask.with("worker", worker(world)));
        }
        to.accept("GET /worker-refusals", world -> Ask.of());
        to.accept("GET /worker-tokens", world -> Ask.of());
        to.accept("POST /worker-tokens", world -> Ask.of().body("{\"name\": \"" + world.name() + "\"}"));
        to.accept("DELETE /worker-tokens/{token}", world -> Ask.with("token", world.post("/worker-tokens", "{\"name\": \"" + world.name() + "\"}")));
    }

    private static String worker(RouteWorld world) {
        return world.post("/workers", "{\"name\": \"" + world.name() + "\"}");
    }
}
