package busyhour.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import busyhour.ipc.plan.Assignment.Account;
import busyhour.web.access.Accounts;
import busyhour.web.access.Accounts.Project;
import busyhour.web.library.Lease;
import busyhour.web.library.PlanLibrary;
import busyhour.web.library.ResolvedPlan;
import busyhour.web.library.TestMedia;
import busyhour.web.plan.Plan;
import busyhour.web.platform.TestPlatform.Reply;
import busyhour.web.store.Database;
import busyhour.web.store.Processes;
import busyhour.web.store.PublicId;
import busyhour.web.store.Runs;
import busyhour.web.store.TestDatabase;
import busyhour.web.store.Tests;
import busyhour.web.store.Vault;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Registrars, accounts, media and tests of a project, from REST to what a worker would get. */
class LibrarySystemTest {

    private static final String ROOT = "/api/v1/projects/default";
    private static TestPlatform platform;
    private static Database database;
    private static final int INSTANCE = 4_711;
    private static Processes instance;
    private static PlanLibrary library;
    private static Project project;

    @BeforeAll
    static void start() throws Exception {
        platform = new TestPlatform();
        database = Database.at(platform.databaseUrl);
        instance = new Processes(database, INSTANCE, System::currentTimeMillis); // of runs made here: nobody takes them for abandoned
        library = new PlanLibrary(database, Vault.open(platform.directory, null));
        Accounts accounts = new Accounts(database);
        project = accounts.projects(accounts.firstOrganisation()).getFirst();
    }

    @AfterAll
    static void stop() {
        instance.close();
        database.close();
        platform.close();
    }

    @Test
    void shouldDealAccountsToOneRunAtATime() throws Exception {
        String registrar = registrar("pbx", 5);
        Reply test = yaml("POST", ROOT + "/tests", plan("pbx", 2));
        assertThat(test.status()).as(test.raw().body()).isEqualTo(201);
        Tests.Test stored = new Tests(database).byId(project.id(), PublicId.parse(test.data().path("id").asText()).orElseThrow()).orElseThrow();
        ResolvedPlan plan = library.resolve(project, stored.plan());
        assertThat(plan.plan().groups()).allSatisfy(group -> assertThat(group.accounts()).extracting(Account::password).containsOnly(""));

        long first = run(1);
        long second = run(2);
        Lease lease = library.lease(first, plan.plan());
        assertThat(lease.complete()).isTrue();
        assertThat(lease.plan().groups().stream().flatMap(group -> group.accounts().stream()).map(account -> account.username() + "," + account.password()))
                .containsExactly("100,secret-100", "101,secret-101", "102,secret-102", "103,secret-103");
        assertThat(library.lease(first, plan.plan()).plan().groups()).as("asked again").isEqualTo(lease.plan().groups());
        Lease short2 = library.lease(second, plan.plan());
        assertThat(short2.complete()).isFalse();
        assertThat(short2.reason()).isEqualTo("registrar pbx: needs 4 accounts; free: 1 of 5");
        assertThat(platform.get(ROOT + "/registrars/" + registrar).data().path("accountsInUse").asInt()).isEqualTo(4);
        assertThat(platform.send("DELETE", ROOT + "/registrars/" + registrar, null, platform.apiKey).status()).isEqualTo(409);

        new Runs(database).end(first, "COMPLETED", null, 0, null);
        assertThat(library.lease(second, plan.plan()).complete()).as("whoever forgets to give back loses it with the run's end").isTrue();
        library.release(second);
        assertThat(library.lease(run(3), plan.plan()).complete()).isTrue();
    }

