package busyhour.sip.ua;

/**
 * What an endpoint wants of session timers (RFC 4028). An endpoint without a policy asks for none, yet a peer that asks gets
 * one.
 *
 * @param expiresS  session interval to ask for, seconds.
 * @param minSeS    shortest interval to accept, seconds; shorter ones get 422.
 * @param refresher who is to refresh: {@link #ANY}, {@link #UAC} (who sends the INVITE) or {@link #UAS}.
 */
public record SessionTimerPolicy(int expiresS, int minSeS, byte refresher) {

    /** The peer's choice; where we choose, the caller. */
    public static final byte ANY = 0;
    public static final byte UAC = 1;
    public static final byte UAS = 2;

    /** Min-SE of who says nothing; no one may ask for less (RFC 4028 5). */
    public static final int LEAST_S = 90;

    /** Checks the order of the two times. */
    public SessionTimerPolicy {
        if (minSeS < LEAST_S || expiresS < minSeS) {
            throw new IllegalArgumentException(
                    "session interval " + expiresS + " s, shortest " + minSeS + " s: " + LEAST_S + " <= shortest <= interval");
        }
        if (refresher < ANY || refresher > UAS) {
            throw new IllegalArgumentException("refresher " + refresher);
        }
    }
}
