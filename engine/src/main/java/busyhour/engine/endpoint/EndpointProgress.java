package busyhour.engine.endpoint;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How far the endpoints of a shard are: counts by group that the run reads to start callers and to end. Written by the shard's thread with
 * ordered stores, read by the run's thread.
 */
public final class EndpointProgress {

    private final AtomicIntegerArray ready;
    private final AtomicIntegerArray finished;
    private final AtomicIntegerArray closed;

    /** @param groups number of groups in the run. */
    public EndpointProgress(final int groups) {
        ready = new AtomicIntegerArray(groups);
        finished = new AtomicIntegerArray(groups);
        closed = new AtomicIntegerArray(groups);
    }

    /** An endpoint is registered or listening, or will never be. */
    public void onReady(final int group) {
        increment(ready, group);
    }

    /** An endpoint made its last call. */
    public void onFinished(final int group) {
        increment(finished, group);
    }

    /** An endpoint is closed: it has its outcome and does nothing more. */
    public void onClosed(final int group) {
        increment(closed, group);
    }

    private static void increment(final AtomicIntegerArray counts, final int group) {
        counts.lazySet(group, counts.getPlain(group) + 1);
    }

    public int ready(final int group) {
        return ready.get(group);
    }

    public int finished(final int group) {
        return finished.get(group);
    }

    public int closed(final int group) {
        return closed.get(group);
    }
}
