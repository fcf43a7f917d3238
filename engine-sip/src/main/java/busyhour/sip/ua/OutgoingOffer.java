package busyhour.sip.ua;

import busyhour.sip.store.BytePool;

/** Our re-INVITE or UPDATE in one call; worked on by {@link OutgoingOffers}. */
final class OutgoingOffer {

    static final byte NONE = 0;
    /** To be sent at {@link #workAtNs}: after 491, 500 or a challenge. */
    static final byte WAITING = 1;
    static final byte SENT = 2;

    byte state = NONE;
    byte method;
    /** It refreshes the session; the user did not ask for it. */
    boolean refresh;
    /** It went before the INVITE was answered: it says nothing of session timers. */
    boolean early;
    /** Our offer, {@link BytePool#NONE} without one. */
    int sdp = BytePool.NONE;
    /** Client transaction, -1 without one. */
    int transaction = -1;
    long cSeq;
    byte carried;
    int attempts;
    /** Times that it was refused with 491 or 500. */
    int glares;
    /** When to send it, or to give up an INVITE that stays without a final response. */
    long workAtNs = Call.NEVER;
    /** The last ACK, sent again for each repetition of its 2xx. */
    int ack = BytePool.NONE;
    long ackCSeq = -1;
    boolean ackWanted;
    boolean ackSent;
}
