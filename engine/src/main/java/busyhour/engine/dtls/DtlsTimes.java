package busyhour.engine.dtls;

/**
 * How long handshakes take at most, and how often they say things again.
 *
 * @param limitMs  from the agreement on a handshake to its end; then it failed.
 * @param resendMs until what was not answered is sent again, the double each time (RFC 6347 4.2.4 says 1 s, RFC 9147 5.8.2
 *                 lets a protocol that knows its paths begin with less).
 * @param lingerMs after its end: until then a peer that missed our last flight gets it again (RFC 6347 4.2.4).
 */
public record DtlsTimes(int limitMs, int resendMs, int lingerMs) {

    public static final DtlsTimes DEFAULT = new DtlsTimes(10_000, 400, 15_000);
}
