package busyhour.engine.endpoint;

import org.agrona.DirectBuffer;

/**
 * What an endpoint's calls count in mid-call (catalogue category call_timing). They go on from call to call.
 * Changed by the shard's thread.
 */
final class CallCounters {

    private static final long NOT_HELD = Long.MIN_VALUE;

    int reinvitesSent;
    int reinvitesReceived;
    int sessionTimerRefreshes;
    int transfers;
    int redirectsFollowed;
    int reliableProvisionals;
    int actionsExecuted;
    int actionsFailed;
    int holds;
    private long heldNs;
    private long heldSinceNs = NOT_HELD;

    /** A message was sent or received for the first time. */
    void message(final boolean sent, final DirectBuffer buffer, final int offset, final int length) {
        if (InDialogRequest.isReInvite(buffer, offset, length)) {
            reinvitesSent += sent ? 1 : 0;
            reinvitesReceived += sent ? 0 : 1;
        } else if (InDialogRequest.isPrack(buffer, offset, length)) {
            reliableProvisionals++;
        }
    }

    /** The call is on hold from now on, by either side, or no more. */
    void held(final boolean held, final long nowNs) {
        if (held && heldSinceNs == NOT_HELD) {
            heldSinceNs = nowNs;
            holds++;
        } else if (!held && heldSinceNs != NOT_HELD) {
            heldNs += nowNs - heldSinceNs;
            heldSinceNs = NOT_HELD;
        }
    }

    double totalHoldMs(final long nowNs) {
        return (heldNs + (heldSinceNs == NOT_HELD ? 0 : nowNs - heldSinceNs)) / 1e6;
    }
}
