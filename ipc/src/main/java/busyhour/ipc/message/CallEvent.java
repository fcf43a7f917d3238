package busyhour.ipc.message;

import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;

/**
 * A step in the life of a call.
 *
 * @param timeNs     when it happened, since the run began at the worker.
 * @param intendedNs when the plan wanted the call to start; at a callee the INVITE's arrival.
 * @param endpoint   number in the run, -1 for a call that none was free for.
 * @param call       the endpoint's call number from 0.
 * @param caller     whether this endpoint calls.
 * @param counted    whether the run's call counts come from this side.
 * @param result     null but for {@link CallEventKind#ENDED}.
 * @param statusCode SIP, 0 = none.
 * @param group      index of the group in the assignment, -1 = not known.
 * @param dropReason null but for {@link CallEventKind#DROPPED}.
 */
public record CallEvent(
        long timeNs, long intendedNs, int endpoint, int call, CallEventKind kind, boolean caller, boolean counted,
        CallResult result, int statusCode, int group, DropReason dropReason) {

    /** Of a group that is not known, and not dropped. */
    public CallEvent(
            final long timeNs, final long intendedNs, final int endpoint, final int call, final CallEventKind kind, final boolean caller,
            final boolean counted, final CallResult result, final int statusCode) {
        this(timeNs, intendedNs, endpoint, call, kind, caller, counted, result, statusCode, -1, null);
    }
}
