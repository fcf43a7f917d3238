package busyhour.ipc.run;

/**
 * Why a call that was due could not be started. New reasons go to the end.
 */
public enum DropReason {
    /** All endpoints of the group had calls, and none became free within the plan's patience. */
    NO_FREE_CALLER("no free caller"),
    /** Media sockets could not be opened. */
    NO_SOCKET("no media socket"),
    /** The transport did not take the INVITE in time. */
    NOT_SENT("INVITE not sent in time"),
    /** The target cannot be called. */
    BAD_TARGET("target is no SIP URI"),
    /** The run was stopped before. */
    STOPPED("run stopped");

    private static final DropReason[] BY_CODE = values();

    private final String word;

    DropReason(final String word) {
        this.word = word;
    }

    /** As results name it. */
    public String word() {
        return word;
    }

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static DropReason of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
