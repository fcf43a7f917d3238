package busyhour.web.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plan has to know of a {@code sip:} or {@code sips:} URI (RFC 3261 19.1); the engine reads it again in full.
 *
 * @param secure    whether it is {@code sips:}.
 * @param user      null without one.
 * @param host      without brackets.
 * @param port      -1 without one.
 * @param parameter value of {@code transport} in upper case, null without one.
 */
record SipUri(boolean secure, String user, String host, int port, String parameter) {
    private static final String EXAMPLE = "a URI such as sip:echo@10.0.0.5:5060";
    private static final List<String> PARAMETERS = List.of("UDP", "TCP", "TLS", "WS", "WSS");
    private static final Pattern URI = Pattern.compile(
            "(?i)(sips?):(?:([^@\\s<>\"]+)@)?(\\[[0-9a-f:.]+\\]|[^@:;?\\s<>\"\\[\\]]+)(?::(\\d{1,5}))?((?:;[^;?\\s<>\"]+)*)(?:\\?[^\\s<>\"]*)?");
    private static final Pattern TRANSPORT = Pattern.compile("(?i);transport=([a-z0-9-]+)");

    /** Null when the text is no such URI. */
    static SipUri parse(String text) {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            return null;
        }
        String host = uri.group(3);
        host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.group(4) == null ? -1 : Integer.parseInt(uri.group(4));
        if (!AddressRules.isHost(host) || port == 0 || port > 65_535) {
            return null;
        }
        Matcher transport = TRANSPORT.matcher(uri.group(5));
        return new SipUri(uri.group(1).length() == 4, uri.group(2), host, port,
                transport.find() ? transport.group(1).toUpperCase(Locale.ROOT) : null);
    }

    /** Null with a fault when it is no URI that can be called. */
    static SipUri read(Fields fields, String key, String text) {
        if (text.regionMatches(true, 0, "tel:", 0, 4)) {
            fields.fault(key, "a sip: URI (tel: is not in this version)");
            return null;
        }
        SipUri uri = parse(text);
        if (uri == null) {
            fields.fault(key, EXAMPLE);
        } else if (uri.parameter != null && !PARAMETERS.contains(uri.parameter)) {
            fields.fault(key, "transport=udp, tcp, tls, ws or wss" + Spelling.hint(uri.parameter, PARAMETERS));
            return null;
        } else if (uri.secure && "UDP".equals(uri.parameter)) {
            fields.fault(key, "sip: with transport=udp, or sips: with another transport: it means TLS");
            return null;
        }
        return uri;
    }

    /** What the URI says of the transport: UDP, TCP, TLS, WS or WSS; null when it leaves that open. */
    String transport() {
        if (!secure) {
            return parameter;
        }
        return parameter != null && parameter.startsWith("WS") ? "WSS" : "TLS";
    }
}
