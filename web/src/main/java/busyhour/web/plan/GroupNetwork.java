package busyhour.web.plan;

import java.util.Locale;

/**
 * Where a group's signalling goes and comes.
 *
 * @param target next hop, {@code sip:} URI, or null.
 * @param listen {@code host:port}, or null.
 */
record GroupNetwork(String target, String listen) {
    private static final String LISTEN = "an address and port of this host such as 127.0.0.1:5060";

    static GroupNetwork read(Fields fields, boolean receives, boolean registered, AddressRules addresses, String calleeUri) {
        String target = fields.text("target", "a sip: URI");
        if (target != null) {
            SipUri uri = parse(fields, "target", target);
            if (uri != null) {
                addresses.check(fields, "target", uri.host());
            }
        } else if (calleeUri != null && !registered) {
            addresses.check(fields, "callee", SipUri.parse(calleeUri).host());
        }
        String listen = listen(fields, receives);
        if (receives && !registered && listen == null && !fields.has("listen")) {
            fields.fault("listen", "listen: HOST:PORT, or a registrar, so that calls can come in");
        }
        return new GroupNetwork(target, listen);
    }

    /** Null with a fault when it is no URI that this version can call. */
    static SipUri parse(Fields fields, String key, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("sips:") || lower.startsWith("tel:")) {
            fields.fault(key, "a sip: URI (" + lower.substring(0, lower.indexOf(':')) + ": is not in this version)");
            return null;
        }
        SipUri uri = SipUri.parse(text);
        if (uri == null) {
            fields.fault(key, "a URI such as sip:echo@10.0.0.5:5060");
        } else if (uri.transport() != null && !uri.transport().equals("UDP")) {
            fields.fault(key, "transport=udp or none (" + uri.transport() + " is not in this version)");
            return null;
        }
        return uri;
    }

    private static String listen(Fields fields, boolean receives) {
        String text = fields.text("listen", LISTEN);
        if (text == null) {
            return null;
        }
        if (!receives) {
            fields.fault("listen", "none: only a group that answers (callee: receive-external) listens");
            return null;
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (port < 1 || port > 65_535 || bare.indexOf(':') >= 0 != bracketed || !AddressRules.isHost(bare)) {
            fields.fault("listen", LISTEN);
            return null;
        }
        return text;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
