package busyhour.web.plan;

import java.util.List;
import java.util.Locale;

/** The transports that a plan may name. */
final class Transports {
    static final String DEFAULT = "UDP";
    static final String AUTO = "AUTO";
    private static final List<String> ALL = List.of("UDP", "TCP", "TLS", "WS", "WSS", AUTO);
    private static final String EXPECTED = "UDP, TCP, TLS, WS, WSS or AUTO";

    private Transports() {
    }

    /** The value of {@code transport} in upper case, null when it is absent or, with a fault, none. */
    static String read(Fields at) {
        String text = at.text("transport", EXPECTED);
        if (text == null) {
            return null;
        }
        String transport = text.toUpperCase(Locale.ROOT);
        if (!ALL.contains(transport)) {
            at.fault("transport", EXPECTED + Spelling.hint(text, ALL));
            return null;
        }
        return transport;
    }

    /** Whether a plan's word and a URI's mean the same; RFC 7118 writes {@code transport=ws} for WSS too. */
    static boolean agree(String word, String ofUri) {
        return word == null || ofUri == null || word.equals(AUTO) || word.equals(ofUri) || word.equals("WSS") && ofUri.equals("WS");
    }

    /** The more exact of a plan's word and a URI's. */
    static String narrowed(String word, String ofUri) {
        return ofUri == null || "WSS".equals(word) ? word : ofUri;
    }
}
