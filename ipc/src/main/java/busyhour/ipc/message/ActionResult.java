package busyhour.ipc.message;

import busyhour.ipc.plan.ActionSpec;

/**
 * A step of a scenario action came to its end.
 *
 * @param timeNs     since the run began at the worker.
 * @param endpoint   number in the run.
 * @param call       the endpoint's call number from 0.
 * @param action     in the order of the plan, from 0.
 * @param step       within the action, from 0.
 * @param kind       what it did, null when a newer worker knows more.
 * @param ok         whether it was done.
 * @param statusCode SIP status code that refused it, 0 = none.
 * @param reason     why it failed, empty when it did not.
 */
public record ActionResult(
        long timeNs, int endpoint, int call, int action, int step, ActionSpec.Kind kind, boolean ok, int statusCode, String reason) {
}
