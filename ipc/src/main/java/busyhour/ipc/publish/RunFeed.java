package busyhour.ipc.publish;

/**
 * A run's way from this worker's rings to the platform. Made by {@link PublisherAgent#open}; worked by that agent; its
 * methods may be called by any thread.
 */
public final class RunFeed {
    RunFeed() {
    }

    /** The run. */
    public long runId() {
        throw new UnsupportedOperationException("being built");
    }

    /** Says that nothing more will be written into the rings: what is in them is journaled, then the run's end. */
    public void complete() {
        throw new UnsupportedOperationException("being built");
    }

    /** Whether the run's end is journaled: the rings may be closed. */
    public boolean isJournaled() {
        throw new UnsupportedOperationException("being built");
    }

    /** Whether the platform has acknowledged everything: the journal is gone, unless it is kept. */
    public boolean isDone() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Why samples are no longer journaled, one sentence for people: the run must end. States, call events and the run's end
     * are still written, out of the reserve.
     *
     * @return null while all is well.
     */
    public String refusal() {
        throw new UnsupportedOperationException("being built");
    }

    /** Records that were not journaled for want of disk. */
    public long recordsRefused() {
        throw new UnsupportedOperationException("being built");
    }

    /** Bytes journaled so far. */
    public long journalBytes() {
        throw new UnsupportedOperationException("being built");
    }

    /** Age of the oldest record that was not sent yet, 0 when none waits. */
    public long lagNs() {
        throw new UnsupportedOperationException("being built");
    }

    /** The largest {@link #lagNs()} since this was last asked; for the one that reports. */
    public long takeLagMaxNs() {
        throw new UnsupportedOperationException("being built");
    }

    /** Last sequence that the platform has acknowledged, 0 = none. */
    public long acknowledged() {
        throw new UnsupportedOperationException("being built");
    }
}