    @Test
    void shouldNeverDealAnAccountTwiceWhenRunsBeginAtOnce() throws Exception {
        registrar("shared", 5);
        Plan plan = library.check(project, plan("shared", 1).getBytes(java.nio.charset.StandardCharsets.UTF_8), true, java.util.Map.of()).plan();
        List<Lease> leases = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Lease>> asked = new ArrayList<>();
            for (int i = 10; i < 22; i++) {
                long run = run(i);
                asked.add(threads.submit(() -> library.lease(run, plan)));
            }
            for (Future<Lease> each : asked) {
                leases.add(each.get());
            }
        }
        assertThat(leases.stream().filter(Lease::complete).flatMap(lease -> lease.plan().groups().stream()).flatMap(group -> group.accounts().stream())
                .map(Account::username)).as("two accounts each, of five").doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void shouldSayWhichAccountsAreMissing() {
        registrar("small", 3);
        Reply test = yaml("POST", ROOT + "/tests", plan("small", 2));
        assertThat(test.status()).isEqualTo(201);
        assertThat(test.json().at("/meta/warnings/0").asText()).contains("registrars[0].stored: it has 3 accounts and 4 endpoints register here (1 short)");
        JsonNode check = yaml("POST", ROOT + "/tests/check", plan("small", 2)).data();
        assertThat(check.at("/summary/accounts/0").toString()).isEqualTo("{\"registrar\":\"small\",\"needed\":4,\"free\":3,\"total\":3}");
        assertThat(check.at("/warnings/0/line").asInt()).isEqualTo(3);
        assertThat(check.at("/plan/groups/0/name").asText()).isEqualTo("agents");
    }

    @Test
    void shouldNameThePlaceOfEveryFault() {
        JsonNode check = yaml("POST", ROOT + "/tests/check", plan("nowhere", 2).replace("PCMU", "SPEEX")).data();
        assertThat(check.path("valid").asBoolean()).isFalse();
        assertThat(check.path("faults")).anySatisfy(fault -> {
            assertThat(fault.path("line").asInt()).isEqualTo(3);
            assertThat(fault.path("field").asText()).isEqualTo("registrars[0].stored");
            assertThat(fault.path("found").asText()).contains("no registrar of that name");
        }).anySatisfy(fault -> assertThat(fault.path("found").asText()).contains("SPEEX"));
        assertThat(yaml("POST", ROOT + "/tests/check", "groups: [").data().path("plan").isNull()).isTrue();
    }

    @Test
    void shouldKeepSecretsOfAPlanSealedAndUnshown() throws Exception {
        String plan = """
                # our PBX
                name: sealed
                registrars:
                  - name: pbx
                    domain: 10.0.0.5
                    accounts:
                      - 100,geheim-1   # first
                      - { username: "101", password: geheim-2 }
                groups:
                  - { name: agents, endpoints: 1, registrar: pbx, callee: receive-external }
                  - { name: callers, endpoints: 1, registrar: pbx, callee: { group: agents } }
                """;
        Reply made = yaml("POST", ROOT + "/tests", plan);
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(made.raw().body()).doesNotContain("geheim").contains("# our PBX");
        String id = made.data().path("id").asText();
        assertThat(TestDatabase.one(database, String.class, "SELECT plan || source FROM tests WHERE name = 'sealed'")).doesNotContain("geheim").contains("sealed:");

        String source = made.data().path("source").asText();
        Reply changed = yaml("PUT", ROOT + "/tests/" + id, source.replace("name: sealed", "name: renamed").replace("\"…\"", "geheim-3"));
        assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
        Tests.Test stored = new Tests(database).byId(project.id(), PublicId.parse(id).orElseThrow()).orElseThrow();
        assertThat(library.resolve(project, stored.plan()).plan().groups().stream().flatMap(group -> group.accounts().stream()).map(Account::password))
                .as("one kept, one new").containsExactly("geheim-1", "geheim-3");
        Reply copy = platform.post(ROOT + "/tests/" + id + "/clone", null);
        assertThat(copy.data().path("name").asText()).isEqualTo("renamed (copy)");
        assertThat(copy.data().path("source").asText()).contains("# our PBX", "name: \"renamed (copy)\"");
        Reply stranger = yaml("POST", ROOT + "/tests", source);
        assertThat(stranger.status()).as("hidden secrets of nobody").isEqualTo(422);
        assertThat(stranger.json().at("/error/faults/0").asText()).contains("none is kept here");
    }

