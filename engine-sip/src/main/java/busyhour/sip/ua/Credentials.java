package busyhour.sip.ua;

import busyhour.sip.digest.DigestChallenge;
import busyhour.sip.digest.DigestHasher;
import busyhour.sip.digest.DigestSession;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Credentials in requests (RFC 3261 22): challenges are kept for each endpoint, so that later requests carry credentials
 * from the start, nonce count up; an old nonce found stale gets a new try, a refused password does not.
 */
final class Credentials {

    /** The request carried none. */
    static final byte NONE = 0;
    /** It carried credentials for a challenge to an earlier request: perhaps too old a nonce. */
    static final byte CACHED = 1;
    /** It carried the answer to a challenge to this very request. */
    static final byte FRESH = 2;

    /** Requests with one CSeq sequence at most: a proxy and a server, each with stale nonces. */
    static final int MAX_ATTEMPTS = 8;

    private final DigestHasher hasher;
    private final DigestChallenge challenge = new DigestChallenge();

    Credentials(final DigestHasher hasher) {
        this.hasher = hasher;
    }

    /** Writes what the endpoint has for a REGISTER; answers {@link #NONE} or {@code carried}. */
    byte writeForRegistrar(final SipWriter writer, final UserAgent agent, final DirectBuffer uri, final long span, final byte carried) {
        return write(agent.registrarSession, writer, agent, SipMethod.REGISTER, uri, span, uri, 0, 0) ? carried : NONE;
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
        final boolean server = write(agent.serverSession, writer, agent, method, uri, span, body, bodyOffset, bodyLength);
        final boolean proxy = write(agent.proxySession, writer, agent, method, uri, span, body, bodyOffset, bodyLength);
        return server || proxy ? carried : NONE;
    }

    private boolean write(
            final DigestSession session,
            final SipWriter writer,
            final UserAgent agent,
            final byte method,
            final DirectBuffer uri,
            final long span,
            final DirectBuffer body,
            final int bodyOffset,
            final int bodyLength) {
        if (session == null || !session.isReady()) {
            return false;
        }
        final DirectBuffer name = SipMethod.text(method);
        session.writeCredentials(
                writer, hasher, agent.credentials, name, Span.of(0, name.capacity()), uri, span, body, bodyOffset, bodyLength);
        return true;
    }

    /**
     * Takes a challenge.
     *
     * @param carried  what the challenged request carried.
     * @param attempts requests sent so far.
     * @return whether the request is to be sent again, with {@link #FRESH} credentials.
     */
    boolean onChallenge(final UserAgent agent, final SipMessage response, final byte carried, final int attempts) {
        final DigestSession session = sessionFor(agent, response);
        if (session == null || attempts >= MAX_ATTEMPTS || !isForRealm(agent, response)) {
            return false;
        }
        if (carried != FRESH) {
            // What was refused, if anything, was the answer to an older challenge.
            session.onAccepted();
        }
        return session.onChallenge(response) == DigestSession.CHALLENGED;
    }

    /** Whether the challenge that would be answered is for the realm that the credentials are for. */
    private boolean isForRealm(final UserAgent agent, final SipMessage response) {
        if (agent.realm == null) {
            return true;
        }
        final DirectBuffer text = response.buffer();
        final byte header = response.statusCode() == 407 ? SipHeader.PROXY_AUTHENTICATE : SipHeader.WWW_AUTHENTICATE;
        for (int i = response.firstHeader(header); i >= 0; i = response.nextHeader(i)) {
            final long value = response.headerValue(i);
            int at = Span.offset(value);
            while (at < Span.end(value)) {
                if (challenge.wrap(text, at, Span.end(value) - at)) {
                    final long realm = challenge.realm();
                    return Ascii.equals(text, Span.offset(realm), Span.length(realm), agent.realm);
                }
                at = Math.max(challenge.end(), at + 1);
            }
        }
        return true;
    }

    /** A response other than a challenge came to a request with credentials. */
    void onAccepted(final UserAgent agent, final SipMessage response) {
        if (agent.credentials == null) {
            return;
        }
        if (response.cSeqMethod() == SipMethod.REGISTER) {
            agent.registrarSession.onAccepted();
        } else {
            agent.serverSession.onAccepted();
            agent.proxySession.onAccepted();
        }
    }

    private static DigestSession sessionFor(final UserAgent agent, final SipMessage response) {
        if (response.cSeqMethod() == SipMethod.REGISTER) {
            return agent.registrarSession;
        }
        return response.statusCode() == 407 ? agent.proxySession : agent.serverSession;
    }
}
