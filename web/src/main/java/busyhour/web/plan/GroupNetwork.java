package busyhour.web.plan;

/**
 * Where a group's signalling goes and comes.
 *
 * @param target next hop, {@code sip:} URI, or null.
 * @param listen {@code host:port}, or null.
 * @param path   the way that requests take.
 */
record GroupNetwork(String target, String listen, SignallingPath path) {
    private static final String LISTEN = "an address and port of this host such as 127.0.0.1:5060";

    /**
     * Reads one group's.
     *
     * @param registrarName null without one.
     * @param registrar     the registrar's way, null without one.
     * @param calleeUri     whom it calls, null when that is no URI.
     */
    static GroupNetwork read(Fields fields, boolean receives, String registrarName, SignallingPath registrar, AddressRules addresses,
                             TlsReader tls, String calleeUri) {
        String target = fields.text("target", "a sip: URI");
        SipUri first = null;
        String firstKey = null;
        if (target != null) {
            first = SipUri.read(fields, "target", target);
            firstKey = "target";
        } else if (calleeUri != null && registrar == null && registrarName == null) {
            first = SipUri.parse(calleeUri);
            firstKey = "callee";
        }
        String listen = listen(fields, receives);
        if (receives && registrarName == null && listen == null && !fields.has("listen")) {
            fields.fault("listen", "listen: HOST:PORT, or a registrar, so that calls can come in");
        }
        SignallingPath path = SignallingPath.ofGroup(fields, registrarName, registrar, first, firstKey, listen != null,
                !receives && first == null && registrarName == null, addresses, tls);
        if (first != null && path.outboundProxy() == null) {
            addresses.check(fields, firstKey, first.host(), path.transport());
        }
        if (registrar != null && target == null && calleeUri != null && path.transport().equals("UDP") && SipUri.parse(calleeUri).secure()) {
            fields.fault("callee", "a sips: URI", "a sip: URI, as the registrar " + PlanFault.quoted(registrarName) + " is reached over UDP");
        }
        return new GroupNetwork(target, listen, path);
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
