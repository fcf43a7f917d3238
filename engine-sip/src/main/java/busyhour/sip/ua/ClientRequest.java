package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.store.BytePool;

/** One request of ours other than REGISTER, INVITE, UPDATE and BYE, pooled; worked on by {@link ClientRequests}. */
final class ClientRequest {

    final int index;
    /** For requests out of any dialog. */
    final Dialog own;

    int generation;
    boolean open;
    UserAgent agent;
    /** Null: out of a call. */
    Call call;
    Dialog dialog;
    byte method;
    RequestUser user;
    /** Header lines of its own, {@link BytePool#NONE} without any. */
    int lines = BytePool.NONE;
    byte[] contentType;
    int body = BytePool.NONE;
    /** -1: to be sent. */
    int transaction = -1;
    long cSeq;
    byte carried;
    int attempts;
    /** The next open request of the same call. */
    ClientRequest next;
    boolean linked;

    ClientRequest(final int index, final Dialog own) {
        this.index = index;
        this.own = own;
    }

    /** What the transaction keeps to find this request again. */
    long memo() {
        return (long) generation << Integer.SIZE | index + 1;
    }
}
