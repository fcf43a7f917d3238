package busyhour.engine.endpoint;

import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.SipTraceWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.LocalPoints;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.ua.UserAgentListener;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The SIP messages of a shard's endpoints: the first {@value #FIRST} of each go straight into the ring; of the later ones the last wait in
 * the {@link TraceTail} until the endpoint closes. So the link carries a bounded number whatever the load, and a long trace
 * has its beginning and its end. What the full ring refuses is counted there and lost. Keys of SRTP never leave the shard: asterisks
 * stand in their place.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class EndpointTraces {

    /** Messages of an endpoint that are sent as they come. */
    static final int FIRST = 200;

    /** Messages kept that belong to no endpoint. */
    static final int STRAYS = 1_000;

    /** What waited does not crowd out what is measured: above this it is left out. */
    private static final int BUSY_RING_BYTES = 4 << 20;

    private static final int NO_ENDPOINT = -1;
    private static final Point UNKNOWN = new Point(TransportKind.UDP, new TransportAddress());

    private final ShardRing ring;
    private final long runStartNs;
    private final long startEpochNs;
    private final SipTraceWriter writer = new SipTraceWriter();
    private final KeyMask mask = new KeyMask();
    private final TraceTail tail;
    private final Int2ObjectHashMap<Point> points = new Int2ObjectHashMap<>();
    private int strays;

    /** What a signalling socket is. Port 0: where it is bound is not known. */
    private record Point(byte kind, TransportAddress address) {
    }

    /** @param startEpochNs wall clock when the monotonic one showed {@code runStartNs}. */
    EndpointTraces(final ShardRing ring, final long runStartNs, final long startEpochNs, final int endpoints) {
        this.ring = ring;
        this.runStartNs = runStartNs;
        this.startEpochNs = startEpochNs;
        tail = new TraceTail(endpoints);
    }

    /**
     * Set-up: an endpoint speaks through these.
     *
     * @param local in place of what Via and Contact name where that is no address.
     */
    void speaksThrough(final LocalPoints sockets, final TransportAddress local) {
        for (byte kind = 0; kind < TransportKind.COUNT; kind++) {
            if (sockets.has(kind)) {
                points.putIfAbsent(sockets.socket(kind), new Point(kind, address(sockets.sentBy(kind), local)));
            }
        }
    }

    private static TransportAddress address(final String sentBy, final TransportAddress local) {
        final int colon = sentBy.lastIndexOf(':');
        final TransportAddress address = new TransportAddress();
        if (colon > 0 && address.parse(sentBy.substring(0, colon))) {
            return address.port(Integer.parseInt(sentBy.substring(colon + 1)));
        }
        return address.copyFrom(local).port(0); // a name such as those of RFC 7118 5: the port is the connection's, and not known here
    }

    /**
     * A message went over the wire.
     *
     * @param endpoint null when it belongs to none.
     * @param socket   signalling socket that it went or came by.
     * @param flags    of {@link UserAgentListener}.
     */
    void onMessage(
            final Endpoint endpoint,
            final int socket,
            final int flags,
            final TransportAddress peer,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        final int number = endpoint == null ? strays++ : endpoint.tracedMessages++;
        if (endpoint == null && number >= STRAYS) {
            return;
        }
        final Point known = points.get(socket);
        final Point ours = known == null ? UNKNOWN : known;
        final long timeNs = nowNs - runStartNs;
        writer.begin(timeNs, startEpochNs + timeNs, endpoint == null ? NO_ENDPOINT : endpoint.id(),
                        endpoint == null ? -1 : endpoint.currentCall(), number, traceFlags(flags))
                .local(ours.kind(), ours.address().hi(), ours.address().lo(), ours.address().port())
                .peer(peer.hi(), peer.lo(), peer.port());
        final DirectBuffer shown = mask.of(buffer, offset, length);
        final int from = shown == buffer ? offset : 0;
        if (endpoint == null || number < FIRST) {
            writer.tryWrite(ring, shown, from, length);
        } else {
            final int index = tail.claim(endpoint.local(), writer.encodedLength(length));
            writer.write(tail.buffer(), index, shown, from, length);
        }
    }

    private static int traceFlags(final int flags) {
        return ((flags & UserAgentListener.SENT) != 0 ? SipTrace.SENT : 0)
                | ((flags & UserAgentListener.RETRANSMISSION) != 0 ? SipTrace.RETRANSMISSION : 0)
                | ((flags & UserAgentListener.MALFORMED) != 0 ? SipTrace.MALFORMED : 0);
    }

    /** The endpoint is closed: its last messages follow. */
    void onClosed(final Endpoint endpoint) {
        final int found = endpoint.tracedMessages > FIRST ? tail.find(endpoint.local()) : 0;
        for (int i = 0; i < found && ring.sizeBytes() < BUSY_RING_BYTES; i++) {
            SipTraceWriter.tryCopy(ring, tail.buffer(), tail.offset(i), tail.length(i));
        }
        tail.forget(endpoint.local());
    }
}
