package busyhour.ipc.link;

/** How far the platform is with one run of one worker. Polling thread only. */
final class RunCursor {
    final long runId;
    private long next;
    private long acknowledged;
    private long acknowledgementSent;
    private boolean released;
    private boolean releaseSent;
    private boolean resumeDue;
    private boolean wanting;
    private long nextAskNs;
    private int failures;

    RunCursor(final long runId, final RunPosition position) {
        this.runId = runId;
        this.next = position.received() + 1;
        this.acknowledged = position.stored();
        this.acknowledgementSent = position.stored();
        this.released = !position.kept();
    }

    /** The worker asks; what it no longer has was acknowledged once. */
    void onResume(final long first) {
        next = Math.max(next, first);
        acknowledged = Math.max(acknowledged, first - 1);
        acknowledgementSent = first - 1;
        releaseSent = false;
        resumeDue = true;
    }

    /** All is wanted once more, as far as the worker has it. */
    void replay(final RunPosition position) {
        next = position.received() + 1;
        acknowledged = position.stored();
        released = !position.kept();
        resumeDue = true;
    }

    /** Nothing of it will be asked for again. */
    void release() {
        released = true;
    }

    boolean isReleased() {
        return released;
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
        acknowledged = Math.max(acknowledged, sequence);
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
        return acknowledged > acknowledgementSent || released && !releaseSent;
    }

    void acknowledgementSent() {
        acknowledgementSent = acknowledged;
        releaseSent = released;
    }
}
