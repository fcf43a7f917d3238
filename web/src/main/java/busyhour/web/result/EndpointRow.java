package busyhour.web.result;

import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;

/**
 * One endpoint in the table of all. Values that were not measured are NaN.
 *
 * @param outcome     null until the end.
 * @param statusCode  last SIP status that decided something, 0 = none.
 * @param detail      a word for people, may be empty.
 * @param calls       begun.
 * @param result      of its last call, null before.
 * @param mosMin      of its worst second.
 * @param packetsLost received side.
 * @param setupMs     of its last call.
 * @param media       codecs, security, and what whole calls came to.
 */
public record EndpointRow(
        int endpoint, String group, EndpointPhase phase, EndpointOutcome outcome, int statusCode, String detail, int calls,
        CallResult result, double mosMin, double mosAvg, double jitterMaxMs, double packetsLost, double setupMs,
        EndpointMedia media) {

    /** How much this endpoint needs to be looked at: larger is worse. */
    double badness() {
        int severity = outcome == null ? 0 : outcome.severity();
        double mos = Double.isNaN(mosMin) ? 0 : 5 - mosMin;
        return severity * 100 + mos * 10 + (packetsLost > 0 ? 1 : 0) + (Double.isNaN(jitterMaxMs) ? 0 : jitterMaxMs / 1_000);
    }
}
