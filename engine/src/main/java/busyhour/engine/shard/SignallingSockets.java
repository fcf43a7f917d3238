package busyhour.engine.shard;

import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.Errno;
import busyhour.engine.io.TargetPolicy;
import busyhour.engine.stream.StreamHandler;
import busyhour.engine.stream.StreamSockets;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import org.agrona.DirectBuffer;

/**
 * SIP over a shard's datagram sockets and stream connections; the number of a socket says which. What the plan does not
 * permit, or the network cannot reach, is counted and lost like any datagram; only a full buffer is a refusal.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class SignallingSockets implements SipTransport, AutoCloseable {

    private final DatagramIo io;
    private final StreamSockets streams;
    private final TargetPolicy policy;
    private long forbidden;

    /** Datagrams only. */
    public SignallingSockets(final DatagramIo io, final TargetPolicy policy) {
        this(io, null, policy);
    }

    /** @param streams null without any. */
    public SignallingSockets(final DatagramIo io, final StreamSockets streams, final TargetPolicy policy) {
        this.io = io;
        this.streams = streams;
        this.policy = policy;
    }

    @Override
    public boolean send(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (!policy.permits(to)) {
            forbidden++;
            return true;
        }
        if (socket >= StreamSockets.FIRST) {
            return streams.send(socket, to, buffer, offset, length);
        }
        final int sent = io.sendTo(socket, to, buffer, offset, length);
        return sent != -Errno.EAGAIN && sent != -Errno.ENOBUFS;
    }

    @Override
    public byte kind(final int socket) {
        return socket >= StreamSockets.FIRST ? streams.kind(socket) : TransportKind.UDP;
    }

    /** Hands out what came over connections; datagrams come by {@link DatagramIo#poll}. Returns how much. */
    int pollStreams(final StreamHandler handler, final int limit) {
        return streams == null ? 0 : streams.poll(handler, limit);
    }

    /** Whether nothing has come over connections; the next that comes ends the shard's waiting. */
    boolean mayIdle() {
        return streams == null || streams.mayIdle();
    }

    /** Closes the connections; the datagram sockets are their owner's. */
    @Override
    public void close() {
        if (streams != null) {
            streams.close();
        }
    }

    /** Messages not sent because the plan does not permit their destination. */
    long forbidden() {
        return forbidden;
    }
}
