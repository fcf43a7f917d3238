package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

/** Webhooks. Their name has no address (RFC 6761), so that nothing is sent. */
final class WebhookSamples implements RouteSamples {

    private static final String ALL = "/projects/{project}/webhooks";

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET " + ALL, world -> Ask.of());
        to.accept("POST " + ALL, world -> Ask.of().body(body(world)));
        to.accept("GET " + ALL + "/{webhook}", world -> Ask.with("webhook", webhook(world)));
        to.accept("PATCH " + ALL + "/{webhook}", world -> Ask.with("webhook", webhook(world)).body("{\"events\": [\"run.failed\"], \"paused\": true}"));
        to.accept("DELETE " + ALL + "/{webhook}", world -> Ask.with("webhook", webhook(world)));
        to.accept("POST " + ALL + "/{webhook}/secret", world -> Ask.with("webhook", webhook(world)));
        to.accept("POST " + ALL + "/{webhook}/test", world -> Ask.with("webhook", webhook(world)));
        to.accept("GET " + ALL + "/{webhook}/deliveries", world -> Ask.with("webhook", webhook(world)));
        to.accept("POST " + ALL + "/{webhook}/deliveries/{delivery}/retry", world -> {
            String webhook = webhook(world);
            return Ask.with("webhook", webhook).and("delivery", world.post("/projects/" + RouteWorld.PROJECT + "/webhooks/" + webhook + "/test", null));
        });
    }

    private static String body(RouteWorld world) {
        return "{\"name\": \"" + world.name() + "\", \"url\": \"https://name.invalid/hook\"}";
    }

    private static String webhook(RouteWorld world) {
        return world.post("/projects/" + RouteWorld.PROJECT + "/webhooks", body(world));
    }
}
