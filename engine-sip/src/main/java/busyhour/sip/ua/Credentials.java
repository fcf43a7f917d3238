package busyhour.sip.ua;

import busyhour.sip.digest.DigestHasher;
import busyhour.sip.digest.DigestRealms;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Credentials in requests (RFC 3261 22): challenges are kept for each endpoint, so that later requests carry credentials
 * from the start, nonce count up, one for each realm; an old nonce found stale gets a new try, a refused password does not.
 */
final class Credentials {

    /** The request carried none. */
    static final byte NONE = 0;
    /** It carried credentials for a challenge to an earlier request: perhaps too old a nonce. */
    static final byte CACHED = 1;
    /** It carried the answer to a challenge to this very request. */
    static final byte FRESH = 2;

    /** Requests with one CSeq sequence at most: two proxies and a server, each with a stale nonce. */
    static final int MAX_ATTEMPTS = 8;

    private final DigestHasher hasher;

    Credentials(final DigestHasher hasher) {
        this.hasher = hasher;
    }

    /** Writes what the endpoint has for a REGISTER; answers {@link #NONE} or {@code carried}. */
    byte writeForRegistrar(final SipWriter writer, final UserAgent agent, final DirectBuffer uri, final long span, final byte carried) {
        return write(agent.registrarRealms, writer, agent, SipMethod.REGISTER, uri, span, uri, 0, 0) ? carried : NONE;
    }

    /** Writes what the endpoint has for a request of a call; answers {@link #NONE} or {@code carried}. */
    byte write(
            final SipWriter writer,
            final UserAgent agent,
            final byte method,
            final DirectBuffer uri,
            final long span,
            final DirectBuffer body,
            final int bodyOffset,
            final int bodyLength,
            final byte carried) {
        return write(agent.realms, writer, agent, method, uri, span, body, bodyOffset, bodyLength) ? carried : NONE;
    }

    private boolean write(
            final DigestRealms realms,
            final SipWriter writer,
            final UserAgent agent,
            final byte method,
            final DirectBuffer uri,
            final long span,
            final DirectBuffer body,
            final int bodyOffset,
            final int bodyLength) {
        return realms != null && realms.write(
                writer, hasher, agent.credentials, SipMethod.text(method), uri, span, body, bodyOffset, bodyLength);
    }

    /**
     * Takes a challenge.
     *
     * @param carried  what the challenged request carried.
     * @param attempts requests sent so far.
     * @return whether the request is to be sent again, with {@link #FRESH} credentials.
     */
    boolean onChallenge(final UserAgent agent, final SipMessage response, final byte carried, final int attempts) {
        final DigestRealms realms = realmsFor(agent, response);
        if (realms == null || attempts >= MAX_ATTEMPTS) {
            return false;
        }
        if (carried != FRESH) {
            // What was refused, if anything, was the answer to an older challenge.
            realms.onAccepted();
        }
        return realms.onChallenge(response, requestOf(response)) == DigestRealms.CHALLENGED;
    }

    /** A number for the request that a response belongs to, whatever its CSeq and credentials: of Call-ID and method. */
    private static long requestOf(final SipMessage response) {
        final DirectBuffer text = response.buffer();
        final long callId = response.callId();
        long hash = response.cSeqMethod();
        for (int at = Span.offset(callId); at < Span.end(callId); at++) {
            hash = hash * 1_099_511_628_211L + text.getByte(at);
        }
        return hash;
    }

    /** A response other than a challenge came to a request with credentials. */
    void onAccepted(final UserAgent agent, final SipMessage response) {
        final DigestRealms realms = realmsFor(agent, response);
        if (realms != null) {
            realms.onAccepted();
        }
    }

    private static DigestRealms realmsFor(final UserAgent agent, final SipMessage response) {
        return response.cSeqMethod() == SipMethod.REGISTER ? agent.registrarRealms : agent.realms;
    }
}
