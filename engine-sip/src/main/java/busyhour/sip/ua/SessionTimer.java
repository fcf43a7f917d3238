package busyhour.sip.ua;

/** The session timer of one call (RFC 4028); worked on by {@link SessionTimers}. */
final class SessionTimer {

    /** Interval that our requests ask for, seconds; 0 = none. */
    long askedS;
    /** Least interval that somebody on the way takes (422). */
    long minSeS;
    /** The interval in force, seconds; 0 = none. */
    long intervalS;
    boolean weRefresh;
    long refreshAtNs = Call.NEVER;
    long expireAtNs = Call.NEVER;

    /** Of the peer's request that is not answered yet. */
    long requestedS;
    long requestedMinS;
    byte requestedRefresher;
    boolean requesterSupports;
    /** What the answer that is being written says. */
    long decidedS;
    boolean decidedWeRefresh;

    void clear() {
        askedS = 0;
        minSeS = 0;
        intervalS = 0;
        weRefresh = false;
        refreshAtNs = Call.NEVER;
        expireAtNs = Call.NEVER;
        requestedS = 0;
        requestedMinS = 0;
        requestedRefresher = SessionTimerPolicy.ANY;
        requesterSupports = false;
        decidedS = 0;
        decidedWeRefresh = false;
    }
}
