package busyhour.rtp.srtp;

/** Why a packet was not protected or unprotected; lengths are not negative. */
public final class SrtpResult {

    /** Too short, too long, or no RTP or RTCP at all. */
    public static final int MALFORMED = -1;
    /** The tag is not that of the packet: it was changed, is of another key, or is not protected at all. */
    public static final int AUTH_FAILED = -2;
    /** The packet was received already, or is older than the replay window (RFC 3711 3.3.2). */
    public static final int REPLAYED = -3;
    /** There is no key. */
    public static final int NO_KEY = -4;
    /** The key protected as many packets as it may: 2^48 of RTP, 2^31 of RTCP for each SSRC (RFC 3711 9.2). */
    public static final int KEY_WORN = -5;

    private SrtpResult() {
    }
}
