package busyhour.ipc.link;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How the threads beside the shards wait: the link's drivers, the worker's agent, the collector. What they carry may be milliseconds
 * late (a sample has two seconds), what they burn is missing to the shards, even on another core: cores of a virtual machine
 * share more than they show.
 */
public final class QuietIdle {
    private static final long LEAST_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long MOST_NS = TimeUnit.MILLISECONDS.toNanos(4);

    private QuietIdle() {
    }

    /** One for each thread. */
    public static IdleStrategy create() {
        return new BackoffIdleStrategy(1, 1, LEAST_NS, MOST_NS);
    }
}
