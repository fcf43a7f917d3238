package busyhour.sip.ua;

/** What happens within a call: offers in both directions, the session timer, transfers, open requests. Pooled with its call. */
final class Session {

    final IncomingOffer incoming = new IncomingOffer();
    final OutgoingOffer outgoing = new OutgoingOffer();
    final SessionTimer timer = new SessionTimer();
    final Transfer transfer = new Transfer();
    /** Our open requests other than INVITE, UPDATE and BYE. */
    ClientRequest requests;
    /** Whether the peer's Allow has UPDATE. */
    boolean peerUpdates;
    /** Hash of the peer's last description, 0 = none. */
    long peerDescription;
}
