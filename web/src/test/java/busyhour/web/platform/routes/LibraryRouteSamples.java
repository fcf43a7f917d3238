package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

import busyhour.web.library.MediaStore;
import busyhour.web.library.TestMedia;
import busyhour.web.platform.TestPlatform;
import busyhour.web.store.PublicId;

/** Tests, registrars, accounts, media. */
public final class LibraryRouteSamples implements RouteSamples {

    private static final String ROOT = "/projects/" + RouteWorld.PROJECT;

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        String tests = "/projects/{project}/tests";
        to.accept("GET " + tests, world -> Ask.of());
        to.accept("POST " + tests, world -> Ask.of().body(TestPlatform.plan(1)));
        to.accept("POST " + tests + "/check", world -> Ask.of().body("registrars:\n  - stored: nowhere\n", "application/yaml"));
        to.accept("GET " + tests + "/{test}", world -> Ask.with("test", world.test()));
        to.accept("PUT " + tests + "/{test}", world -> Ask.with("test", world.test()).body(TestPlatform.plan(2)));
        to.accept("DELETE " + tests + "/{test}", world -> Ask.with("test", world.test()));
        to.accept("POST " + tests + "/{test}/clone", world -> Ask.with("test", world.test()).body("{\"name\": \"copy\"}"));

        String registrars = "/projects/{project}/registrars";
        to.accept("GET " + registrars, world -> Ask.of());
        to.accept("POST " + registrars, world -> Ask.of().body("{\"name\": \"" + world.name() + "\", \"domain\": \"10.0.0.5\"}"));
        to.accept("GET " + registrars + "/{registrar}", world -> Ask.with("registrar", registrar(world)));
        to.accept("PATCH " + registrars + "/{registrar}", world -> Ask.with("registrar", registrar(world)).body("{\"port\": 5070}"));
        to.accept("DELETE " + registrars + "/{registrar}", world -> Ask.with("registrar", registrar(world)));
        String accounts = registrars + "/{registrar}/accounts";
        to.accept("GET " + accounts, world -> Ask.with("registrar", registrar(world)));
        to.accept("POST " + accounts, world -> Ask.with("registrar", registrar(world)).body("{\"accounts\": [{\"username\": \"7\", \"password\": \"x\"}]}"));
        to.accept("POST " + accounts + "/import", world -> Ask.with("registrar", registrar(world)).body("8,secret\n9,secret,realm\n", "text/csv"));
        to.accept("GET " + accounts + "/export", world -> Ask.with("registrar", registrar(world)));
        to.accept("DELETE " + accounts + "/{account}", world -> {
            String registrar = registrar(world);
            String account = world.platform().get("/api/v1" + ROOT + "/registrars/" + registrar + "/accounts").data().get(0).path("id").asText();
            return Ask.with("registrar", registrar).and("account", world.made(account));
        });

        String media = "/projects/{project}/media";
        to.accept("GET " + media, world -> Ask.of());
        to.accept("POST " + media, world -> Ask.of().query("name=" + world.name().replace(" ", "%20")).body(TestMedia.smallWavAsText(), "application/octet-stream"));
        to.accept("GET " + media + "/{media}", world -> Ask.with("media", media(world)));
        to.accept("GET " + media + "/{media}/content", world -> Ask.with("media", media(world)));
        to.accept("DELETE " + media + "/{media}", world -> Ask.with("media", media(world)));
    }

    private static String registrar(RouteWorld world) {
        String id = world.post(ROOT + "/registrars", "{\"name\": \"" + world.name() + "\", \"domain\": \"10.0.0.5\"}");
        world.platform().post("/api/v1" + ROOT + "/registrars/" + id + "/accounts", "{\"accounts\": [{\"username\": \"100\", \"password\": \"geheim\"}]}");
        return id;
    }

    private static String media(RouteWorld world) {
        long project = PublicId.parse(world.projectId()).orElseThrow();
        return world.made(PublicId.text(new MediaStore(world.database()).add(project, world.name(), TestMedia.wav(8_000), new byte[32], TestMedia.FACTS).orElseThrow().id()));
    }
}
