package busyhour.engine.run;

import busyhour.engine.endpoint.Endpoint;
import busyhour.engine.endpoint.Group;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.DatagramOptions;
import busyhour.engine.io.Errno;
import busyhour.engine.shard.Shard;
import busyhour.engine.stream.StreamFaultException;
import busyhour.engine.stream.StreamOptions;
import busyhour.engine.stream.StreamSockets;
import busyhour.engine.stream.StreamTls;
import busyhour.sip.LocalPoints;
import busyhour.sip.SipTargets;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Opens the signalling sockets of one shard, shared or one for each endpoint as the plan says. An endpoint of UDP also gets one
 * for TCP where its requests may have more than 1,300 octets (RFC 3261 18.1.1). Set-up time.
 */
final class SignallingPoints {

    /** What endpoints with the same key share. A listening group has sockets of its own. */
    private record Key(byte kind, TransportAddress local, StreamTls tls, int listener) {
    }

    private static final int NOBODY = -1;
    /** RFC 5626 4.4.1. */
    private static final int KEEP_ALIVE_MS = 95_000;

    private final DatagramIo io;
    private final StreamSockets streams;
    private final TlsMaterial tls;
    private final boolean tcpBesideUdp;
    private final long seed;
    private final Map<Key, LocalPoints> shared = new HashMap<>();
    private final Map<Integer, Group> listening = new HashMap<>();

    /**
     * @param streams      null: none but UDP is spoken.
     * @param tcpBesideUdp whether long requests are to be expected.
     */
    SignallingPoints(
            final DatagramIo io, final StreamSockets streams, final TlsMaterial tls, final boolean tcpBesideUdp, final long seed) {
        this.io = io;
        this.streams = streams;
        this.tls = tls;
        this.tcpBesideUdp = tcpBesideUdp;
        this.seed = seed;
    }

    /** The sockets of an endpoint, opened where they are not yet. @throws RunFaultException when one cannot be. */
    LocalPoints points(final Endpoint endpoint) throws RunFaultException {
        final Group group = endpoint.group();
        final SipTargets targets = group.targets(endpoint.index());
        LocalPoints points = null;
        for (byte kind = 0; kind < TransportKind.COUNT; kind++) {
            if (speaks(targets, kind)) {
                points = merge(points, point(group, kind, group.localAddress(endpoint.index())));
            }
        }
        return points;
    }

    private static boolean speaks(final SipTargets targets, final byte kind) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.kind(i) == kind) {
                return true;
            }
        }
        return false;
    }

    private static LocalPoints merge(final LocalPoints points, final LocalPoints more) {
        LocalPoints merged = more;
        for (byte kind = 0; points != null && kind < TransportKind.COUNT; kind++) {
            merged = points.has(kind) ? merged.with(kind, points.socket(kind), points.sentBy(kind)) : merged;
        }
        return merged;
    }

    private LocalPoints point(final Group group, final byte kind, final TransportAddress local) throws RunFaultException {
        if (group.spec().signalling().own() && !group.listens()) {
            return open(group, kind, local);
        }
        final Key key = new Key(kind, local, TransportKind.isSecure(kind) ? tls.of(group) : null, group.listens() ? group.number() : NOBODY);
        LocalPoints points = shared.get(key);
        if (points == null) {
            points = open(group, kind, local);
            shared.put(key, points);
            for (byte each = 0; group.listens() && each < TransportKind.COUNT; each++) {
                if (points.has(each)) {
                    listening.put(points.socket(each), group);
                }
            }
        }
        return points;
    }

    private LocalPoints open(final Group group, final byte kind, final TransportAddress local) throws RunFaultException {
        return kind == TransportKind.UDP ? openDatagrams(group, local) : openStreams(group, kind, local);
    }

    private LocalPoints openDatagrams(final Group group, final TransportAddress local) throws RunFaultException {
        final int socket = io.open(local, DatagramOptions.signalling(), Shard.SIGNALLING_TAG);
        if (socket < 0) {
            throw fault(group, local, Errno.text(socket));
        }
        final TransportAddress bound = new TransportAddress().copyFrom(local).port(io.localPort(socket));
        final LocalPoints points = LocalPoints.of(TransportKind.UDP, socket, group.shown(bound));
        if (!tcpBesideUdp || streams == null) {
            return points;
        }
        final int forLong = group.spec().signalling().own() && !group.listens() ? sharedForLong(local) : openForLong(bound);
        return forLong < 0 ? points : points.with(TransportKind.TCP, forLong, group.shown(bound));
    }

    /** One for all endpoints that have datagram sockets of their own: long messages are rare. */
    private int sharedForLong(final TransportAddress local) {
        final Key key = new Key(TransportKind.TCP, local, null, Integer.MAX_VALUE);
        LocalPoints points = shared.get(key);
        if (points == null) {
            final int socket = openForLong(local);
            points = LocalPoints.of(TransportKind.TCP, socket, local);
            shared.put(key, points);
        }
        return points.socket(TransportKind.TCP);
    }

    /** TCP beside UDP (RFC 3261 18.2.1), on the same port if it is free, else for connections of ours; -1 for neither. */
    private int openForLong(final TransportAddress bound) {
        try {
            return streams.open(TransportKind.TCP, bound, bound.port() > 0 ? StreamOptions.listening() : StreamOptions.client());
        } catch (final StreamFaultException taken) {
            try {
                return streams.open(TransportKind.TCP, new TransportAddress().copyFrom(bound).port(0), StreamOptions.client());
            } catch (final StreamFaultException e) {
                return LocalPoints.NO_SOCKET;
            }
        }
    }

    private LocalPoints openStreams(final Group group, final byte kind, final TransportAddress local) throws RunFaultException {
        if (streams == null) {
            throw fault(group, local, "no " + TransportKind.name(kind) + " over this network");
        }
        // peers can connect to a listener; without one our Contact names the connection itself
        final boolean listens = group.listens() || kind == TransportKind.TCP && !group.spec().signalling().own();
        final int socket;
        try {
            socket = streams.open(kind, local, StreamOptions.client().withListens(listens).withTls(tls.of(group))
                    .withKeepAliveMs(group.registers() ? KEEP_ALIVE_MS : 0));
        } catch (final StreamFaultException e) {
            throw fault(group, local, e.getMessage());
        }
        if (!listens && (kind == TransportKind.WS || kind == TransportKind.WSS)) {
            // RFC 7118 5: a client has no address that somebody could connect to
            return LocalPoints.of(kind, socket, local).with(kind, socket, "bh" + Long.toHexString(seed) + "-" + socket + ".invalid");
        }
        return LocalPoints.of(kind, socket, group.shown(streams.localAddress(socket)));
    }

    private static RunFaultException fault(final Group group, final TransportAddress local, final String reason) {
        return new RunFaultException("group " + group.spec().name() + ": cannot open a signalling socket at " + local + ": " + reason);
    }

    /** Tells each socket at which a group listens. */
    void listening(final BiConsumer<Integer, Group> listener) {
        listening.forEach(listener);
    }
}
