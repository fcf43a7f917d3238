package busyhour.ipc.link;

import busyhour.ipc.run.RunStatus;

/** A worker's side of the link to its platform. The worker needs no port open: it connects outwards only. */
public final class WorkerLink implements AutoCloseable {
    /**
     * Starts the media driver and begins to look for the platform, which need not be there yet.
     *
     * @throws IllegalArgumentException when the context has faults.
     * @throws IllegalStateException when the driver cannot start, in one sentence.
     */
    public WorkerLink(final LinkContext context, final WorkerListener listener) {
        throw new UnsupportedOperationException("being built");
    }

    /** Takes what arrived, sends what is due. @return how much there was to do. */
    public int poll() {
        throw new UnsupportedOperationException("being built");
    }

    /** Whether the platform is there. Any thread. */
    public boolean isConnected() {
        throw new UnsupportedOperationException("being built");
    }

    /** What heartbeats say of the run in progress; {@link busyhour.ipc.RunId#NONE} and null without one. Any thread. */
    public void run(final long runId, final RunStatus status) {
        throw new UnsupportedOperationException("being built");
    }

    /** Ends the driver and deletes its directory. By the polling thread, or when that has ended. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("being built");
    }
}
