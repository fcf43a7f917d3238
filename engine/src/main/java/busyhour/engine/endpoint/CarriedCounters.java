package busyhour.engine.endpoint;

import busyhour.ipc.message.SampleWriter;

/**
 * Counters of a stream begin anew with each call; an endpoint's go on: what its earlier calls counted is added. The counters of an
 * endpoint are known by the order in which they are counted, which is always the same.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CarriedCounters {

    private final int counters;
    private final double[] carried;
    private SampleWriter writer;
    private boolean closing;
    private int next;
    private int end;

    /**
     * @param endpoints endpoints of the shard.
     * @param counters  of each, at most.
     */
    CarriedCounters(final int endpoints, final int counters) {
        this.counters = counters;
        carried = new double[endpoints * counters];
    }

    /** @param last whether the call is over: what the counters stand at is carried on. */
    void begin(final int endpoint, final SampleWriter sample, final boolean last) {
        writer = sample;
        closing = last;
        next = endpoint * counters;
        end = next + counters;
    }

    /** The next counter. @param value of this call, NaN when it is not counted in it. */
    void count(final int slot, final double value) {
        if (next == end) {
            throw new IllegalStateException("more than " + counters + " counters");
        }
        final double total = carried[next] + value;
        if (closing && total == total) {
            carried[next] = total;
        }
        next++;
        writer.set(slot, total);
    }
}
