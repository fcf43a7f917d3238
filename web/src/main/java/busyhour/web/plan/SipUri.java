package busyhour.web.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plan has to know of a {@code sip:} URI (RFC 3261 19.1); the engine reads it again in full.
 *
 * @param user      null without one.
 * @param host      without brackets.
 * @param port      -1 without one.
 * @param transport of the {@code transport} parameter in upper case, null without one.
 */
record SipUri(String user, String host, int port, String transport) {
    private static final Pattern URI = Pattern.compile(
            "(?i)sip:(?:([^@\\s<>\"]+)@)?(\\[[0-9a-f:.]+\\]|[^@:;?\\s<>\"\\[\\]]+)(?::(\\d{1,5}))?((?:;[^;?\\s<>\"]+)*)(?:\\?[^\\s<>\"]*)?");
    private static final Pattern TRANSPORT = Pattern.compile("(?i);transport=([a-z0-9-]+)");

    /** Null when the text is no such URI. */
    static SipUri parse(String text) {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            return null;
        }
        String host = uri.group(2);
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.group(3) == null ? -1 : Integer.parseInt(uri.group(3));
        if (!AddressRules.isHost(host) || port == 0 || port > 65_535) {
            return null;
        }
        Matcher transport = TRANSPORT.matcher(uri.group(4));
        return new SipUri(uri.group(1), host, port,
                transport.find() ? transport.group(1).toUpperCase(Locale.ROOT) : null);
    }
}
