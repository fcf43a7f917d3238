package busyhour.sip.ua;

/** What ends calls, and what is told of their end. */
interface CallEnds {

    /** Ends a call, whatever its state asks for; false when it is over or ending. */
    boolean hangUp(Call call, long nowNs);
}
