package busyhour.engine.endpoint;

import org.agrona.collections.IntArrayList;

/**
 * Endpoints with something to say that the transport did not take: each is asked again at every poll, and few are ever here.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Retries {

    /** Says it again. */
    @FunctionalInterface
    interface Attempt {
        /** @return false when it was refused again. */
        boolean again(int endpoint, long nowNs);
    }

    private static final long RETRY_NS = 1_000_000L;

    private final IntArrayList waiting;
    private final boolean[] isWaiting;
    private long nextNs = Long.MAX_VALUE;

    /** @param endpoints endpoints of the shard. */
    Retries(final int endpoints) {
        waiting = new IntArrayList(Math.max(1, endpoints), -1);
        isWaiting = new boolean[endpoints];
    }

    void add(final int endpoint, final long nowNs) {
        if (!isWaiting[endpoint]) {
            isWaiting[endpoint] = true;
            waiting.addInt(endpoint);
            nextNs = Math.min(nextNs, nowNs + RETRY_NS);
        }
    }

    int poll(final long nowNs, final Attempt attempt) {
        if (nowNs < nextNs) {
            return 0;
        }
        for (int i = waiting.size() - 1; i >= 0; i--) {
            final int endpoint = waiting.getInt(i);
            if (attempt.again(endpoint, nowNs)) {
                isWaiting[endpoint] = false;
                waiting.fastUnorderedRemove(i);
            }
        }
        nextNs = waiting.isEmpty() ? Long.MAX_VALUE : nowNs + RETRY_NS;
        return 1;
    }

    long nextDeadlineNs() {
        return nextNs;
    }
}
