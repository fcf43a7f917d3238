package busyhour.web.platform.routes;

import java.util.HashMap;
import java.util.Map;

/** A request: what stands in the braces of its path, its query, its body and who asks. Each method returns another one. */
public record Ask(Map<String, String> ids, String query, String body, String contentType, String key, boolean open, int status) {

    public Ask {
        ids = Map.copyOf(ids);
    }

    public static Ask of() {
        return new Ask(Map.of(), "", null, "application/json", null, false, 0);
    }

    /** Of something in the path: {@code Ask.with("test", id)}. */
    public static Ask with(String name, String id) {
        return of().and(name, id);
    }

    public Ask and(String name, String id) {
        Map<String, String> more = new HashMap<>(ids);
        more.put(name, id);
        return new Ask(more, query, body, contentType, key, open, status);
    }

    /** Without the question mark. */
    public Ask query(String its) {
        return new Ask(ids, its, body, contentType, key, open, status);
    }

    public Ask body(String json) {
        return new Ask(ids, query, json, contentType, key, open, status);
    }

    public Ask body(String text, String type) {
        return new Ask(ids, query, text, type, key, open, status);
    }

    /** Asked with this API key or worker token instead of the owner's; the same for roles and other organisations does not apply then. */
    public Ask as(String secret) {
        return new Ask(ids, query, body, contentType, secret, open, status);
    }

    /** Anybody may ask, without a key: said here so that nothing becomes public unnoticed. */
    public Ask forAll() {
        return new Ask(ids, query, body, contentType, key, true, status);
    }

    /** Where the described success cannot be had in a test: the status, described too, that comes instead. */
    public Ask answers(int its) {
        return new Ask(ids, query, body, contentType, key, open, its);
    }

    String path(String template, String project) {
        String path = template;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        path = path.replace("{project}", project);
        if (path.contains("{")) {
            throw new IllegalStateException("the sample of " + template + " leaves open: " + path);
        }
        return path + (query.isEmpty() ? "" : "?" + query);
    }
}
