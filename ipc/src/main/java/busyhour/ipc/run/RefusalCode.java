package busyhour.ipc.run;

/** Why a platform does not want a worker. New codes go to the end. */
public enum RefusalCode {
    /** Not known, or no longer: say Hello. */
    UNKNOWN,
    /** The platform speaks another version of the protocol. */
    PROTOCOL,
    /** The ticket is not valid. */
    TICKET,
    /** Another worker of this name is connected. */
    NAME_IN_USE;

    private static final RefusalCode[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static RefusalCode of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
