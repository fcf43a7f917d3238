package busyhour.web.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** The part of JSON Schema that our OpenAPI document uses. Without "additionalProperties" an unknown property is a fault. */
public final class JsonSchema {

    private JsonSchema() {
    }

    public static void check(JsonNode document, JsonNode schema, JsonNode value, String where, List<String> faults) {
        if (schema.has("$ref")) {
            check(document, document.at(schema.path("$ref").asText().substring(1)), value, where, faults);
            return;
        }
        if (schema.isMissingNode() || schema.isEmpty()) {
            faults.add(where + ": no schema");
            return;
        }
        if (schema.has("oneOf")) {
            for (JsonNode alternative : schema.path("oneOf")) {
                List<String> its = new ArrayList<>();
                check(document, alternative, value, where, its);
                if (its.isEmpty()) {
                    return;
                }
            }
            faults.add(where + ": found " + value + ", expected one of " + schema.path("oneOf"));
            return;
        }
        JsonNode type = schema.path("type");
        Set<String> types = new HashSet<>();
        if (type.isArray()) {
            type.forEach(name -> types.add(name.asText()));
        } else {
            types.add(type.asText());
        }
        if (!types.contains(typeOf(value)) && !(typeOf(value).equals("integer") && types.contains("number"))) {
            faults.add(where + ": found " + typeOf(value) + ", expected " + types);
            return;
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(where + ": " + name.asText() + " is missing");
            }
        });
        if (schema.has("properties")) {
            value.properties().forEach(property -> {
                JsonNode of = schema.path("properties").path(property.getKey());
                if (!of.isMissingNode()) {
                    check(document, of, property.getValue(), where + "." + property.getKey(), faults);
                } else if (!schema.has("additionalProperties")) {
                    faults.add(where + ": " + property.getKey() + " is not described");
                }
            });
        }
        if (schema.has("items")) {
            value.forEach(item -> check(document, schema.path("items"), item, where + "[]", faults));
        }
        if (schema.has("enum") && !value.isNull()) {
            boolean known = false;
            for (JsonNode allowed : schema.path("enum")) {
                known |= allowed.equals(value);
            }
            if (!known) {
                faults.add(where + ": found " + value + ", expected one of " + schema.path("enum"));
            }
        }
    }

    private static String typeOf(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.isNumber() ? "number" : value.isTextual() ? "string"
                : value.getNodeType().name().toLowerCase();
    }
}
