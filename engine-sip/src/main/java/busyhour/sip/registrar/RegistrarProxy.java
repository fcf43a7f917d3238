package busyhour.sip.registrar;

import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Registrar with digest accounts and stateless proxy on one socket (RFC 3261 10.3, 16.11). Sans-IO, no timers, nothing
 * allocated per message. A message that the transport refuses is lost, as the network may lose it. One thread.
 */
public final class RegistrarProxy {

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final Accounts accounts;
    private final Replies replies;
    private final Authenticator authenticator;
    private final Registrar registrar;
    private final StatelessProxy proxy;
    private long malformed;

    /** See {@link RegistrarProxyContext}, which must be concluded. */
    public RegistrarProxy(final RegistrarProxyContext context, final SipTransport transport) {
        final SipHash hash = new SipHash(context.seed(), ~context.seed() * 0x9E3779B97F4A7C15L);
        accounts = new Accounts(context.maxAccounts(), hash.hash(1));
        replies = new Replies(transport, hash);
        authenticator = new Authenticator(context, accounts, replies, hash);
        registrar = new Registrar(context, accounts, authenticator, replies, hash);
        proxy = new StatelessProxy(context, accounts, authenticator, replies, hash);
    }

    /**
     * Adds an account; set-up time, may allocate.
     *
     * @param user user part of its address of record and name of its credentials.
     * @throws IllegalStateException when it is there already or there are too many.
     */
    public void addAccount(final String user, final String password) {
        accounts.add(user, password);
    }

    /** A datagram came in. */
    public void onDatagram(
            final int socket,
            final TransportAddress source,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        final int fault = parser.parse(buffer, offset, length, message);
        if (fault != SipFault.OK) {
            onMalformed(fault, socket, source);
        } else if (!message.isRequest()) {
            proxy.onResponse(message, socket);
        } else if (message.method() == SipMethod.REGISTER && proxy.isOurs(message.buffer(), message.requestUri())) {
            registrar.onRegister(message, socket, source, nowNs);
        } else if (message.method() == SipMethod.OPTIONS && !Span.isPresent(message.requestUri().user())
                && proxy.isOurs(message.buffer(), message.requestUri())) {
            replies.answer(message, 200, socket, source);
        } else {
            proxy.onRequest(message, socket, source, nowNs);
        }
    }

    private void onMalformed(final int fault, final int socket, final TransportAddress source) {
        if (fault == SipFault.EMPTY) {
            return;
        }
        malformed++;
        final int status = SipFault.statusCode(fault);
        if (status != 0 && message.isAnswerable()) {
            replies.answer(message, status, socket, source);
        }
    }

    /** Accounts that have a binding now. Looks at all. */
    public int registeredAccounts(final long nowNs) {
        return accounts.registered(nowNs);
    }

    /** Requests and responses sent on. */
    public long forwarded() {
        return proxy.forwarded();
    }

    /** 401 and 407 sent. */
    public long challenges() {
        return authenticator.challenges();
    }

    /** Credentials with a wrong name or password. */
    public long wrongCredentials() {
        return authenticator.wrong();
    }

    /** Right credentials whose nonce count had been used before: challenged anew. */
    public long replayedCredentials() {
        return authenticator.replays();
    }

    /** Messages that could not be parsed. */
    public long malformed() {
        return malformed;
    }

    /** ACKs and responses that lead nowhere. */
    public long dropped() {
        return proxy.dropped();
    }

    /** Messages that the transport refused. */
    public long refusedSends() {
        return replies.refused();
    }
}
