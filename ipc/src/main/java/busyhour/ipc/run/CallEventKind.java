package busyhour.ipc.run;

/**
 * A step in the life of a call. New steps go to the end.
 */
public enum CallEventKind {
    /** Its intended time came. */
    OFFERED,
    /** It could not be started in time, and will not be. */
    DROPPED,
    /** INVITE sent; at a callee: received. */
    STARTED,
    /** First 180 or 183. */
    RINGING,
    /** 200 received; at a callee: sent. */
    ANSWERED,
    /** Nothing more comes; carries the result. */
    ENDED;

    private static final CallEventKind[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static CallEventKind of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
