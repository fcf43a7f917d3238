package busyhour.sip.ua;

import busyhour.sip.store.BytePool;

/** A re-INVITE or UPDATE of the peer in one call; worked on by {@link IncomingOffers}. */
final class IncomingOffer {

    static final byte NONE = 0;
    /** Nothing final is sent so far. */
    static final byte OPEN = 1;
    /** Our 2xx to a re-INVITE waits for its ACK. */
    static final byte ACCEPTED = 2;

    final HeldRequest request = new HeldRequest();
    byte state = NONE;
    /** Whether the peer made an offer; else we make it in the 2xx. */
    boolean offered;
    /** It came before the INVITE was answered: it says nothing of session timers. */
    boolean early;
    /** Whether it asked for a session timer. */
    boolean refreshes;
    /** Hash of the peer's description. */
    long description;
    /** What the core decided and the transport refused so far: 200, a refusal, or 0 = the user decides. */
    int verdict;
    /** The 2xx that is repeated until its ACK comes. */
    int accepted = BytePool.NONE;
    long intervalNs;
    /** When to send 100, to repeat the 2xx or to try again. */
    long workAtNs = Call.NEVER;
    /** When to give up waiting for the ACK or for the user. */
    long giveUpAtNs = Call.NEVER;
}
