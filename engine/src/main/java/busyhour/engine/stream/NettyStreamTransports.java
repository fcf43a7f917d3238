package busyhour.engine.stream;

import busyhour.engine.io.CoreList;

/** Event loops of Netty. */
final class NettyStreamTransports implements StreamTransports {

    private final CoreList shardCores;

    NettyStreamTransports(final CoreList shardCores) {
        this.shardCores = shardCores;
    }

    @Override
    public StreamSockets forShard(final int shard, final Runnable wakeUp) {
        throw new UnsupportedOperationException("streams of shard " + shard + " off cores " + shardCores + " come with the next delivery");
    }

    @Override
    public void close() {
    }
}
