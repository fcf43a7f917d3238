package busyhour.ipc.link;

import busyhour.ipc.plan.Assignment;
import java.util.Set;

/** The platform's side of all links to workers. */
public final class PlatformLink implements AutoCloseable {
    /**
     * Starts the media driver and listens.
     *
     * @throws IllegalArgumentException when the context has faults.
     * @throws IllegalStateException when a port is in use or the driver cannot start, in one sentence.
     */
    public PlatformLink(final LinkContext context, final CollectorHandler handler) {
        throw new UnsupportedOperationException("being built");
    }

    /** UDP port that workers send records to. */
    public int dataPort() {
        throw new UnsupportedOperationException("being built");
    }

    /** UDP port that workers take commands from. */
    public int controlPort() {
        throw new UnsupportedOperationException("being built");
    }

    /** Takes what arrived, sends what waits. @return how much there was to do. */
    public int poll() {
        throw new UnsupportedOperationException("being built");
    }

    /** Names of the workers connected now. Any thread. */
    public Set<String> workers() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Gives a worker its part of a run. Any thread. Whether it arrived shows in its RunState.
     *
     * @throws IllegalArgumentException when the assignment is longer than {@link LinkContext#ASSIGNMENT_LIMIT_BYTES} as JSON.
     */
    public void startRun(final String worker, final Assignment assignment) {
        throw new UnsupportedOperationException("being built");
    }

    /** Ends a run at a worker. Any thread. */
    public void stopRun(final String worker, final long runId, final boolean graceful) {
        throw new UnsupportedOperationException("being built");
    }

    /** Says that everything up to this sequence is stored: the worker forgets it. Any thread; lower ones than before are ignored. */
    public void acknowledge(final String worker, final long runId, final long sequence) {
        throw new UnsupportedOperationException("being built");
    }

    /** Ends the driver and deletes its directory. By the polling thread, or when that has ended. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("being built");
    }
}
