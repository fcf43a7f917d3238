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
}
