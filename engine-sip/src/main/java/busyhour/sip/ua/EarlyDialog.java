package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.store.BytePool;

/**
 * One early dialog of our INVITE in which reliable provisional responses came (RFC 3261 12.1.2, RFC 3262 4). An INVITE that
 * forked has several. Pooled.
 */
final class EarlyDialog {

    final int index;
    final Dialog dialog;

    /** The next one of the same call, or null. */
    EarlyDialog next;
    /** RSeq of the last response that was acknowledged. */
    long rSeq;
    /** Transaction of the last PRACK, -1 without one. */
    int prack;
    /** What the PRACK says of our INVITE. */
    long inviteCSeq;
    /** Offer and answer went through in it. */
    boolean agreed;
    /** Answer that goes into the PRACK. */
    int sdp = BytePool.NONE;
    byte carried;
    int attempts;

    EarlyDialog(final int index, final Dialog dialog) {
        this.index = index;
        this.dialog = dialog;
    }
}
