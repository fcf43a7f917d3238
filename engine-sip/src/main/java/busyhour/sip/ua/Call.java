package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.store.BytePool;

/**
 * One call: where it stands, its dialog, its blocks and deadlines. Pooled; worked on by {@link CallerSide},
 * {@link CalleeSide} and {@link HangUps}.
 *
 * <pre>
 *   caller:  INVITING -> CALLING -> PROCEEDING -> ESTABLISHED -> ENDING
 *                           |          '-> CANCELLING -----------^
 *   callee:  RINGING -> ACCEPTED -> ESTABLISHED -> ENDING
 *               '-> REFUSING
 * </pre>
 */
final class Call {

    static final byte FREE = 0;
    /** An INVITE is to be sent again with credentials; no transaction is free so far. */
    static final byte INVITING = 1;
    static final byte CALLING = 2;
    static final byte PROCEEDING = 3;
    /** A CANCEL is sent or to be sent. */
    static final byte CANCELLING = 4;
    static final byte ESTABLISHED = 5;
    /** An INVITE came. */
    static final byte RINGING = 6;
    /** Our 2xx waits for its ACK. */
    static final byte ACCEPTED = 7;
    /** A refusal of the INVITE is to be sent; the listener knows already. */
    static final byte REFUSING = 8;
    /** A BYE is sent or to be sent. */
    static final byte ENDING = 9;

    static final long NEVER = Long.MAX_VALUE;
    /** Other legs of a forked INVITE that are remembered. */
    static final int MAX_FORKS = 4;

    final int index;
    final Dialog dialog;
    final Session session = new Session();
    final long[] forks = new long[MAX_FORKS];

    int generation;
    byte state = FREE;
    /** Why it is in this state, for people. */
    String reason = "";
    UserAgent agent;
    /** Transport that its Contact names. */
    byte kind;
    /** Whether its Contact must be a sips URI (RFC 3261 8.1.1.8, 12.1.1). */
    boolean secure;
    long localTag;
    /** We made the INVITE and own the Call-ID. */
    boolean outgoing;
    /** Header lines that our INVITE has besides: Replaces, Referred-By. */
    int lines = BytePool.NONE;
    /** Our INVITE's transaction, -1 when there is none. */
    int invite;
    /** The transaction of the peer's INVITE, -1 when there is none. */
    int server;
    /** CSeq number of the last INVITE in either direction whose ACK matters. */
    long inviteCSeq;
    /** Our session description. */
    int sdp = BytePool.NONE;
    /** Caller: the ACK, sent again for each 2xx. */
    int ack = BytePool.NONE;
    /** Callee: head of all responses to the INVITE. */
    int head = BytePool.NONE;
    /** Callee: the 2xx that is repeated until its ACK comes. */
    int accepted = BytePool.NONE;
    /** Callee: description of a provisional response that waits for the PRACK of the one before. */
    int held = BytePool.NONE;
    /** Caller: where a 3xx says to call, see {@link Redirects}. */
    int targets = BytePool.NONE;
    /** Caller: early dialogs with reliable provisional responses, or null. */
    EarlyDialog early;
    /** Offer and answer went through before the INVITE's 2xx (RFC 3262 5). */
    boolean agreed;
    /** Callee: the INVITE had an offer. */
    boolean offered;
    /** Callee: {@link OptionTags} that the caller supports or requires. */
    int peerTags;
    /** Callee: {@link OptionTags} that the caller requires. */
    int peerRequires;
    /** Callee: RSeq of the last reliable provisional response, 0 before the first. */
    long rSeq;
    /** Callee: that response has no PRACK so far, ... */
    boolean prackWanted;
    /** ... and it holds a session description, so that the 2xx has to wait. */
    boolean prackForSdp;
    /** Callee: status of a provisional response that waits for that PRACK, 0 = none. */
    int heldStatus;
    /** Callee: the 2xx waits for that PRACK. */
    boolean answerHeld;
    byte carried;
    int attempts;
    int forkCount;
    /** To be sent in {@link #REFUSING}. */
    int refusal;
    /** The BYE's transaction, -1 without one. */
    int bye;
    int byeAttempts;
    boolean hangUpWanted;
    boolean cancelSent;
    boolean ackWanted;
    boolean ackSent;
    /** The listener has its last word. */
    boolean reported;
    /** When to do what could not be done before, or to send 100. */
    long workAtNs;
    /** When to repeat the 2xx, and the interval now. */
    long repeatAtNs;
    long intervalNs;
    /** When to give up waiting for the ACK. */
    long giveUpAtNs;

    Call(final int index, final Dialog dialog) {
        this.index = index;
        this.dialog = dialog;
    }

    void open(final UserAgent owner, final long tag) {
        agent = owner;
        localTag = tag;
        kind = 0;
        secure = false;
        outgoing = false;
        invite = -1;
        server = -1;
        inviteCSeq = -1;
        carried = Credentials.NONE;
        attempts = 0;
        forkCount = 0;
        refusal = 0;
        hangUpWanted = false;
        cancelSent = false;
        ackWanted = false;
        ackSent = false;
        bye = -1;
        byeAttempts = 0;
        reported = false;
        agreed = false;
        offered = false;
        peerTags = 0;
        peerRequires = 0;
        rSeq = 0;
        prackWanted = false;
        prackForSdp = false;
        heldStatus = 0;
        answerHeld = false;
        workAtNs = NEVER;
        repeatAtNs = NEVER;
        intervalNs = 0;
        giveUpAtNs = NEVER;
    }

    /** Whether it has a dialog that is not confirmed: at the callee from its first response on, at the caller a reliable one. */
    boolean isEarly() {
        return state == RINGING || isCalling() && early != null;
    }

    /** The dialog that requests go in now: at the caller before the 2xx that of the leg heard of last. */
    Dialog dialogNow() {
        return isCalling() && early != null ? early.dialog : dialog;
    }

    /** Whether offer and answer of the INVITE went through, so that another offer may follow. */
    boolean isAgreed() {
        return state == ESTABLISHED || state == ACCEPTED || (isCalling() ? early != null && early.agreed : agreed);
    }

    /** Whether our INVITE is not answered for good. */
    boolean isCalling() {
        return state == INVITING || state == CALLING || state == PROCEEDING || state == CANCELLING;
    }

    /** Whether requests can be sent in its dialog. */
    boolean hasDialog() {
        return state == ESTABLISHED || state == ACCEPTED || isEarly();
    }

    /** Whether this leg of a fork was seen; it is from now on, if there is room. */
    boolean rememberFork(final long tagHash) {
        for (int i = 0; i < forkCount; i++) {
            if (forks[i] == tagHash) {
                return true;
            }
        }
        if (forkCount < MAX_FORKS) {
            forks[forkCount++] = tagHash;
        }
        return false;
    }
}
