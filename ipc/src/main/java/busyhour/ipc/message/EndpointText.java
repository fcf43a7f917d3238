package busyhour.ipc.message;

import busyhour.ipc.metric.Slot;

/**
 * A metric of kind string.
 *
 * @param endpoint number in the run.
 * @param second   of the run, from 0.
 * @param call     the endpoint's call number from 0, -1 outside a call.
 */
public record EndpointText(int endpoint, int second, int call, Slot slot, String value) {
}
