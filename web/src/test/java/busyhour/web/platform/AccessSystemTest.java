package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.run.PlatformSettings;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what: sessions, roles in projects, invitations, keys, the audit log. */
class AccessSystemTest {

    private static final String PASSWORD = "correct horse";
    private static final String OWN_PAGE = "X-Busyhour";
    private static TestPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static String invite(String email, String rights) {
        Reply reply = platform.post("/api/v1/invitations", "{\"email\": \"" + email + "\", " + rights + "}");
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
        return reply.data().path("token").asText();
    }

    private static Reply accept(String token, String name, String password) {
        return platform.send("POST", "/api/v1/invitations/accept", "{\"token\": \"" + token + "\", \"name\": \"" + name + "\", \"password\": \"" + password + "\"}", null);
    }

    private static String cookie(Reply reply) {
        assertThat(reply.status()).as(reply.raw().body()).isIn(201, 204);
        return reply.raw().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static String join(String email, String rights) {
        return cookie(accept(invite(email, rights), email.split("@")[0], PASSWORD));
    }

    private static Reply by(String cookie, String method, String path, String body) {
        return platform.send(method, path, body, null, "Cookie", cookie, OWN_PAGE, "1", "Content-Type", "application/json");
    }

    private static Reply signIn(String email, String password) {
        return platform.send("POST", "/session", "{\"email\": \"" + email + "\", \"password\": \"" + password + "\"}", null);
    }

    private static void expect(Reply reply, int status) {
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
    }

    @Test
    void shouldShowAMemberOnlyTheirProjectsEachWithItsRole() {
        expect(platform.post("/api/v1/projects", "{\"name\": \"Hidden\"}"), 201);
        expect(platform.post("/api/v1/projects", "{\"name\": \"Seen only\", \"slug\": \"seen\"}"), 201);
        String member = join("scoped@example.org", "\"role\": \"VIEWER\", \"projects\": [{\"project\": \"default\", \"role\": \"EDITOR\"}, {\"project\": \"seen\"}]");
        assertThat(by(member, "GET", "/api/v1/projects", null).data().findValuesAsText("slug")).containsExactly("default", "seen");
        expect(by(member, "POST", "/api/v1/projects/default/tests", TestPlatform.plan(1)), 201);
        expect(by(member, "POST", "/api/v1/projects/seen/tests", TestPlatform.plan(1)), 403);
        expect(by(member, "GET", "/api/v1/projects/seen/tests", null), 200);
        expect(by(member, "GET", "/api/v1/projects/hidden/tests", null), 404);
        expect(by(member, "GET", "/projects/hidden/tests", null), 404);
        expect(by(member, "POST", "/api/v1/api-keys", "{\"name\": \"k\"}"), 403);
        assertThat(by(member, "GET", "/api/v1/me", null).data().at("/projects/0/role").asText()).isEqualTo("EDITOR");
    }

    @Test
    void shouldCutAKeyDownWithItsCreator() throws Exception {
        String editor = join("maker@example.org", "\"role\": \"EDITOR\"");
        Reply made = by(editor, "POST", "/api/v1/api-keys", "{\"name\": \"ci\"}");
        expect(made, 201);
        expect(by(editor, "POST", "/api/v1/api-keys", "{\"name\": \"ci\", \"role\": \"ADMIN\"}"), 422);
        String key = made.data().path("key").asText();
        expect(platform.send("POST", "/api/v1/projects/default/tests", TestPlatform.plan(1), key), 201);
        assertThat(by(editor, "GET", "/api/v1/api-keys", null).data()).as("only one's own").hasSize(1);
        JsonNode member = memberOf("maker@example.org");
        expect(platform.send("PATCH", "/api/v1/members/" + member.path("id").asText(), "{\"role\": \"TESTER\"}", platform.apiKey), 200);
        expect(platform.send("POST", "/api/v1/projects/default/tests", TestPlatform.plan(1), key), 403);
        expect(platform.send("GET", "/api/v1/projects/default/tests", null, key), 200);
        expect(platform.send("DELETE", "/api/v1/members/" + member.path("id").asText(), null, platform.apiKey), 204);
        expect(platform.send("GET", "/api/v1/projects", null, key), 401);
        expect(by(editor, "GET", "/api/v1/projects", null), 401);
        expect(signIn("maker@example.org", PASSWORD), 401);
        String expired = platform.post("/api/v1/api-keys", "{\"name\": \"old\", \"expiresAt\": \"" + java.time.Instant.now().plusMillis(1_500) + "\"}").data().path("key").asText();
        expect(platform.send("GET", "/api/v1/projects", null, expired), 200);
        expectSoon(expired, 401);
    }

    private static void expectSoon(String key, int status) throws InterruptedException {
        long endNs = System.nanoTime() + 10_000_000_000L;
        while (platform.send("GET", "/api/v1/me", null, key).status() != status) {
            assertThat(System.nanoTime()).as("the key ends").isLessThan(endNs);
            Thread.sleep(100);
        }
    }

    private static JsonNode memberOf(String email) {
        for (JsonNode member : platform.get("/api/v1/members").data()) {
            if (member.path("email").asText().equals(email)) {
                return member;
            }
        }
        throw new AssertionError(email + " is no member");
    }

    @Test
    void shouldInviteOnceAndNotTwice() {
        String first = invite("guest@example.org", "\"role\": \"VIEWER\"");
        String second = invite("guest@example.org", "\"role\": \"TESTER\"");
        expect(platform.send("POST", "/api/v1/invitations/look", "{\"token\": \"" + first + "\"}", null), 404);
        Reply look = platform.send("POST", "/api/v1/invitations/look", "{\"token\": \"" + second + "\"}", null);
        assertThat(look.data().path("role").asText()).isEqualTo("TESTER");
        assertThat(look.data().path("known").asBoolean()).isFalse();
        expect(accept(second, "Guest", "short"), 422);
        expect(accept(second, "Guest", PASSWORD), 201);
        expect(accept(second, "Guest", PASSWORD), 404);
        String third = invite("Guest@Example.org", "\"role\": \"TESTER\"");
        expect(accept(third, "Guest", "another password"), 422);
        expect(accept(third, "Guest", PASSWORD), 409);
        Reply fourth = platform.post("/api/v1/invitations", "{\"email\": \"x@example.org\", \"role\": \"VIEWER\", \"colour\": 1}");
        expect(fourth, 422);
        assertThat(fourth.json().at("/error/faults/0").asText()).startsWith("colour: found an unknown key, expected one of ");
        Reply revoked = platform.post("/api/v1/invitations", "{\"email\": \"y@example.org\", \"role\": \"VIEWER\"}");
        expect(platform.send("DELETE", "/api/v1/invitations/" + revoked.data().path("id").asText(), null, platform.apiKey), 204);
        expect(accept(revoked.data().path("token").asText(), "Y", PASSWORD), 404);
    }

    @Test
    void shouldLetOnlyOwnersMakeOwnersAndKeepOne() {
        String admin = join("admin@example.org", "\"role\": \"ADMIN\"");
        expect(by(admin, "POST", "/api/v1/invitations", "{\"email\": \"boss@example.org\", \"role\": \"OWNER\"}"), 403);
        String owner = join("boss@example.org", "\"role\": \"OWNER\"");
        String id = "/api/v1/members/" + memberOf("boss@example.org").path("id").asText();
        expect(by(admin, "PATCH", id, "{\"role\": \"VIEWER\"}"), 403);
        expect(by(admin, "DELETE", id, null), 403);
        expect(by(owner, "PATCH", id, "{\"role\": \"VIEWER\"}"), 409);
        expect(by(owner, "DELETE", id, null), 409);
        expect(by(admin, "DELETE", "/api/v1/organisation", null), 403);
    }

    @Test
    void shouldKeepSessionsOverAStartAndEndThemWithThePassword() throws Exception {
        String first = join("stay@example.org", "\"role\": \"VIEWER\"");
        String second = cookie(signIn("Stay@Example.org ", PASSWORD));
        try (PlatformServer other = PlatformServer.start(new PlatformSettings(java.nio.file.Path.of("target/unused"), "127.0.0.1", 0, false), platform.databaseUrl)) {
            HttpRequest me = HttpRequest.newBuilder(other.localAddress().resolve("/api/v1/me"))
                    .header("Cookie", "busyhour_" + other.port() + "=" + second.split("=")[1]).build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(me, HttpResponse.BodyHandlers.ofString()).statusCode()).as("another process knows the session").isEqualTo(200);
            }
        }
        expect(by(second, "PATCH", "/api/v1/me", "{\"oldPassword\": \"wrong\", \"password\": \"something new\"}"), 422);
        expect(by(second, "PATCH", "/api/v1/me", "{\"oldPassword\": \"" + PASSWORD + "\", \"password\": \"something new\"}"), 200);
        expect(by(first, "GET", "/api/v1/me", null), 401);
        expect(by(second, "GET", "/api/v1/me", null), 200);
        expect(signIn("stay@example.org", PASSWORD), 401);
        String third = cookie(signIn("stay@example.org", "something new"));
        expect(platform.send("POST", "/session/end", null, null, "Cookie", third), 204);
        expect(by(third, "GET", "/api/v1/me", null), 401);
        List<String> stored = platform.rows("SELECT password FROM users WHERE email = 'stay@example.org'");
        assertThat(stored).singleElement().asString().startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void shouldTakeChangesOnlyFromOwnPages() {
        String cookie = join("page@example.org", "\"role\": \"EDITOR\"");
        String path = "/api/v1/projects/default/tests";
        expect(platform.send("POST", path, TestPlatform.plan(1), null, "Cookie", cookie), 403);
        expect(platform.send("POST", path, TestPlatform.plan(1), null, "Cookie", cookie, OWN_PAGE, "1", "Origin", "https://evil.example"), 403);
        expect(platform.send("POST", path, TestPlatform.plan(1), null, "Cookie", cookie, OWN_PAGE, "1", "Sec-Fetch-Site", "cross-site"), 403);
        expect(platform.send("GET", path, null, null, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"), 403);
        expect(platform.send("POST", path, TestPlatform.plan(1), null, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"), 201);
        expect(platform.send("POST", path, TestPlatform.plan(1), null, "Cookie", cookie, OWN_PAGE, "1", "Origin", "http://127.0.0.1:" + platform.port()), 201);
        expect(platform.send("POST", "/session", "{\"key\": \"" + platform.apiKey + "\"}", null, "Origin", "https://evil.example"), 403);
    }

    @Test
    void shouldWriteDownWhoDidWhatAndWhatWasRefused() {
        String viewer = join("watched@example.org", "\"role\": \"VIEWER\"");
        expect(by(viewer, "POST", "/api/v1/projects", "{\"name\": \"x\"}"), 403);
        expect(signIn("watched@example.org", "wrong password"), 401);
        JsonNode all = platform.get("/api/v1/audit?actor=watched").data();
        assertThat(all.findValuesAsText("action")).containsExactly("Sign in", "Make a project", "Accept an invitation");
        assertThat(all.findValuesAsText("status")).containsExactly("401", "403", "201");
        assertThat(platform.get("/api/v1/audit?refused=true&actor=watched").data()).hasSize(2);
        assertThat(platform.get("/api/v1/audit?action=%25&actor=watched").data()).as("a percent sign is no joker").isEmpty();
        expect(platform.get("/api/v1/audit?from=yesterday"), 400);
        assertThat(platform.get("/api/v1/audit").raw().body()).doesNotContain(platform.apiKey, PASSWORD);
    }

    @Test
    void shouldHoldUpGuessersOfPasswords() {
        Reply last = null;
        for (int i = 0; i < 12; i++) {
            last = platform.send("POST", "/session", "{\"email\": \"victim@example.org\", \"password\": \"guess" + i + "\"}", null);
        }
        expect(last, 429);
        assertThat(last.raw().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void shouldDeleteAProjectWithAllInItButNotWhileSomethingRuns() throws Exception {
        String id = platform.post("/api/v1/projects", "{\"name\": \"Short lived\"}").data().path("id").asText();
        expect(platform.post("/api/v1/projects", "{\"name\": \"Short lived\"}"), 409);
        expect(platform.post("/api/v1/projects", "{\"name\": \"Short\", \"slug\": \"No Slug\"}"), 422);
        expect(platform.post("/api/v1/projects/short-lived/tests", TestPlatform.plan(1)), 201);
        expect(platform.send("PATCH", "/api/v1/projects/" + id, "{\"slug\": \"brief\"}", platform.apiKey), 200);
        platform.rows("INSERT INTO runs (id, project_id, name, status, plan, planned, day, instance) SELECT 77, id, 'r', 'RUNNING', '{}', 1, current_date, 0"
                + " FROM projects WHERE slug = 'brief' RETURNING name");
        expect(platform.send("DELETE", "/api/v1/projects/brief", null, platform.apiKey), 409);
        platform.rows("UPDATE runs SET ended_at = now() WHERE id = 77 RETURNING name");
        expect(platform.send("DELETE", "/api/v1/projects/brief", null, platform.apiKey), 204);
        expect(platform.get("/api/v1/projects/" + id), 404);
        assertThat(platform.rows("SELECT name FROM runs WHERE id = 77")).isEmpty();
    }
}
