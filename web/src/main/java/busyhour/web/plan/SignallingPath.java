package busyhour.web.plan;

import busyhour.ipc.plan.SignallingSpec.TlsSpec;

/**
 * The way that requests take. A registrar's is that of its groups.
 *
 * @param transport     UDP, TCP, TLS, WS, WSS or AUTO.
 * @param tls           never null.
 * @param outboundProxy {@code sip:} URI, or null.
 * @param expiresS      seconds to register for.
 */
record SignallingPath(String transport, TlsSpec tls, String outboundProxy, int expiresS) {
    private static final int EXPIRES_S = 600;
    private static final long MIN_EXPIRES_MS = 5_000;
    private static final long MAX_EXPIRES_MS = 7 * 24 * 3_600_000L;

    static SignallingPath ofRegistrar(Fields at, boolean builtin, AddressRules addresses, TlsReader tls) {
        String transport = Transports.read(at);
        String known = transport == null ? Transports.DEFAULT : transport;
        if (builtin && !known.equals(Transports.DEFAULT)) {
            at.fault("transport", "UDP, as the built-in registrar has no other");
            known = Transports.DEFAULT;
        }
        long expiresMs = at.durationMs("expires", MIN_EXPIRES_MS, MAX_EXPIRES_MS, EXPIRES_S * 1_000L);
        return new SignallingPath(known, tls.read(at, known, false), outboundProxy(at, addresses, null), (int) (expiresMs / 1_000));
    }

    /**
     * The way of a group.
     *
     * @param registrarName null without one.
     * @param registrar     the registrar's way, null without one.
     * @param uri           what says where requests go first, and its key: {@code target} or {@code callee}; null when nothing does.
     * @param listens       whether calls come in at an address of its own.
     * @param callsGroup    whether it calls a group of the plan, whose transport is not known yet: see {@link #toListener}.
     */
    static SignallingPath ofGroup(Fields at, String registrarName, SignallingPath registrar, SipUri uri, String uriKey, boolean listens,
                                  boolean callsGroup, AddressRules addresses, TlsReader tls) {
        String ofUri = uri == null ? null : uri.transport();
        if (registrar != null) {
            for (String key : new String[] {"transport", "tls"}) {
                if (at.has(key)) {
                    at.fault(key, "none: the registrar " + PlanFault.quoted(registrarName) + " has it");
                }
            }
            String transport = Transports.narrowed(registrar.transport, ofUri);
            return new SignallingPath(transport, registrar.tls, outboundProxy(at, addresses, registrar.outboundProxy), registrar.expiresS);
        }
        String word = Transports.read(at);
        if (!Transports.agree(word, ofUri)) {
            at.fault("transport", ofUri + " as in " + PlanFault.quoted(uriKey) + ", or none");
        }
        String transport = Transports.narrowed(word, ofUri);
        if (listens && Transports.AUTO.equals(transport)) {
            at.fault("transport", "UDP, TCP, TLS, WS or WSS: AUTO is for finding others");
        }
        String known = transport == null ? Transports.DEFAULT : transport;
        return new SignallingPath(known, tls.read(at, callsGroup && transport == null ? Transports.AUTO : known, listens && !known.equals(Transports.AUTO)), outboundProxy(at, addresses, null), EXPIRES_S);
    }

    /** The way of callers that go straight to a group of the plan: as it listens. */
    SignallingPath toListener(Fields at, SignallingPath called, String calledGroup) {
        if (at.has("tls") && !TlsReader.TRANSPORTS.contains(called.transport)) {
            at.fault("tls", "tls to the group " + PlanFault.quoted(calledGroup) + ", which listens with " + called.transport, "no tls");
        }
        if (!at.has("transport")) {
            return new SignallingPath(called.transport, tls, outboundProxy, expiresS);
        }
        if (!transport.equals(called.transport) && !transport.equals(Transports.AUTO)) {
            at.fault("transport", called.transport + ", as the called group " + PlanFault.quoted(calledGroup) + " listens with it");
        }
        return new SignallingPath(called.transport, tls, outboundProxy, expiresS);
    }

    private static String outboundProxy(Fields at, AddressRules addresses, String above) {
        String text = at.text("outbound-proxy", "a sip: URI");
        if (text == null) {
            return above;
        }
        SipUri uri = SipUri.read(at, "outbound-proxy", text);
        if (uri != null) {
            addresses.check(at, "outbound-proxy", uri.host());
        }
        return text;
    }
}
