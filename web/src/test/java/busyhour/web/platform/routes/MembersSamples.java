package busyhour.web.platform.routes;

import java.util.function.BiConsumer;
import java.util.function.Function;

import busyhour.web.platform.TestPlatform.Reply;

/** Members, invitations, keys, projects, the organisation, the audit log. */
final class MembersSamples implements RouteSamples {

    private static final String PASSWORD = "correct horse";

    @Override
    public void describe(BiConsumer<String, Function<RouteWorld, Ask>> to) {
        to.accept("GET /me", world -> Ask.of());
        to.accept("PATCH /me", world -> Ask.of().body("{\"name\": \"x\"}").answers(409));
        to.accept("POST /me/organisation", world -> Ask.of().body("{\"organisation\": \"0000000000000\"}").answers(409));
        to.accept("GET /organisation", world -> Ask.of());
        to.accept("PATCH /organisation", world -> Ask.of().body("{\"name\": \"Busyhour\"}"));
        to.accept("DELETE /organisation", world -> Ask.of().as(world.accounts().createOrganisation(world.name(), "gone")));
        to.accept("POST /organisations", world -> Ask.of().body("{\"name\": \"" + world.name() + "\"}"));
        to.accept("POST /projects", world -> Ask.of().body("{\"name\": \"" + world.name() + "\"}"));
        to.accept("PATCH /projects/{project}", world -> Ask.with("project", project(world)).body("{\"name\": \"" + world.name() + "\"}"));
        to.accept("DELETE /projects/{project}", world -> Ask.with("project", project(world)));
        to.accept("GET /members", world -> Ask.of());
        to.accept("GET /members/{member}", world -> Ask.with("member", member(world)));
        to.accept("PATCH /members/{member}", world -> Ask.with("member", member(world)).body("{\"role\": \"EDITOR\", \"allProjects\": false,"
                + " \"projects\": [{\"project\": \"default\", \"role\": \"TESTER\"}]}"));
        to.accept("DELETE /members/{member}", world -> Ask.with("member", member(world)));
        to.accept("GET /invitations", world -> Ask.of());
        to.accept("POST /invitations", world -> Ask.of().body(invitation(world)));
        to.accept("DELETE /invitations/{invitation}", world -> Ask.with("invitation", world.post("/invitations", invitation(world))));
        to.accept("POST /invitations/look", world -> Ask.of().forAll().body("{\"token\": \"" + token(world) + "\"}"));
        to.accept("POST /invitations/accept", world -> Ask.of().forAll().body(acceptance(token(world))));
        to.accept("GET /api-keys", world -> Ask.of());
        to.accept("POST /api-keys", world -> Ask.of().body("{\"name\": \"" + world.name() + "\", \"role\": \"TESTER\", \"expiresAt\": \"2100-01-01T00:00:00Z\"}"));
        to.accept("DELETE /api-keys/{key}", world -> Ask.with("key", world.post("/api-keys", "{\"name\": \"" + world.name() + "\", \"role\": \"VIEWER\"}")));
        // the other organisation sees what it asked for itself, ids of ours in it: never by this actor
        to.accept("GET /audit", world -> Ask.of().query("actor=TESTER&refused=false"));
    }

    private static String project(RouteWorld world) {
        return world.post("/projects", "{\"name\": \"" + world.name() + "\"}");
    }

    private static String invitation(RouteWorld world) {
        return "{\"email\": \"" + world.name().replace(' ', '.') + "@example.org\", \"role\": \"VIEWER\"}";
    }

    private static String token(RouteWorld world) {
        return world.platform().post("/api/v1/invitations", invitation(world)).data().path("token").asText();
    }

    private static String acceptance(String token) {
        return "{\"token\": \"" + token + "\", \"name\": \"Ada\", \"password\": \"" + PASSWORD + "\"}";
    }

    private static String member(RouteWorld world) {
        Reply accepted = world.platform().send("POST", "/api/v1/invitations/accept", acceptance(token(world)), null);
        return world.made(accepted.data().path("id").asText());
    }
}
