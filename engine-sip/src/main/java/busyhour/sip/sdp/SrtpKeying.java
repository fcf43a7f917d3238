package busyhour.sip.sdp;

/** How both sides come to the keys of SRTP. */
public enum SrtpKeying {
    /** There is no SRTP. */
    NONE,
    /** Keys stand in the descriptions (RFC 4568). */
    SDES,
    /** A handshake on the media path, whose certificates the descriptions name (RFC 5763, 5764). */
    DTLS
}
