package busyhour.ipc.message;

/**
 * What kept one shard's thread from running in one second, as the kernel counts it.
 *
 * @param shard   number in the worker.
 * @param stealNs time that the hypervisor gave to others, on the shard's core (of one that is not pinned, on a core on average);
 *                {@link #UNKNOWN} where the kernel does not tell.
 * @param waitNs  time that the thread was ready to run and waited for a core; likewise.
 */
public record ShardShare(int shard, long stealNs, long waitNs) {
    /** In place of a time that nobody tells. */
    public static final long UNKNOWN = -1;
}
