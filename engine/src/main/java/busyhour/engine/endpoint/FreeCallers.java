package busyhour.engine.endpoint;

/** Callers without a call, the one that is free longest first. One shard's thread; allocates nothing after construction. */
final class FreeCallers {

    private final Endpoint[] ring;
    private int first;
    private int size;

    /** @param callers there are, each of which is in here once at most. */
    FreeCallers(final int callers) {
        ring = new Endpoint[Math.max(1, callers)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(final Endpoint caller) {
        final int end = first + size++;
        ring[end < ring.length ? end : end - ring.length] = caller;
    }

    /** The one that can call, null when none does. Who cannot any more is taken out. */
    Endpoint take() {
        while (size > 0) {
            final Endpoint caller = ring[first];
            first = first + 1 < ring.length ? first + 1 : 0;
            size--;
            if (ArrivingGroup.mayCall(caller)) {
                return caller;
            }
        }
        return null;
    }
}
