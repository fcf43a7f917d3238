package busyhour.engine.dtls;

import busyhour.engine.io.CoreList;
import busyhour.engine.io.ThreadScheduling;
import busyhour.sip.sdp.FingerprintHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The handshakes of a run's media streams, on threads beside the shards. Set-up and end: any thread.
 */
public final class DtlsHandshakes implements AutoCloseable {

    /** Handshakes under way at once; others wait their turn. Each keeps some 100 kB until it ends. */
    private static final int MAX_AT_ONCE = 512;

    private final DtlsTimes times;
    private final BitSet otherCores;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE, true);
    private final List<HandshakeLane> lanes = new ArrayList<>();

    /** @param shardCores cores that handshakes stay off, null = shards are not pinned. */
    public DtlsHandshakes(final DtlsTimes times, final CoreList shardCores) {
        this.times = times;
        otherCores = shardCores == null ? null : others(shardCores);
    }

    private static BitSet others(final CoreList shardCores) {
        final BitSet others = ThreadScheduling.affinity();
        for (int i = 0; i < shardCores.size(); i++) {
            others.clear(shardCores.core(i));
        }
        return others.isEmpty() ? null : others;
    }

    /**
     * The end of one shard. Streams have numbers from 0 on; stream {@code s} belongs to endpoint {@code s} modulo their number.
     *
     * @param endpoints of the shard, null for one that does no DTLS.
     * @param streams   of the shard.
     * @param wakeUp    wakes the shard when it waits; called from other threads.
     */
    public synchronized ShardHandshakes forShard(
            final int shard, final DtlsEndpoint[] endpoints, final int streams, final Runnable wakeUp) {
        final HandshakeLane lane = new HandshakeLane(shard, this, endpoints, streams, wakeUp);
        lanes.add(lane);
        lane.start();
        return new ShardDtls(lane, streams, FingerprintHash.MAX_LENGTH);
    }

    DtlsTimes times() {
        return times;
    }

    Semaphore turns() {
        return turns;
    }

    /** Where handshakes may run; null = anywhere. */
    BitSet otherCores() {
        return otherCores;
    }

    /** Ends all handshakes. */
    @Override
    public synchronized void close() {
        lanes.forEach(HandshakeLane::close);
        lanes.clear();
    }
}
