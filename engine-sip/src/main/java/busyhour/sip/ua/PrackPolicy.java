package busyhour.sip.ua;

/** What an endpoint says of reliable provisional responses (RFC 3262 3, 4). */
public enum PrackPolicy {

    /** Neither said to be supported nor taken: {@code Require: 100rel} is refused with 420. */
    OFF,
    /**
     * Said to be supported. As callee reliable when the caller requires it, and for session descriptions in provisional
     * responses when the caller supports it.
     */
    SUPPORTED,
    /** Required as caller. As callee each provisional response but 100 is reliable; 421 when the caller does not support it. */
    REQUIRED
}
