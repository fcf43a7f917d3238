package busyhour.sip.ua;

import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * All SIP endpoints of one shard (RFC 3261 user agents): registrations and calls.
 *
 * <p>Commands answer false (or a negative code) when they are refused; the state is then as before and the command may
 * be given again. One thread; nothing allocates after the endpoints are added.
 */
public final class UserAgents {

    /** {@link #invite} was refused: the transport took no message. */
    public static final int REFUSED_TRANSPORT = -1;
    /** {@link #invite} was refused: all calls, transactions or message blocks are in use. */
    public static final int REFUSED_POOL = -2;
    /** {@link #invite} was refused: the target is no SIP URI, or it or the SDP is too long. */
    public static final int REFUSED_TARGET = -3;

    /** See {@link UserAgentsContext}, which must be concluded. */
    public UserAgents(final UserAgentsContext context, final SipTransport transport, final UserAgentListener listener) {
    }

    /**
     * Adds an endpoint. Set-up time, may allocate.
     *
     * @return its number, counted from 0.
     */
    public int add(final UserAgentDescriptor descriptor) {
        throw new UnsupportedOperationException();
    }

    /** Registers, or registers anew. False: refused, or the endpoint has no registrar, or a REGISTER is under way. */
    public boolean register(final int ua, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Removes the binding. False: refused, or not registered, or a REGISTER is under way. */
    public boolean unregister(final int ua, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Calls somebody.
     *
     * @param targetUri {@code sip:user@host}, ASCII; becomes Request-URI and To.
     * @param sdp       the offer; the core keeps a copy.
     * @return call handle (at least 0) or one of the REFUSED codes.
     */
    public int invite(
            final int ua, final CharSequence targetUri, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Sends a provisional response, 101..199. False: refused, or not a call that rings. */
    public boolean ring(final int call, final int status, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Accepts with 200 and this SDP, repeated until the ACK comes. False: refused, or nothing to answer. */
    public boolean answer(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Refuses with 300..699; the handle is then dead. False: refused, or nothing to reject. */
    public boolean reject(final int call, final int status, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a call, whatever its state asks for: BYE, CANCEL (when a provisional response came, else as soon as it does),
     * BYE after the ACK, or 480 to an INVITE not answered yet. The listener hears when it is through.
     *
     * @return false when the call is over or ending; a refused send is repeated by {@link #pollTimers}.
     */
    public boolean hangUp(final int call, final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** A datagram came in. */
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** Does what is due, at most {@code limit} things. Returns how many. */
    public int pollTimers(final long nowNs, final int limit) {
        throw new UnsupportedOperationException();
    }

    /** When to poll next; may be early. {@link Long#MAX_VALUE}: nothing is waited for. */
    public long nextDeadlineNs() {
        throw new UnsupportedOperationException();
    }

    /** The endpoint of a live call, -1 for a dead handle. */
    public int userAgentOf(final int call) {
        throw new UnsupportedOperationException();
    }
}
