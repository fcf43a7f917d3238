package busyhour.sip.sdp;

/** Whether the packets of a stream are encrypted (RFC 3711). The package's description says what each one offers and accepts. */
public enum SrtpPolicy {
    /** Never. */
    NONE,
    /** Where the peer does so too. */
    PREFERRED,
    /** Always, or there is no stream. */
    REQUIRED
}
