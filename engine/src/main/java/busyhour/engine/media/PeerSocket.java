package busyhour.engine.media;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * One media socket and where its datagrams go.
 *
 * <pre>
 *   OPEN --first datagram from the negotiated peer--> CONNECTED --silence--> OPEN
 *     |                                                                       ^
 *     +--LATCH_AFTER datagrams from one other source: that is the peer now----+
 * </pre>
 *
 * A connected socket costs the kernel 5-29 % less for each packet, but hears nobody else; so a socket connects only to a
 * source that it has heard, and lets go when that source falls silent. A peer behind a NAT sends from another address
 * than its SDP names: it is latched as a phone does (RFC 4961, RFC 7362), but only where the plan permits.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class PeerSocket {

    /** Nothing heard for so long: the source may have changed. */
    static final long SILENCE_NS = 500_000_000L;

    /** Datagrams in a row from a source that nobody named before it counts as the peer. */
    static final int LATCH_AFTER = 5;

    private static final int NONE = -1;

    private final DatagramIo io;
    private final TargetPolicy policy;
    private final TransportAddress peer = new TransportAddress();
    /** What offer and answer said last; the peer may be latched to another address since. */
    private final TransportAddress named = new TransportAddress();
    private final TransportAddress stranger = new TransportAddress();
    private final ConnectedSockets connected;
    private final int place;
    private int socket = NONE;
    private boolean peerKnown;
    private int strangerCount;
    private long heardNs;
    /** Null for a socket of its own; else who is heard there, and by which of them: us. */
    private PeerTable others;
    private int stream;

    /** @param place of this one among those that may be connected. */
    PeerSocket(final DatagramIo io, final TargetPolicy policy, final ConnectedSockets connected, final int place) {
        this.io = io;
        this.policy = policy;
        this.connected = connected;
        this.place = place;
    }

    /** Begins with a freshly opened socket whose peer is not known yet. */
    void open(final int openedSocket) {
        socket = openedSocket;
        connected.disconnected(place);
        peerKnown = false;
        strangerCount = 0;
    }

    /** Begins with a socket that other streams have too: it is never connected, and never follows its peer elsewhere. */
    void join(final int sharedSocket, final PeerTable peers, final int itsStream) {
        open(sharedSocket);
        others = peers;
        stream = itsStream;
    }

    /** The peer that offer and answer named. Named again, it is still where it was followed to. */
    void peer(final TransportAddress negotiated) {
        if (peerKnown && named.equals(negotiated)) {
            return;
        }
        release();
        leave();
        named.copyFrom(negotiated);
        peer.copyFrom(negotiated);
        peerKnown = true;
        strangerCount = 0;
        if (others != null && hasPeer()) {
            others.put(peer, stream);
        }
    }

    boolean isOpen() {
        return socket != NONE;
    }

    boolean hasPeer() {
        return socket != NONE && peerKnown && peer.port() != 0 && !peer.isUnspecified();
    }

    int socket() {
        return socket;
    }

    TransportAddress peer() {
        return peer;
    }

    /** @return bytes sent or a negative errno. */
    int send(final DirectBuffer buffer, final int offset, final int length) {
        return connected.has(place) ? io.send(socket, buffer, offset, length) : io.sendTo(socket, peer, buffer, offset, length);
    }

    /**
     * A datagram came.
     *
     * @return whether it came from the peer; an answer that has not come yet makes every source the peer.
     */
    boolean onSource(final TransportAddress source, final long nowNs) {
        heardNs = nowNs;
        if (connected.has(place) || !peerKnown || others != null) {
            return true;
        }
        if (peer.equals(source)) {
            strangerCount = 0;
            connect();
            return true;
        }
        strangerCount = stranger.equals(source) ? strangerCount + 1 : 1;
        stranger.copyFrom(source);
        if (strangerCount >= LATCH_AFTER && policy.permits(source)) {
            peer.copyFrom(source);
            strangerCount = 0;
        }
        return false;
    }

    private void connect() {
        if (io.connect(socket, peer) >= 0) {
            connected.connected(place, socket);
        }
    }

    /**
     * Called now and then: a peer that fell silent may have moved.
     *
     * @param alsoHeardNs when a datagram came of which only others were told.
     */
    void onTick(final long nowNs, final long alsoHeardNs) {
        if (connected.has(place) && nowNs - Math.max(heardNs, alsoHeardNs) > SILENCE_NS) {
            release();
        }
    }

    private void release() {
        if (connected.has(place)) {
            io.disconnect(socket);
            connected.disconnected(place);
        }
    }

    private void leave() {
        if (others != null && peerKnown) {
            others.remove(peer, stream);
        }
    }

    void close() {
        if (socket != NONE) {
            leave();
            if (others == null) {
                io.close(socket);
            }
            others = null;
            socket = NONE;
            connected.disconnected(place);
            peerKnown = false;
        }
    }
}
