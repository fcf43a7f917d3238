package busyhour.engine.run;

import busyhour.engine.io.StolenTime;
import busyhour.engine.io.ThreadTimes;
import busyhour.engine.shard.Shard;
import busyhour.engine.shard.ShardThread;
import busyhour.ipc.message.ShardShare;
import busyhour.ipc.message.WorkerReportWriter;
import java.util.List;

/** What keeps the shards' threads from their cores, second by second: other guests of the host, other threads of this machine. One thread. */
final class ShardShares {

    private final List<Shard> shards;
    private final StolenTime stolen = new StolenTime();
    private final long[] stolenBefore;
    private final long[] waitedBefore;

    /** Counts from now on; the shards need not have started. */
    ShardShares(final List<Shard> shards) {
        this.shards = shards;
        stolenBefore = new long[shards.size()];
        waitedBefore = new long[shards.size()];
        stolen.read();
        for (int i = 0; i < stolenBefore.length; i++) {
            stolenBefore[i] = StolenTime.UNKNOWN; // its core is not known before it runs
        }
    }

    /** Adds each shard's part since the last time. */
    void write(final WorkerReportWriter report) {
        stolen.read();
        for (int i = 0; i < shards.size(); i++) {
            final ShardThread thread = shards.get(i).thread();
            final ThreadTimes times = thread == null || thread.times() == null ? null : ThreadTimes.read(thread.times());
            final long stolenNs = thread == null ? StolenTime.UNKNOWN : stolen.stolenNs(thread.core());
            final long waitedNs = times == null ? ShardShare.UNKNOWN : times.waitNs();
            report.shard(since(stolenBefore[i], stolenNs), since(waitedBefore[i], waitedNs));
            stolenBefore[i] = stolenNs;
            waitedBefore[i] = waitedNs;
        }
    }

    private static long since(final long before, final long now) {
        return before < 0 || now < before ? ShardShare.UNKNOWN : now - before;
    }
}
