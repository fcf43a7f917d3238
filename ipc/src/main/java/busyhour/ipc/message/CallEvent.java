package busyhour.ipc.message;

import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;

/**
 * A step in the life of a call.
 *
 * @param timeNs     when it happened, since the run began at the worker.
 * @param intendedNs when the plan wanted the call to start; at a callee the INVITE's arrival.
 * @param endpoint   number in the run.
 * @param call       the endpoint's call number from 0.
 * @param caller     whether this endpoint calls.
 * @param counted    whether the run's call counts come from this side.
 * @param result     null but for {@link CallEventKind#ENDED}.
 * @param statusCode SIP, 0 = none.
 */
public record CallEvent(
        long timeNs, long intendedNs, int endpoint, int call, CallEventKind kind, boolean caller, boolean counted,
        CallResult result, int statusCode) {
}
