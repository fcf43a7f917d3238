package busyhour.web.platform.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import busyhour.web.access.Role;
import busyhour.web.platform.JsonSchema;
import busyhour.web.platform.TestPlatform.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route of the OpenAPI document: asked as described, by each lower role, and by another organisation. */
class RoutesSystemTest {

    private static final Map<String, Function<RouteWorld, Ask>> SAMPLES = RouteSamples.all();
    private static RouteWorld world;
    private static JsonNode document;
    /** "METHOD path" to its operation. */
    private static final Map<String, JsonNode> OPERATIONS = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        world = new RouteWorld();
        document = world.platform().send("GET", "/api/v1/openapi.json", null, null).json();
        document.path("paths").properties().forEach(path -> path.getValue().properties()
                .forEach(operation -> OPERATIONS.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue())));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void shouldBeAValidOpenApiDocument() throws Exception {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        try (InputStream in = RoutesSystemTest.class.getResourceAsStream("openapi-3.1.schema.json")) {
            Schema schema = registry.getSchema(in, InputFormat.JSON);
            assertThat(schema.validate(document)).isEmpty();
            assertThat(schema.validate(document.toString().replace("\"3.1.0\"", "\"2.0\""), InputFormat.JSON)).as("the validator finds faults").isNotEmpty();
        }
        Schema meta = registry.getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        document.at("/components/schemas").properties().forEach(each -> assertThat(meta.validate(each.getValue())).as(each.getKey()).isEmpty());
        List<String> dangling = new ArrayList<>();
        document.findValuesAsText("$ref").forEach(reference -> {
            if (document.at(reference.substring(1)).isMissingNode()) {
                dangling.add(reference);
            }
        });
        assertThat(dangling).isEmpty();
    }

    @Test
    void shouldHaveASampleOfEveryRoute() {
        assertThat(SAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet());
    }

    @Test
    void shouldAnswerEveryRouteAsDescribed() {
        List<String> faults = new ArrayList<>();
        OPERATIONS.forEach((route, operation) -> {
            Function<RouteWorld, Ask> sample = SAMPLES.get(route);
            if (sample == null) {
                return; // told by the test above
            }
            try {
                Ask ask = sample.apply(world);
                Reply reply = ask(route, ask, RouteWorld.PROJECT, ask.key() == null ? ask.open() ? null : world.platform().apiKey() : ask.key());
                JsonNode response = operation.path("responses").path(Integer.toString(reply.status()));
                if (reply.status() != ask.status() && (ask.status() != 0 || reply.status() / 100 != 2) || response.isMissingNode()) {
                    faults.add(route + " answers " + reply.status() + " " + reply.raw().body());
                } else if (response.at("/content/application~1octet-stream").isObject()) {
                    assertThat(reply.raw().headers().firstValue("Content-Disposition").orElse("")).as(route).contains("filename=");
                } else if (response.has("content") && !response.at("/content/text~1event-stream").isObject() && !route.endsWith("openapi.json")) {
                    JsonSchema.check(document, response.at("/content/application~1json/schema"), reply.json(), route, faults);
                }
            } catch (RuntimeException | AssertionError e) {
                faults.add(route + ": " + e);
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldShowNothingToStrangersAndOtherOrganisations() {
        List<String> faults = new ArrayList<>();
        each((route, operation, ask) -> {
            if (ask.open()) {
                assertThat(operation.path("security")).as(route + " is for all").isEmpty();
                return;
            }
            assertThat(operation.path("security")).as(route + " is not for all").isNotEmpty();
            expect(faults, route + " by a stranger", ask(route, ask, RouteWorld.PROJECT, null), 401);
            if (ask.key() != null) {
                return;
            }
            boolean ofProject = route.contains("{project}");
            if (ofProject) {
                expect(faults, route + " by the other organisation", ask(route, ask, world.projectId(), world.otherKey()), 404);
            }
            if (!ask.ids().isEmpty()) {
                expect(faults, route + " with ids of ours", ask(route, ask, RouteWorld.PROJECT, world.otherKey()), 404);
            } else if (route.startsWith("GET ")) {
                Reply reply = ask(route, ask, RouteWorld.PROJECT, world.otherKey());
                if (!world.leaked(reply.raw().body()).isEmpty()) {
                    faults.add(route + " shows the other organisation " + world.leaked(reply.raw().body()) + ": " + reply.raw().body());
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldRefuseEachRouteToLowerRoles() {
        List<String> faults = new ArrayList<>();
        each((route, operation, ask) -> {
            String need = operation.path("x-role").asText("");
            if (ask.open() || need.isEmpty()) {
                return;
            }
            if (!Role.valueOf(need).equals(Role.VIEWER)) {
                Role below = Role.values()[Role.valueOf(need).ordinal() - 1];
                expect(faults, route + " by " + below, ask(route, ask, RouteWorld.PROJECT, world.key(below)), 403);
            }
        });
        assertThat(faults).isEmpty();
    }

    private interface Check {
        void check(String route, JsonNode operation, Ask ask);
    }

    private static void each(Check check) {
        OPERATIONS.forEach((route, operation) -> {
            if (SAMPLES.containsKey(route)) {
                check.check(route, operation, SAMPLES.get(route).apply(world));
            }
        });
    }

    private static void expect(List<String> faults, String what, Reply reply, int status) {
        if (reply.status() != status) {
            faults.add(what + ": " + reply.status() + " " + reply.raw().body());
        } else if (!world.leaked(reply.raw().body().replaceAll("at /[^\"]*", "")).isEmpty()) {
            faults.add(what + " leaks: " + reply.raw().body());
        }
    }

    private static Reply ask(String route, Ask ask, String project, String key) {
        String method = route.substring(0, route.indexOf(' '));
        String path = ask.path(route.substring(route.indexOf(' ') + 1), project);
        return world.platform().send(method, path, ask.body(), key, "Content-Type", ask.contentType());
    }
}
