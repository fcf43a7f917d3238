package busyhour.sip.ua;

import busyhour.sip.store.BytePool;

/** The REFERs of one call, ours and the peer's, one of each at a time; worked on by {@link Transfers} and {@link Referrals}. */
final class Transfer {

    static final byte NONE = 0;
    /** Ours: sent and not answered. The peer's: not answered. */
    static final byte ASKED = 1;
    /** The implicit subscription stands. */
    static final byte ACTIVE = 2;
    /** The peer's: accepted, and it wants no subscription (RFC 4488). */
    static final byte SILENT = 3;

    /** Our REFER. */
    byte ours = NONE;
    /** When its subscription is over without a word. */
    long endAtNs = Call.NEVER;

    /** The peer's REFER. */
    byte peers = NONE;
    final HeldRequest request = new HeldRequest();
    long peersCSeq;
    /** REFERs of the peer in this call. */
    int peersCount;
    /** When its subscription expires. */
    long expireAtNs = Call.NEVER;
    /** Refer-To without headers, and header lines for the new INVITE: Replaces, Referred-By. */
    int referTo = BytePool.NONE;
    int lines = BytePool.NONE;
    boolean wantsNoNotify;
    /** Status that the next NOTIFY is to tell, 0 = none. */
    int toTell;
    boolean notifying;
    /** A refusal or acceptance that the transport did not take. */
    int verdict;
    long workAtNs = Call.NEVER;
    /** The call that this one, once answered, takes the place of (RFC 3891): its handle, -1 = none. */
    int replaces = -1;

    /** Forgets all but blocks, which are given back before. */
    void clear() {
        ours = NONE;
        endAtNs = Call.NEVER;
        peers = NONE;
        peersCSeq = 0;
        peersCount = 0;
        expireAtNs = Call.NEVER;
        wantsNoNotify = false;
        toTell = 0;
        notifying = false;
        verdict = 0;
        workAtNs = Call.NEVER;
        replaces = -1;
    }
}