    @Test
    void shouldSealPlansOfOlderVersionsOnce() throws Exception {
        database.jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM settings WHERE name = 'plans-sealed'");
            handle.execute("INSERT INTO tests (id, project_id, name, plan) VALUES (77, ?, 'old', ?)", project.id(),
                    TestPlatform.plan(1).replace("\"builtin\"", "[\"7,geheim-7\", \"8,geheim-8\"], \"domain\": \"10.0.0.5\""));
        });
        PlanLibrary again = new PlanLibrary(database, Vault.open(platform.directory, null));
        Tests.Test old = new Tests(database).byId(project.id(), 77).orElseThrow();
        assertThat(old.plan()).doesNotContain("geheim");
        assertThat(again.resolve(project, old.plan()).plan().groups().getFirst().accounts().getFirst().password()).isEqualTo("geheim-7");
    }

    @Test
    void shouldGiveMediaOfTheLibraryToTheWorker() throws Exception {
        byte[] wav = TestMedia.wav(16_000);
        HttpResponse<byte[]> added = upload("prompt.wav", wav);
        assertThat(added.statusCode()).as(new String(added.body())).isEqualTo(201);
        JsonNode file = TestPlatform.JSON.readTree(added.body()).path("data");
        assertThat(file.path("durationMs").asLong()).isEqualTo(2_000);
        assertThat(file.path("audioCodec").asText()).isEqualTo("pcm_s16le");
        assertThat(file.path("levelDbfs").asDouble()).isBetween(-9.2, -8.8);
        assertThat(file.path("peakDbfs").asDouble()).isBetween(-6.1, -5.9);
        assertThat(upload("prompt.wav", wav).statusCode()).isEqualTo(409);
        assertThat(upload("bad.wav", "no media at all".getBytes()).statusCode()).isEqualTo(422);
        HttpResponse<byte[]> large = upload("large.wav", TestMedia.wav(2_000_000));
        assertThat(large.statusCode()).as("beyond what other bodies may have").isEqualTo(201);
        assertThat(TestPlatform.JSON.readTree(large.body()).at("/data/durationMs").asLong()).isEqualTo(250_000);
        HttpResponse<byte[]> part = content(file.path("id").asText(), "bytes=44-1043");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(wav, 44, 1_044));
        assertThat(content(file.path("id").asText(), "bytes=-4").body()).hasSize(4);
        assertThat(content(file.path("id").asText(), "").body()).isEqualTo(wav);

        registrar("for media", 4);
        String plan = plan("for media", 2).replace("codecs: [PCMU]", "codecs: [PCMU]\nmedia: { audio: [prompt.wav, \"library:prompt.wav\"] }");
        Reply test = yaml("POST", ROOT + "/tests", plan);
        assertThat(test.status()).as(test.raw().body()).isEqualTo(201);
        Tests.Test stored = new Tests(database).byId(project.id(), PublicId.parse(test.data().path("id").asText()).orElseThrow()).orElseThrow();
        assertThat(library.resolve(project, stored.plan()).plan().files()).containsOnlyKeys("prompt.wav", "library:prompt.wav").allSatisfy((name, bytes) ->
                assertThat(bytes).isEqualTo(wav));
        Reply refused = platform.send("DELETE", ROOT + "/media/" + file.path("id").asText(), null, platform.apiKey);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/error/message").asText()).contains("library test");
        JsonNode video = yaml("POST", ROOT + "/tests/check", plan.replace("codecs:", "video: { file: prompt.wav }\ncodecs:")).data();
        assertThat(video.at("/faults/0/found").asText()).contains("without video");
        assertThat(yaml("POST", ROOT + "/tests/check", plan.replace("prompt.wav", "other.wav")).data().at("/faults/0/found").asText()).contains("media library");
        platform.send("DELETE", ROOT + "/tests/" + test.data().path("id").asText(), null, platform.apiKey);
        assertThat(platform.send("DELETE", ROOT + "/media/" + file.path("id").asText(), null, platform.apiKey).status()).isEqualTo(204);
    }

    @Test
    void shouldTakeManyAccountsAsCsvAndNeverShowAPassword() {
        String id = registrar("csv", 0);
        String accounts = ROOT + "/registrars/" + id + "/accounts";
        Reply added = csv(accounts + "/import", "username,password,realm\n1,\"a,b\"\n2,pw2,example.org\n");
        assertThat(added.data().toString()).isEqualTo("{\"added\":2,\"changed\":0,\"unchanged\":0,\"removed\":0}");
        assertThat(csv(accounts + "/import?replace=true", "1,other\n3,pw3\n").data().toString()).isEqualTo("{\"added\":1,\"changed\":1,\"unchanged\":0,\"removed\":1}");
        Reply wrong = csv(accounts + "/import", "4,geheim,x,y\n@,geheim\n");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.raw().body()).contains("line 1: found 4 values", "line 2: found the user name '@'").doesNotContain("geheim");
        assertThat(platform.get(accounts + "/export").raw().body()).isEqualTo("username,realm\n1,\n3,\n");
        assertThat(platform.get(accounts).data()).extracting(each -> each.path("username").asText()).containsExactly("1", "3");
        assertThat(platform.get(accounts).raw().body()).doesNotContain("other", "pw3");
    }

    @Test
    void shouldRefuseARegistrarThatNoPlanCouldUse() {
        Reply reply = platform.post(ROOT + "/registrars", """
                {"name": "bad", "domain": "not a host", "transport": "UDP", "outboundProxy": "nonsense", "tls": {"verification": "CUSTOM"}, "colour": "red"}""");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/error/faults/0").asText()).startsWith("colour: found an unknown key");
        Reply again = platform.post(ROOT + "/registrars", """
                {"name": "bad", "domain": "not a host", "transport": "TLS", "outboundProxy": "nonsense", "tls": {"verification": "CUSTOM", "key": "geheim"}}""");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.raw().body()).contains("\"domain: found", "\"outboundProxy: found", "\"tls.ca: found nothing", "\"tls.key: found").doesNotContain("geheim");
        String id = registrar("named", 1);
        assertThat(platform.send("PATCH", ROOT + "/registrars/" + id, "{\"port\": 5070, \"outboundProxy\": \"sip:10.0.0.7\"}", platform.apiKey).data().path("port").asInt())
                .isEqualTo(5070);
        assertThat(platform.send("PATCH", ROOT + "/registrars/" + id, "{\"port\": null}", platform.apiKey).data().path("port").isNull()).isTrue();
        yaml("POST", ROOT + "/tests", plan("named", 1));
        Reply renamed = platform.send("PATCH", ROOT + "/registrars/" + id, "{\"name\": \"other\"}", platform.apiKey);
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(renamed.json().at("/error/message").asText()).contains("library test");
        assertThat(platform.post(ROOT + "/registrars", "{\"name\": \"own\", \"kind\": \"BUILTIN\"}").status()).isEqualTo(201);
        assertThat(yaml("POST", ROOT + "/tests/check", plan("own", 300)).data().path("valid").asBoolean()).isTrue();
    }

    private static String registrar(String name, int accounts) {
        Reply reply = platform.post(ROOT + "/registrars", "{\"name\": \"" + name + "\", \"domain\": \"10.0.0.5\"}");
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
        String id = reply.data().path("id").asText();
        StringBuilder lines = new StringBuilder();
        for (int i = 100; i < 100 + accounts; i++) {
            lines.append(i).append(",secret-").append(i).append('\n');
        }
        if (accounts > 0) {
            assertThat(csv(ROOT + "/registrars/" + id + "/accounts/import", lines.toString()).status()).isEqualTo(200);
        }
        return id;
    }

    private static String plan(String registrar, int pairs) {
        return """
                name: library test
                registrars:
                  - stored: %s
                labels: [nightly]
                codecs: [PCMU]
                groups:
                  - { name: agents, endpoints: %d, registrar: %1$s, callee: receive-external }
                  - { name: callers, endpoints: %2$d, registrar: %1$s, callee: { group: agents } }
                """.formatted(registrar, pairs);
    }

    private static long run(int number) {
        long id = 9_000 + number;
        instance.beat();
        new Runs(database).add(id, project.id(), null, "r" + number, "{}", 4, INSTANCE);
        return id;
    }

    private static Reply yaml(String method, String path, String text) {
        return platform.send(method, path, text, platform.apiKey, "Content-Type", "application/yaml");
    }

    private static Reply csv(String path, String text) {
        return platform.send("POST", path, text, platform.apiKey, "Content-Type", "text/csv");
    }

    private static HttpResponse<byte[]> upload(String name, byte[] content) throws Exception {
        return ask(HttpRequest.newBuilder(uri("/media?name=" + name)).POST(HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    private static HttpResponse<byte[]> content(String id, String range) throws Exception {
        return ask(HttpRequest.newBuilder(uri("/media/" + id + "/content")).header("Range", range));
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + platform.server.port() + ROOT + path);
    }

    private static HttpResponse<byte[]> ask(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.header("Authorization", "Bearer " + platform.apiKey).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
