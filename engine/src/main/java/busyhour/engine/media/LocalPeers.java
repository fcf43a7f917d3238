package busyhour.engine.media;

import busyhour.sip.TransportAddress;

/**
 * Which streams of a shard talk to each other: found by the port that a stream sends to.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class LocalPeers {

    private static final int PORTS = 1 << 16;
    private static final int NONE = -1;

    private final MediaStream[] streams;
    /** For each port the stream that has opened it, plus 1. */
    private final int[] opened = new int[PORTS];

    LocalPeers(final MediaStream[] streams) {
        this.streams = streams;
    }

    /** The stream has its sockets at this address. */
    void opened(final MediaStream stream, final TransportAddress local) {
        stream.local.copyFrom(local);
        opened[stream.port] = stream.number + 1;
    }

    /** The stream gives its sockets back. */
    void closing(final MediaStream stream) {
        if (opened[stream.port] == stream.number + 1) {
            opened[stream.port] = 0;
        }
    }

    /** Number of the stream that this one sends to, -1 when it is none of the shard's. */
    int of(final MediaStream stream) {
        final TransportAddress peer = stream.rtp.peer();
        final int number = opened[peer.port()] - 1;
        return number >= 0 && streams[number].local.sameAddress(peer) ? number : NONE;
    }
}
