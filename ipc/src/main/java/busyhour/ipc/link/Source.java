package busyhour.ipc.link;

/** Where a record came from; good only while its handler is being called. Single-threaded. */
public final class Source {
    private String worker;
    private long runId;
    private long sequence;

    Source set(final String fromWorker, final long ofRunId, final long withSequence) {
        worker = fromWorker;
        runId = ofRunId;
        sequence = withSequence;
        return this;
    }

    /** The worker's name. */
    public String worker() {
        return worker;
    }

    /** The run. */
    public long runId() {
        return runId;
    }

    /** From 1, without a gap, for each run and worker. */
    public long sequence() {
        return sequence;
    }
}
