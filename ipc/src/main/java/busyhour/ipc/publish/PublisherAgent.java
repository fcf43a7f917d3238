package busyhour.ipc.publish;

import busyhour.ipc.link.WorkerLink;
import busyhour.ipc.ring.ShardRing;
import java.util.List;
import org.agrona.concurrent.Agent;

/**
 * Brings what the shards wrote to the platform. One for each worker process; it polls the {@link WorkerLink} too, so that
 * the link's listener is called by its thread, and closes it at the end.
 */
public final class PublisherAgent implements Agent {
    public PublisherAgent(final PublisherContext context, final WorkerLink link) {
        throw new UnsupportedOperationException("being built");
    }

    /** Loads what a first journal needs, which takes half a second: for a thread beside the warm-up. */
    public static void warmUp(final PublisherContext context) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Opens a run's journal. Any thread.
     *
     * @param rings one for each shard, and one for the worker's own messages; drained by this agent until the feed is journaled.
     * @throws JournalRefusedException when there is no room or no right to write.
     */
    public RunFeed open(final long runId, final List<ShardRing> rings) throws JournalRefusedException {
        throw new UnsupportedOperationException("being built");
    }

    /** Finds journals that an earlier process of this name left, and sends what is in them. Any thread. @return how many. */
    public int recover() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public int doWork() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void onClose() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public String roleName() {
        return "publisher";
    }
}
