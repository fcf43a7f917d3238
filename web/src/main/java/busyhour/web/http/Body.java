package busyhour.web.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;

/**
 * A JSON object that somebody sent, read key by key. Faults are gathered; {@link #done} throws them all at once, and names keys that
 * nobody asked for. One thread.
 */
public final class Body {

    private final JsonNode object;
    private final String prefix;
    private final List<String> faults;
    private final Set<String> asked = new LinkedHashSet<>();

    private Body(JsonNode object, String prefix, List<String> faults) {
        this.object = object;
        this.prefix = prefix;
        this.faults = faults;
    }

    /** @throws ApiException 415 or 422 when the body is no JSON object. */
    public static Body of(Context context) {
        Requests.needJson(context);
        JsonNode json;
        try {
            json = Answer.JSON.readTree(context.bodyAsBytes());
        } catch (IOException e) {
            throw invalid(List.of("body: found no JSON, expected an object"));
        }
        return of(json);
    }

    /** An object within another that was taken out of its parent with {@link #tree}. */
    public static Body of(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw invalid(List.of("body: found " + shown(json) + ", expected an object"));
        }
        return new Body(json, "", new ArrayList<>());
    }

    /** A part of it, {@code null} when absent; its faults and unknown keys are told with this one's, once {@link #close} was called on it. */
    public Body part(String key) {
        JsonNode value = at(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            fault(key, value, "an object");
            return null;
        }
        return new Body(value, prefix + key + ".", faults);
    }

    /** Parts in a list, empty when absent. {@link #close} each. */
    public List<Body> parts(String key) {
        JsonNode value = at(key);
        List<Body> parts = new ArrayList<>();
        if (value == null) {
            return parts;
        }
        if (!value.isArray()) {
            fault(key, value, "a list");
            return parts;
        }
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isObject()) {
                parts.add(new Body(value.get(i), prefix + key + "[" + i + "].", faults));
            } else {
                fault(key + "[" + i + "]", value.get(i), "an object");
            }
        }
        return parts;
    }

    public boolean has(String key) {
        return at(key) != null;
    }

    /** Whether the key is there and says null: what was there before is to go. */
    public boolean isNull(String key) {
        asked.add(key);
        return object.has(key) && object.get(key).isNull();
    }

    /** Must be there. */
    public Body require(String... keys) {
        for (String key : keys) {
            if (!object.hasNonNull(key)) {
                asked.add(key);
                faults.add(prefix + key + ": found nothing, expected a value");
            }
        }
        return this;
    }

    /** Stripped; {@code otherwise} when absent. */
    public String text(String key, int min, int max, String otherwise) {
        JsonNode value = at(key);
        if (value == null) {
            return otherwise;
        }
        String text = value.isTextual() ? value.textValue().strip() : null;
        if (text == null || text.length() < min || text.length() > max || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            fault(key, value, min == max ? min + " characters" : min + " to " + max + " characters");
            return otherwise;
        }
        return text;
    }

    /** As it stands, however it looks; secrets are not told in faults. */
    public String secret(String key, int min, int max) {
        JsonNode value = at(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() < min || value.textValue().length() > max) {
            faults.add(prefix + key + ": found " + (value.isTextual() ? value.textValue().length() + " characters" : "no text")
                    + ", expected " + min + " to " + max);
            return null;
        }
        return value.textValue();
    }

    public Integer integer(String key, int min, int max, Integer otherwise) {
        Double number = number(key, min, max, null, true);
        return number == null ? otherwise : Integer.valueOf(number.intValue());
    }

    public Double number(String key, double min, double max, Double otherwise) {
        return number(key, min, max, otherwise, false);
    }

    private Double number(String key, double min, double max, Double otherwise, boolean whole) {
        JsonNode value = at(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || whole && !value.isIntegralNumber() || value.doubleValue() < min || value.doubleValue() > max) {
            fault(key, value, (whole ? "a whole number from " : "a number from ") + plain(min) + " to " + plain(max));
            return otherwise;
        }
        return value.doubleValue();
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    public Boolean flag(String key, Boolean otherwise) {
        JsonNode value = at(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            fault(key, value, "true or false");
            return otherwise;
        }
        return value.booleanValue();
    }

    /** By the constant's name, in whichever case. */
    public <T extends Enum<T>> T choice(String key, Class<T> type, T otherwise) {
        JsonNode value = at(key);
        if (value == null) {
            return otherwise;
        }
        for (T constant : type.getEnumConstants()) {
            if (value.isTextual() && constant.name().equals(value.textValue().toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        fault(key, value, "one of " + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
        return otherwise;
    }

    /** Words in a list, empty when absent. */
    public List<String> words(String key, int most, int longest) {
        JsonNode value = at(key);
        List<String> words = new ArrayList<>();
        if (value == null) {
            return words;
        }
        boolean fine = value.isArray() && value.size() <= most;
        for (JsonNode word : value) {
            fine &= word.isTextual() && !word.textValue().isBlank() && word.textValue().length() <= longest;
            words.add(word.asText().strip());
        }
        if (!fine) {
            fault(key, value, "a list of at most " + most + " texts of 1 to " + longest + " characters");
            return List.of();
        }
        return words;
    }

    /** Whatever stands there, null when absent. */
    public JsonNode tree(String key) {
        return at(key);
    }

    /** {@code expected} without the word itself. */
    public void fault(String key, Object found, String expected) {
        faults.add(prefix + key + ": found " + (found instanceof JsonNode json ? shown(json) : found) + ", expected " + expected);
    }

    private static String shown(JsonNode json) {
        String text = json == null || json.isMissingNode() ? "nothing" : json.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    private JsonNode at(String key) {
        asked.add(key);
        JsonNode value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Ends the reading of a part: keys that nobody asked for become faults of the whole. */
    public void close() {
        object.properties().forEach(property -> {
            if (!asked.contains(property.getKey())) {
                faults.add(prefix + property.getKey() + ": found an unknown key, expected one of " + String.join(", ", asked));
            }
        });
    }

    /** @throws ApiException 422 with all faults. */
    public void done() {
        close();
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
    }

    private static ApiException invalid(List<String> faults) {
        return new ApiException(422, "INVALID", String.join("\n", faults), faults);
    }
}
