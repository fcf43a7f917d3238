package busyhour.sip.ua;

import busyhour.sip.SipHop;
import busyhour.sip.dialog.Dialog;
import busyhour.sip.dialog.Workspace;
import busyhour.sip.message.SipMessage;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.IntPool;

/** The early dialogs of all our INVITEs: taken when a reliable provisional response comes, given back with the final one. */
final class EarlyDialogs {

    /** Of one INVITE; responses of further legs of a fork are not acknowledged. */
    private static final int MAX_LEGS = 8;

    private final BytePool pool;
    private final EarlyDialog[] all;
    private final IntPool free;
    private long refused;

    EarlyDialogs(final int capacity, final BytePool pool, final Workspace workspace) {
        this.pool = pool;
        free = new IntPool(capacity);
        all = new EarlyDialog[capacity];
        for (int i = 0; i < capacity; i++) {
            all[i] = new EarlyDialog(i, new Dialog(pool, workspace));
        }
    }

    /** The early dialog that a response belongs to, or null. */
    static EarlyDialog find(final Call call, final SipMessage response) {
        EarlyDialog early = call.early;
        while (early != null && !early.dialog.isRemoteTag(response)) {
            early = early.next;
        }
        return early;
    }

    /** Whether a request is in one of the call's early dialogs, which is its first one then. */
    static boolean choose(final Call call, final SipMessage request) {
        EarlyDialog before = null;
        EarlyDialog early = call.early;
        while (early != null && !early.dialog.matches(request)) {
            before = early;
            early = early.next;
        }
        if (early != null && before != null) {
            before.next = early.next;
            early.next = call.early;
            call.early = early;
        }
        return early != null;
    }

    /** The early dialog whose PRACK this is, or null. */
    static EarlyDialog find(final Call call, final int prack) {
        EarlyDialog early = call.early;
        while (early != null && early.prack != prack) {
            early = early.next;
        }
        return early;
    }

    /** A new one for the leg that this response is the first of, or null when none can be had (counted). */
    EarlyDialog open(final Call call, final SipMessage response, final SipHop proxy) {
        int legs = 0;
        for (EarlyDialog early = call.early; early != null; early = early.next) {
            legs++;
        }
        final int index = legs < MAX_LEGS ? free.take() : IntPool.EMPTY;
        if (index == IntPool.EMPTY) {
            refused++;
            return null;
        }
        final EarlyDialog early = all[index];
        if (!early.dialog.fork(call.dialog, response, proxy)) {
            free.giveBack(index);
            return null;
        }
        early.rSeq = -1;
        early.prack = -1;
        early.agreed = false;
        early.attempts = 0;
        early.carried = Credentials.NONE;
        early.inviteCSeq = call.inviteCSeq;
        early.next = call.early;
        call.early = early;
        return early;
    }

    /** The INVITE has its final response, or the call is over. */
    void release(final Call call) {
        for (EarlyDialog early = call.early; early != null; early = early.next) {
            early.dialog.clear();
            pool.giveBack(early.sdp);
            early.sdp = BytePool.NONE;
            free.giveBack(early.index);
        }
        call.early = null;
    }

    /** Legs whose reliable responses could not be acknowledged. */
    long refused() {
        return refused;
    }
}
