package busyhour.web.live;

/** A run that somebody looks at while it goes on, here or in another process. Any thread. */
interface Followed {

    /** Waits for a snapshot after {@code version}. Returns the one at hand when none came in time. */
    Snapshot awaitAfter(long version, long timeoutMs) throws InterruptedException;
}
