package busyhour.web.rest;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A plan as it may be kept beside its results: without passwords and private keys. */
public final class Redaction {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Redaction() {
    }

    /** The same plan with every password, and every private key that stands in it as text, replaced. */
    public static String withoutPasswords(String plan) {
        try {
            JsonNode tree = JSON.readTree(plan);
            redact(tree);
            return tree.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the plan is no JSON", e);
        }
    }

    private static void redact(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                boolean inlineKey = property.getValue().isTextual() && property.getValue().asText().contains("PRIVATE KEY");
                if (property.getKey().equals("password") || inlineKey) {
                    property.setValue(JSON.getNodeFactory().textNode("…"));
                } else if (property.getKey().equals("accounts") && property.getValue() instanceof ArrayNode lines) {
                    redactLines(lines);
                } else {
                    redact(property.getValue());
                }
            }
        } else {
            node.forEach(Redaction::redact);
        }
    }

    /** Accounts stand as objects or as lines of {@code username,password[,realm]}. */
    private static void redactLines(ArrayNode accounts) {
        for (int i = 0; i < accounts.size(); i++) {
            if (accounts.get(i).isTextual()) {
                accounts.set(i, JSON.getNodeFactory().textNode(accounts.get(i).asText().split(",", 2)[0] + ",…"));
            } else {
                redact(accounts.get(i));
            }
        }
    }
}
