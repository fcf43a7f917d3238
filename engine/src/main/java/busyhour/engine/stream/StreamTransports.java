package busyhour.engine.stream;

import busyhour.engine.io.CoreList;

/** The event loops of one worker: one for each shard that opens a listening point. Any thread. */
public interface StreamTransports extends AutoCloseable {

    /**
     * Starts no thread before the first listening point is opened.
     *
     * @param shardCores cores that the loops stay away from where others are left, or null.
     */
    static StreamTransports create(final CoreList shardCores) {
        return new NettyStreamTransports(shardCores);
    }

    /**
     * The streams of a shard.
     *
     * @param shard  its number, which names the thread.
     * @param wakeUp ends the shard's waiting; called by the event loop after {@link StreamSockets#mayIdle}, once.
     */
    StreamSockets forShard(int shard, Runnable wakeUp);

    /** Closes everything and ends the threads. */
    @Override
    void close();
}
