package busyhour.ipc.message;

import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;

/**
 * Where an endpoint is since a moment.
 *
 * @param timeNs     since the run began at the worker.
 * @param endpoint   number in the run.
 * @param call       the endpoint's call number from 0, -1 outside a call.
 * @param outcome    null while there is none.
 * @param statusCode SIP, 0 = none.
 * @param detail     a word for people, may be empty.
 */
public record EndpointState(
        long timeNs, int endpoint, int call, EndpointPhase phase, EndpointOutcome outcome, int statusCode, String detail) {
}
