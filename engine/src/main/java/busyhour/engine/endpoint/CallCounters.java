package busyhour.engine.endpoint;

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
    int actionsExecuted;
    int actionsFailed;
    int holds;
    private long heldNs;
    private long heldSinceNs = NOT_HELD;

    /** A re-INVITE or UPDATE was sent or received. */
    void reinvite(final boolean sent) {
        if (sent) {
            reinvitesSent++;
        } else {
            reinvitesReceived++;
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
