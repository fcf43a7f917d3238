package busyhour.engine.stream;

import busyhour.engine.io.CoreList;
import busyhour.engine.io.ThreadScheduling;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Event loops of Netty over the JDK's selectors, which on Linux are epoll: one loop for each shard. */
final class NettyStreamTransports implements StreamTransports {

    private final CoreList shardCores;
    private final TlsContexts tls = new TlsContexts();
    private final List<StreamSockets> shards = new ArrayList<>();

    NettyStreamTransports(final CoreList shardCores) {
        this.shardCores = shardCores;
    }

    @Override
    public synchronized StreamSockets forShard(final int shard, final Runnable wakeUp) {
        final StreamSockets sockets = new ShardStreams(shard, this, wakeUp);
        shards.add(sockets);
        return sockets;
    }

    TlsContexts tls() {
        return tls;
    }

    /** Daemon threads with the shard's number in their name. */
    ThreadFactory threads(final int shard) {
        return new DefaultThreadFactory("stream-" + shard, true) {
            @Override
            protected Thread newThread(final Runnable task, final String name) {
                return new FastThreadLocalThread(threadGroup, task, "stream-" + shard);
            }
        };
    }

    /** The calling loop leaves the shards' cores alone where others are left. */
    void keepOffShardCores() {
        if (shardCores == null) {
            return;
        }
        final BitSet others = ThreadScheduling.affinity();
        for (int i = 0; i < shardCores.size(); i++) {
            others.clear(shardCores.core(i));
        }
        if (!others.isEmpty()) {
            ThreadScheduling.affinity(others); // a refusal leaves things as they were
        }
    }

    @Override
    public synchronized void close() {
        shards.forEach(StreamSockets::close);
        shards.clear();
    }
}
