package busyhour.engine.media;

import java.util.Arrays;

/**
 * The sockets that are connected to their peer, by what uses them: the streams' RTP sockets first, then their RTCP sockets. All that a packet
 * to such a peer needs; side by side, because between two packets of a stream those of thousands of others pass.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class ConnectedSockets {

    private static final int NONE = -1;

    private final int[] sockets;

    /** @param streams numbers 0 to streams - 1. */
    ConnectedSockets(final int streams) {
        sockets = new int[2 * streams];
        Arrays.fill(sockets, NONE);
    }

    /** Place of a stream's RTCP socket; that of its RTP socket is its number. */
    int rtcpPlace(final int stream) {
        return sockets.length / 2 + stream;
    }

    /** @return the socket, negative while there is none that is connected. */
    int of(final int place) {
        return sockets[place];
    }

    boolean has(final int place) {
        return sockets[place] >= 0;
    }

    void connected(final int place, final int socket) {
        sockets[place] = socket;
    }

    void disconnected(final int place) {
        sockets[place] = NONE;
    }
}
