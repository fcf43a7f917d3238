package busyhour.ipc.run;

/**
 * Where an endpoint is; only forwards within one call, from CLOSED or REGISTERED on for the next. New phases go to the end.
 */
public enum EndpointPhase {
    /** Sockets, account, registration under way. */
    INITIALIZING,
    /** Registered, or listening where the plan has no registrar; waits. */
    REGISTERED,
    /** INVITE sent or received. */
    CALLING,
    /** 180 or 183 sent or received. */
    RINGING,
    /** Answered, offer and answer being settled. */
    NEGOTIATING,
    /** Media may flow. */
    INCALL,
    /** BYE or CANCEL under way. */
    DISCONNECTING,
    /** Nothing more comes. */
    CLOSED;

    private static final EndpointPhase[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static EndpointPhase of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
