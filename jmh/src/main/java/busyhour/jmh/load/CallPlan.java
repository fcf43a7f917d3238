package busyhour.jmh.load;

/** Plans of the load programs: G.711 calls between two groups, with the built-in registrar. */
final class CallPlan {

    private CallPlan() {
    }

    /**
     * @param calls     each between a caller and a callee of its own.
     * @param durationS of each call.
     * @param rampPerS  calls begun in a second.
     * @param mux       RTP and RTCP on one socket: half as many files and ports.
     */
    static String calls(String name, int calls, int ptimeMs, int durationS, int rampPerS, boolean mux) {
        return """
                name: %s
                duration: %ds
                codecs: [PCMU]
                ptime: %dms
                rtcp-mux: %s
                registrars:
                  - {name: local, accounts: builtin}
                groups:
                  - {name: agents, endpoints: %d, registrar: local, callee: receive-external}
                  - {name: callers, endpoints: %d, registrar: local, callee: {group: agents}, ramp: %d/s}
                """.formatted(name, durationS, ptimeMs, mux, calls, calls, rampPerS);
    }

    /** Calls that begin at a steady rate for so long, each of so many seconds; a second's worth of callers is to spare. */
    static String churn(int ratePerS, int durationS, int forS) {
        final int pool = ratePerS * (durationS + 1);
        return """
                name: churn
                duration: %ds
                codecs: [PCMU]
                registrars:
                  - {name: local, accounts: builtin}
                groups:
                  - {name: agents, endpoints: %d, registrar: local, callee: receive-external}
                  - {name: callers, endpoints: %d, registrar: local, callee: {group: agents}, arrivals: %d/s, for: %ds}
                """.formatted(durationS, pool, pool, ratePerS, forS);
    }

    /** Endpoints that register and do nothing else for so long. */
    static String registered(int endpoints, int forS) {
        return """
                name: registered
                registrars:
                  - {name: local, accounts: builtin}
                groups:
                  - {name: idle, endpoints: %d, registrar: local, callee: none, for: %ds}
                """.formatted(endpoints, forS);
    }
}
