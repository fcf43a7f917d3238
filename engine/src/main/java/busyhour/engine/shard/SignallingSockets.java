package busyhour.engine.shard;

import busyhour.engine.io.TargetPolicy;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.Errno;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * SIP over UDP sockets. What the plan does not permit, or the network cannot reach, is counted and lost like any datagram;
 * only a full buffer is a refusal.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class SignallingSockets implements SipTransport {

    private final DatagramIo io;
    private final TargetPolicy policy;
    private long forbidden;

    public SignallingSockets(final DatagramIo io, final TargetPolicy policy) {
        this.io = io;
        this.policy = policy;
    }

    @Override
    public boolean send(final int socket, final TransportAddress to, final DirectBuffer buffer, final int offset, final int length) {
        if (!policy.permits(to)) {
            forbidden++;
            return true;
        }
        final int sent = io.sendTo(socket, to, buffer, offset, length);
        return sent != -Errno.EAGAIN && sent != -Errno.ENOBUFS;
    }

    /** Messages not sent because the plan does not permit their destination. */
    long forbidden() {
        return forbidden;
    }
}
