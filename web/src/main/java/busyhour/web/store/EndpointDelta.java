package busyhour.web.store;

import busyhour.ipc.run.CallResult;

/** What a batch adds to the row of one endpoint. Values never measured are NaN. */
final class EndpointDelta {

    final long runId;
    final int endpoint;
    final String group;
    String phase;
    String outcome;
    int severity = -1;
    int lastSecond = -1;
    double mosSum;
    int mosCount;
    double mosMin = Double.NaN;
    double jitterMax = Double.NaN;
    double lossMax = Double.NaN;
    double packetsLost = Double.NaN;
    double setupMs = Double.NaN;
    double rttMs = Double.NaN;
    int calls;
    int finalStatusCode = -1;
    CallResult callResult;
    String reason;
    String detail;
    int stepsDone;
    int stepsFailed;
    final MediaDelta media = new MediaDelta();

    EndpointDelta(long runId, int endpoint, String group) {
        this.runId = runId;
        this.endpoint = endpoint;
        this.group = group;
    }

    void mos(double value) {
        mosSum += value;
        mosCount++;
        mosMin = Double.isNaN(mosMin) ? value : Math.min(mosMin, value);
    }

    void jitter(double value) {
        jitterMax = Double.isNaN(jitterMax) ? value : Math.max(jitterMax, value);
    }

    void loss(double value) {
        lossMax = Double.isNaN(lossMax) ? value : Math.max(lossMax, value);
    }

    /** The outcome of the highest severity stays, the first of equals; its detail goes with it. */
    void outcome(String word, int itsSeverity, String itsDetail) {
        if (outcome == null || itsSeverity > severity) {
            outcome = word;
            severity = itsSeverity;
            detail = itsDetail == null || itsDetail.isEmpty() ? null : itsDetail;
        }
    }

    void copyTo(CopyRows rows) {
        rows.row(23 + MediaDelta.COUNT).int64(runId).int32(endpoint).text(group).text(phase).text(outcome).int16(severity).int32(lastSecond)
                .float64(mosSum).int32(mosCount).float64OrNothing(mosMin).float64OrNothing(jitterMax).float64OrNothing(lossMax)
                .float64OrNothing(packetsLost).float64OrNothing(setupMs).float64OrNothing(rttMs).int32(calls);
        if (finalStatusCode < 0) {
            rows.nothing();
        } else {
            rows.int32(finalStatusCode);
        }
        rows.text(callResult == null ? null : callResult.word()).int16(callResult == null ? 0 : callResult.severity())
                .text(reason).text(detail).int32(stepsDone).int32(stepsFailed);
        media.copyTo(rows);
    }
}
