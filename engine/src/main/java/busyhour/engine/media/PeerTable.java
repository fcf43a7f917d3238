package busyhour.engine.media;

import busyhour.sip.TransportAddress;
import java.util.Arrays;

/**
 * Which stream of a shared socket a peer's address belongs to: open addressing in flat arrays, half full at most, entries moved up when
 * one before them goes.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class PeerTable {

    static final int NONE = -1;
    private static final int LEAST = 8;

    private final long[] his;
    private final long[] los;
    private final int[] ports;
    private final int[] streams;
    private final int mask;

    /** @param most streams at once. */
    PeerTable(final int most) {
        final int capacity = Integer.highestOneBit(Math.max(LEAST, 2 * most) * 2 - 1);
        his = new long[capacity];
        los = new long[capacity];
        ports = new int[capacity];
        streams = new int[capacity];
        Arrays.fill(streams, NONE);
        mask = capacity - 1;
    }

    /** @return the stream that hears that peer, or {@link #NONE}. */
    int stream(final TransportAddress peer) {
        return streams[slot(peer)];
    }

    /** A stream hears a peer from now on. @return false when another one does already: two cannot be told apart. */
    boolean put(final TransportAddress peer, final int stream) {
        final int slot = slot(peer);
        if (streams[slot] != NONE) {
            return streams[slot] == stream;
        }
        his[slot] = peer.hi();
        los[slot] = peer.lo();
        ports[slot] = peer.port();
        streams[slot] = stream;
        return true;
    }

    /** The stream hears that peer no longer. Harmless when it did not. */
    void remove(final TransportAddress peer, final int stream) {
        int hole = slot(peer);
        if (streams[hole] != stream) {
            return;
        }
        streams[hole] = NONE;
        for (int slot = hole + 1 & mask; streams[slot] != NONE; slot = slot + 1 & mask) {
            final int home = hash(his[slot], los[slot], ports[slot]);
            if ((slot - home & mask) >= (slot - hole & mask)) { // a search for it would pass the hole
                his[hole] = his[slot];
                los[hole] = los[slot];
                ports[hole] = ports[slot];
                streams[hole] = streams[slot];
                streams[slot] = NONE;
                hole = slot;
            }
        }
    }

    /** Where it is, or where it would go. */
    private int slot(final TransportAddress peer) {
        final long hi = peer.hi();
        final long lo = peer.lo();
        final int port = peer.port();
        int slot = hash(hi, lo, port);
        while (streams[slot] != NONE && (ports[slot] != port || los[slot] != lo || his[slot] != hi)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int hash(final long hi, final long lo, final int port) {
        final long mixed = (hi * 31 + lo + ((long) port << 32 | port)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 40) & mask;
    }
}
