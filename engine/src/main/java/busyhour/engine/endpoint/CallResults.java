package busyhour.engine.endpoint;

import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;

/** What a final status code says about a call, in the words and by the codes of the hosted services that people come from. */
final class CallResults {

    private CallResults() {
    }

    static CallResult of(final int statusCode) {
        return switch (statusCode) {
            case 486, 600 -> CallResult.BUSY;
            case 403, 603 -> CallResult.REJECTED;
            case 408 -> CallResult.TIMEOUT;
            case 487 -> CallResult.CANCELLED;
            case 480, 503 -> CallResult.UNAVAILABLE;
            default -> statusCode >= 200 && statusCode < 300 ? CallResult.ANSWERED : CallResult.FAILED;
        };
    }

    /** Outcome of an endpoint whose call ended with this code instead of an answer. */
    static EndpointOutcome outcome(final int statusCode) {
        return switch (statusCode) {
            case 408 -> EndpointOutcome.TIMEOUT;
            case 415, 488, 606 -> EndpointOutcome.NEGOTIATION_FAILED;
            default -> EndpointOutcome.CALL_FAILED;
        };
    }
}
