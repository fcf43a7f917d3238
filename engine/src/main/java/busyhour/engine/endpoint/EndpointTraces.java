package busyhour.engine.endpoint;

import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.SipTraceWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.sip.TransportAddress;
import busyhour.sip.ua.UserAgentListener;
import org.agrona.DirectBuffer;

/**
 * The SIP messages of a shard's endpoints: the first {@value #FIRST} of each go straight into the ring; of the later ones the last wait in
 * the {@link TraceTail} until the endpoint closes. So the link carries a bounded number whatever the load, and a long trace
 * has its beginning and its end. What the full ring refuses is counted there and lost.
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
    private static final TransportAddress UNKNOWN = new TransportAddress();

    private final ShardRing ring;
    private final long runStartNs;
    private final long startEpochNs;
    private final SipTraceWriter writer = new SipTraceWriter();
    private final TraceTail tail;
    private int strays;

    /** @param startEpochNs wall clock when the monotonic one showed {@code runStartNs}. */
    EndpointTraces(final ShardRing ring, final long runStartNs, final long startEpochNs, final int endpoints) {
        this.ring = ring;
        this.runStartNs = runStartNs;
        this.startEpochNs = startEpochNs;
        tail = new TraceTail(endpoints);
    }

    /**
     * A message went over the wire.
     *
     * @param endpoint  null when it belongs to none.
     * @param flags     of {@link UserAgentListener}.
     * @param transport code of {@link busyhour.sip.TransportKind}.
     * @param local     our address, port 0 when it is not known.
     */
    void onMessage(
            final Endpoint endpoint,
            final int flags,
            final int transport,
            final TransportAddress local,
            final TransportAddress peer,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        final int number = endpoint == null ? strays++ : endpoint.tracedMessages++;
        if (endpoint == null && number >= STRAYS) {
            return;
        }
        final TransportAddress ours = local == null ? UNKNOWN : local;
        final long timeNs = nowNs - runStartNs;
        writer.begin(timeNs, startEpochNs + timeNs, endpoint == null ? NO_ENDPOINT : endpoint.id(),
                        endpoint == null ? -1 : endpoint.currentCall(), number, traceFlags(flags))
                .local(transport, ours.hi(), ours.lo(), ours.port())
                .peer(peer.hi(), peer.lo(), peer.port());
        if (endpoint == null || number < FIRST) {
            writer.tryWrite(ring, buffer, offset, length);
        } else {
            final int index = tail.claim(endpoint.local(), writer.encodedLength(length));
            writer.write(tail.buffer(), index, buffer, offset, length);
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
