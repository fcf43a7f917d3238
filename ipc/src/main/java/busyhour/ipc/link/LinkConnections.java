package busyhour.ipc.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The sealed connections that workers were granted, by their numbers. A worker that asks again while its link is cut has several; the
 * oldest of them are forgotten. Polling thread only.
 */
final class LinkConnections {
    private static final int PER_WORKER = 8;

    private final Supplier<FrameCipher> ciphers;
    private final Long2ObjectHashMap<LinkConnection> byNumber = new Long2ObjectHashMap<>();
    private final Map<String, Deque<LinkConnection>> byWorker = new HashMap<>();

    /** A worker's connection with its keys. */
    static final class LinkConnection {
        final String worker;
        final Seal seal;
        final FrameOutlet outlet;

        private LinkConnection(final String worker, final Seal seal, final FrameOutlet outlet) {
            this.worker = worker;
            this.seal = seal;
            this.outlet = outlet;
        }
    }

    LinkConnections(final Supplier<FrameCipher> ciphers) {
        this.ciphers = ciphers;
    }

    void add(final String worker, final long number, final LinkKeys keys, final FramePort port) {
        final Seal seal = new Seal(number, keys, ciphers);
        final LinkConnection connection = new LinkConnection(worker, seal, new SealedOutlet(port, seal));
        final Deque<LinkConnection> all = byWorker.computeIfAbsent(worker, name -> new ArrayDeque<>());
        byNumber.put(number, connection);
        all.add(connection);
        if (all.size() > PER_WORKER) {
            byNumber.remove(all.remove().seal.connection());
        }
    }

    /** @return null when nobody was granted it, or it is forgotten. */
    LinkConnection get(final long number) {
        return byNumber.get(number);
    }

    /** A worker speaks by this one: those that it was granted before are not needed any more. */
    void settle(final LinkConnection connection) {
        final Deque<LinkConnection> all = byWorker.get(connection.worker);
        while (all != null && all.contains(connection) && all.peek() != connection) {
            byNumber.remove(all.remove().seal.connection());
        }
    }

    void forget(final String worker) {
        final Deque<LinkConnection> all = byWorker.remove(worker);
        if (all != null) {
            all.forEach(connection -> byNumber.remove(connection.seal.connection()));
        }
    }
}
