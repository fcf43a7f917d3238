package busyhour.web.platform.routes;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;

import busyhour.ipc.link.HostLoad;
import busyhour.ipc.link.LinkAgreement;
import busyhour.web.synthetic.SyntheticWorker;

/** Workers and their tokens. */
final class WorkerRouteSamples implements RouteSamples {

    private String connected;

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
        to.accept("POST /workers/{worker}/calibrate", world -> Ask.with("worker", connected(world)));
        to.accept("GET /worker-refusals", world -> Ask.of());
        to.accept("GET /worker-tokens", world -> Ask.of());
        to.accept("POST /worker-tokens", world -> Ask.of().body("{\"name\": \"" + world.name() + "\"}"));
        to.accept("DELETE /worker-tokens/{token}", world -> Ask.with("token", world.post("/worker-tokens", "{\"name\": \"" + world.name() + "\"}")));
    }

    /** One that is there and gets no run. */
    private String connected(RouteWorld world) {
        if (connected == null) {
            SyntheticWorker worker;
            try {
                worker = world.platform().connectWorker(world.name(), 1, 10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            worker.link().host(new HostLoad(0, 1, 0, 0, 0, 0, 0, "1"));
            connected = world.made(worker.name());
            for (int i = 0; i < 100 && world.platform().get("/api/v1/workers/" + connected).data().path("capacity").asInt(-1) != 0; i++) {
                LockSupport.parkNanos(50_000_000);
            }
        }
        return connected;
    }

    private static String worker(RouteWorld world) {
        return world.post("/workers", "{\"name\": \"" + world.name() + "\"}");
    }
}
