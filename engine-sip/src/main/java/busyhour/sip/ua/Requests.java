package busyhour.sip.ua;

import busyhour.sip.SipHop;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipMethod;
import busyhour.sip.transaction.NextHops;
import busyhour.sip.transaction.TopVia;
import busyhour.sip.transaction.Transactions;
import org.agrona.DirectBuffer;

/**
 * Where requests leave: the socket of the hop's transport; TCP for those that are too long for UDP (RFC 3261 18.1.1), UDP
 * again when no TCP connection can be made; the endpoint's next target when one fails (RFC 3263 4.3). One thread.
 */
final class Requests implements NextHops {

    /** RFC 3261 18.1.1: longer ones are not for UDP where the path MTU is unknown. */
    static final int MAX_DATAGRAM = 1_300;

    private final SipCore core;
    private final SipHop hop = new SipHop();
    private final StreamRefusals refusals = new StreamRefusals();

    Requests(final SipCore core) {
        this.core = core;
    }

    /** The endpoint's target that works, as far as is known. Valid until the next call. */
    SipHop proxy(final UserAgent agent) {
        return agent.targets.current(hop);
    }

    /**
     * Sends a request that was written into {@link SipCore#scratch} with the endpoint's Via for this hop's transport.
     *
     * @param nextHop a target of the endpoint's, which may be another now, or what a dialog says.
     * @return the transaction, or a refusal: see {@link Transactions#request}.
     */
    int send(
            final UserAgent agent, final byte method, final long branch, final SipHop nextHop, final int length, final int session,
            final boolean insist, final long nowNs) {
        if (length < 0) {
            return Transactions.REFUSED_POOL;
        }
        final byte written = agent.usable(nextHop.kind());
        if (nextHop.target() == SipHop.NO_TARGET) {
            hop.copyFrom(nextHop);
        } else {
            agent.targets.current(hop);
        }
        final byte kind = kindFor(agent, hop, length, nowNs);
        final int size = kind == written
                ? length : TopVia.replace(core.scratch, length, SipCore.SCRATCH_BYTES, agent.vias[kind], branch);
        return size < 0 ? Transactions.REFUSED_POOL
                : core.transactions.request(method, branch, agent.socket(kind), hop, core.scratch, 0, size,
                        agent.number, session, insist, nowNs);
    }

    /** Sends an ACK to a 2xx, which no transaction repeats; false when refused. */
    boolean acknowledge(
            final UserAgent agent, final SipHop nextHop, final boolean again, final DirectBuffer buffer, final int offset,
            final int length, final long nowNs) {
        final byte written = agent.usable(nextHop.kind());
        final byte kind = kindFor(agent, nextHop, length, nowNs);
        if (kind == written) {
            return core.send(agent.number, agent.socket(kind), nextHop.address(), again, buffer, offset, length, nowNs);
        }
        if (length > SipCore.SCRATCH_BYTES) {
            return true;
        }
        core.scratch.putBytes(0, buffer, offset, length);
        final int size = TopVia.replace(core.scratch, length, SipCore.SCRATCH_BYTES, agent.vias[kind], core.ids.next());
        return size < 0
                || core.send(agent.number, agent.socket(kind), nextHop.address(), again, core.scratch, 0, size, nowNs);
    }

    /** Keeps the way to the registrar open (RFC 5626 3.5.1) over UDP; connections do that by themselves. Lost when refused. */
    void keepAlive(final UserAgent agent) {
        agent.targets.current(hop);
        final byte kind = agent.usable(hop.kind());
        if (kind == TransportKind.UDP) {
            core.ping(agent.socket(kind), hop.address());
        }
    }

    private byte kindFor(final UserAgent agent, final SipHop to, final int length, final long nowNs) {
        final byte kind = agent.usable(to.kind());
        return kind == TransportKind.UDP && length > MAX_DATAGRAM && agent.descriptor.points().has(TransportKind.TCP)
                && !refusals.has(to.address(), nowNs) ? TransportKind.TCP : kind;
    }

    @Override
    public boolean next(
            final int endpoint, final int session, final byte method, final SipHop failed, final boolean reliable, final int moves,
            final long nowNs) {
        final UserAgent agent = core.agents[endpoint];
        if (reliable && agent.usable(failed.kind()) == TransportKind.UDP) {
            // 18.1.1: what was too long for UDP, and met nobody at TCP, goes by UDP all the same.
            refusals.add(failed.address(), nowNs);
            return true;
        }
        if (failed.target() == SipHop.NO_TARGET) {
            return false;
        }
        agent.targets.onFailed(failed.target());
        final Call call = core.calls.find(session);
        if (moves >= agent.targets.size() - 1 || call != null && call.hangUpWanted && method == SipMethod.INVITE) {
            return false;
        }
        agent.targets.current(failed);
        return true;
    }

    @Override
    public byte kind(final int endpoint, final SipHop to, final int length, final long nowNs) {
        return kindFor(core.agents[endpoint], to, length, nowNs);
    }

    @Override
    public int socket(final int endpoint, final byte kind) {
        return core.agents[endpoint].socket(kind);
    }

    @Override
    public byte[] via(final int endpoint, final byte kind) {
        return core.agents[endpoint].vias[kind];
    }

    @Override
    public long branch() {
        return core.ids.next();
    }
}
