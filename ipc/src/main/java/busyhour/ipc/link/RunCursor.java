package busyhour.ipc.link;

/** How far the platform is with one run of one worker. Polling thread only. */
final class RunCursor {
    final long runId;
    private long next;
    private long acknowledged;
    private long acknowledgementSent;
    private boolean resumeDue;
    private boolean wanting;
    private long nextAskNs;
    private int failures;

    RunCursor(final long runId, final long storedSequence) {
        this.runId = runId;
        this.next = storedSequence + 1;
        this.acknowledged = storedSequence;
        this.acknowledgementSent = storedSequence;
    }

    /** The worker asks; what it no longer has was acknowledged once. */
    void onResume(final long first) {
        next = Math.max(next, first);
        acknowledged = Math.max(acknowledged, first - 1);
        acknowledgementSent = first - 1;
        resumeDue = true;
    }

    /** A record is missing, or was not taken: ask for it, and again until it comes; but not once for each that follows. */
    void complain() {
        if (!wanting) {
            wanting = true;
            resumeDue = true;
        }
    }

    long next() {
        return next;
    }

    void received() {
        next++;
        failures = 0;
        wanting = false;
    }

    /** The next record was offered and not taken. @return how often in a row. */
    int failed() {
        return ++failures;
    }

    void acknowledge(final long sequence) {
        acknowledged = Math.max(acknowledged, Math.min(sequence, next - 1));
    }

    long acknowledged() {
        return acknowledged;
    }

    boolean isResumeDue(final long nowNs) {
        return resumeDue || wanting && nowNs - nextAskNs >= 0;
    }

    void resumeSent(final long nowNs, final long intervalNs) {
        resumeDue = false;
        nextAskNs = nowNs + intervalNs;
    }

    boolean isAcknowledgementDue() {
        return acknowledged > acknowledgementSent;
    }

    void acknowledgementSent() {
        acknowledgementSent = acknowledged;
    }
}
