package busyhour.ipc.run;

/**
 * How an endpoint ended; set once, only a higher severity replaces it. New outcomes go to the end.
 */
public enum EndpointOutcome {
    /** Normal end. */
    SUCCESS(0),
    /** Done, with something that a person should look at. */
    COMPLETED_WITH_WARNINGS(1),
    /** REGISTER refused or without an answer. */
    REGISTRATION_FAILED(10),
    /** The call was refused, or the callee could not be reached. */
    CALL_FAILED(10),
    /** Offer and answer (RFC 3264) found nothing in common. */
    NEGOTIATION_FAILED(10),
    /** No answer to the INVITE, or no call came in time. */
    TIMEOUT(10),
    /** The operating system refused: sockets, memory, files; or the worker was lost. */
    OSERROR(10),
    /** BYE could not be sent or was not answered. */
    TEARDOWN_ERROR(10);

    private final int severity;

    EndpointOutcome(final int severity) {
        this.severity = severity;
    }

    /** 0 fine, 1 warning, 10 failure. */
    public int severity() {
        return severity;
    }

    /** The outcome after another one was found; either may be null. */
    public static EndpointOutcome worse(final EndpointOutcome first, final EndpointOutcome then) {
        if (first == null || then == null) {
            return first == null ? then : first;
        }
        return then.severity > first.severity ? then : first;
    }

    private static final EndpointOutcome[] BY_CODE = values();

    /** What goes over the wire. */
    public int code() {
        return ordinal();
    }

    /** @return null for a code that this build does not know. */
    public static EndpointOutcome of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
