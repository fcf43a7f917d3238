package busyhour.web.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a peer says of who calls and why: P-Asserted-Identity and P-Preferred-Identity (RFC 3325), Privacy (RFC 3323), Diversion (RFC 5806), History-Info
 * (RFC 7044), Reason (RFC 3326). Of each header the values of the latest received message that has it.
 */
public final class PeerIdentity {
    private static final Map<String, String> NAMES = names();
    private static final int MAX_VALUES = 20;

    private PeerIdentity() {
    }

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : List.of("P-Asserted-Identity", "P-Preferred-Identity", "Privacy", "Diversion", "History-Info", "Reason")) {
            String key = name.replace("-", "");
            names.put(name.toLowerCase(Locale.ROOT), key.substring(0, 1).toLowerCase(Locale.ROOT) + key.substring(1));
        }
        return names;
    }

    /** Key ({@code pAssertedIdentity}) to values; only those that came. */
    public static Map<String, List<String>> of(List<TracedMessage> messages) {
        Map<String, List<String>> latest = new LinkedHashMap<>();
        for (TracedMessage message : messages) {
            if (!message.isSent() && !message.isMalformed()) {
                latest.putAll(headers(message.text()));
            }
        }
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        NAMES.values().stream().filter(latest::containsKey).forEach(key -> ordered.put(key, latest.get(key)));
        return ordered;
    }

    private static Map<String, List<String>> headers(String message) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        int end = message.indexOf("\r\n\r\n");
        String head = (end < 0 ? message : message.substring(0, end)).replaceAll("\r\n[ \t]+", " ");
        for (String line : head.split("\r\n")) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? null : NAMES.get(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
            if (key != null) {
                List<String> values = found.computeIfAbsent(key, name -> new ArrayList<>());
                if (values.size() < MAX_VALUES) {
                    values.add(line.substring(colon + 1).strip());
                }
            }
        }
        return found;
    }
}
