package busyhour.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import busyhour.web.access.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 document, written from the routes; what a name in a route means stands in {@code schemas.json}. */
final class OpenApi {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Map<Integer, String> ERRORS = Map.of(400, "A parameter is wrong", 401, "No valid key", 403, "The key may not do this",
            404, "There is no such thing", 409, "It is in another state", 413, "The body is too long", 415, "The body is no JSON",
            422, "The plan has faults: one line each", 429, "Too many requests; Retry-After says when", 503, "Not here");

    private final ObjectMapper json = Answer.JSON;

    ObjectNode document(List<Feature> features) {
        ObjectNode root = json.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", "Busyhour").put("version", "1").put("description", "Load tests for SIP and VoIP systems");
        root.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = root.putObject("paths");
        ObjectNode schemas = schemas(features);
        for (Route route : features.stream().flatMap(feature -> feature.routes().stream()).toList()) {
            paths.withObjectProperty(route.path()).set(route.method().name().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        ObjectNode components = root.putObject("components");
        components.putObject("securitySchemes").set("key", json.createObjectNode().put("type", "http").put("scheme", "bearer"));
        components.set("schemas", schemas);
        return root;
    }

    /** Those of all features, and the envelope's. */
    private ObjectNode schemas(List<Feature> features) {
        ObjectNode all = schemas(OpenApi.class);
        features.stream().map(Object::getClass).distinct().filter(type -> !type.getPackage().equals(OpenApi.class.getPackage())).forEach(type -> schemas(type).properties().forEach(schema -> {
            if (all.has(schema.getKey())) {
                throw new IllegalStateException("two schemas are called " + schema.getKey());
            }
            all.set(schema.getKey(), schema.getValue());
        }));
        return all;
    }

    private ObjectNode schemas(Class<?> besides) {
        try (java.io.InputStream in = besides.getResourceAsStream("schemas.json")) {
            return in == null ? json.createObjectNode() : (ObjectNode) json.readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ObjectNode operation(Route route, ObjectNode schemas) {
        ObjectNode operation = json.createObjectNode();
        operation.put("summary", route.summary());
        operation.put("operationId", operationId(route));
        ArrayNode security = operation.putArray("security");
        if (route.need() != Access.Need.NOTHING) {
            security.addObject().putArray("key");
        }
        if (route.need().role() != null) {
            operation.put("x-role", route.need().role().name());
        }
        ArrayNode parameters = operation.putArray("parameters");
        Matcher inPath = PARAMETER.matcher(route.path());
        while (inPath.find()) {
            parameter(parameters, inPath.group(1), "path", null).put("required", true);
        }
        new TreeMap<>(route.query()).forEach((name, meaning) -> parameter(parameters, name, "query", meaning));
        if (route.body() != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            for (String type : bodyTypes(schemas.path(route.body()).path("x-content-types"))) {
                content(body, type).set("schema", reference(route.body()));
            }
        }
        ObjectNode responses = operation.putObject("responses");
        success(responses, route);
        TreeMap<Integer, String> errors = new TreeMap<>();
        route.statuses().forEach(status -> errors.put(status, ERRORS.get(status)));
        errors.put(429, ERRORS.get(429));
        if (route.need() != Access.Need.NOTHING) {
            errors.put(401, ERRORS.get(401));
        }
        if (route.need().role() != null && route.need().role() != Role.VIEWER) {
            errors.put(403, ERRORS.get(403));
        }
        errors.forEach((status, meaning) -> content(responses.putObject(Integer.toString(status)).put("description", meaning),
                "application/json").set("schema", reference("Error")));
        return operation;
    }

    /** A schema may say what else than JSON its body comes as. */
    private static List<String> bodyTypes(JsonNode said) {
        List<String> types = new ArrayList<>();
        said.forEach(type -> types.add(type.asText()));
        return types.isEmpty() ? List.of("application/json") : types;
    }

    private void success(ObjectNode responses, Route route) {
        ObjectNode answer = responses.putObject(Integer.toString(route.success())).put("description", route.summary());
        switch (route.answer()) {
            case "nothing" -> { }
            case "stream" -> content(answer, "text/event-stream").putObject("schema").put("type", "string");
            case "file" -> content(answer, "application/octet-stream").putObject("schema").put("type", "string").put("format", "binary");
            case "OpenApi" -> content(answer, "application/json").putObject("schema").put("type", "object");
            default -> {
                boolean page = route.answer().endsWith("[]");
                String name = page ? route.answer().substring(0, route.answer().length() - 2) : route.answer();
                ObjectNode schema = content(answer, "application/json").putObject("schema").put("type", "object");
                schema.putArray("required").add("data").add("meta");
                ObjectNode properties = schema.putObject("properties");
                properties.set("data", page ? json.createObjectNode().put("type", "array").set("items", reference(name)) : reference(name));
                properties.set("meta", reference(page ? "PageMeta" : "Meta"));
            }
        }
    }

    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
        for (String part : route.path().substring(Route.ROOT.length()).split("[/{}.-]+")) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.toString();
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String in, String meaning) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
        if (meaning != null) {
            parameter.put("description", meaning);
        }
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static ObjectNode content(ObjectNode of, String type) {
        return of.withObjectProperty("content").putObject(type);
    }

    private ObjectNode reference(String schema) {
        return json.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }
}
