package busyhour.sip.ua;

import static busyhour.sip.ua.Registration.REFRESHING;
import static busyhour.sip.ua.Registration.REGISTERED;
import static busyhour.sip.ua.Registration.REGISTERING;
import static busyhour.sip.ua.Registration.UNREGISTERED;
import static busyhour.sip.ua.Registration.UNREGISTERING;

import busyhour.sip.SipHop;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.HeaderValues;
import busyhour.sip.message.NameAddr;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.transaction.Transactions;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * REGISTER at the client (RFC 3261 10.2): binding, refresh at four fifths of the expiry, removal; challenges, stale nonces
 * and Min-Expires (10.3 step 7, 423) answered.
 *
 * <pre>
 *   UNREGISTERED --register--> REGISTERING --2xx--> REGISTERED --timer--> REFRESHING --2xx--> REGISTERED
 *        ^                         | other               '--unregister--> UNREGISTERING --any--.
 *        '-------------------------'&lt;----------------------------------------------------------'
 *   unregister while a REGISTER is under way: REGISTERING, REFRESHING --2xx--> UNREGISTERING
 * </pre>
 */
final class Registrations {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final byte[] MAX_FORWARDS = Ascii.bytes("70");
    private static final byte[] TAG = Ascii.bytes(";tag=");
    private static final byte[] PATH = Ascii.bytes("path");
    private static final byte[] EXPIRES = Ascii.bytes(";expires=");

    private final SipCore core;
    private final HeaderValues contacts = new HeaderValues();
    private final NameAddr contact = new NameAddr();
    private final UnsafeBuffer uri = new UnsafeBuffer(0, 0);

    Registrations(final SipCore core) {
        this.core = core;
    }

    boolean register(final UserAgent agent, final long nowNs) {
        final Registration registration = agent.registration;
        if (agent.registrar == null || registration.state != UNREGISTERED && registration.state != REGISTERED) {
            return false;
        }
        final byte next = registration.state == UNREGISTERED ? REGISTERING : REFRESHING;
        registration.expiresS = agent.descriptor.expiresS();
        return start(agent, next, nowNs);
    }

    boolean unregister(final UserAgent agent, final long nowNs) {
        final Registration registration = agent.registration;
        if (registration.state == REGISTERED) {
            return start(agent, UNREGISTERING, nowNs);
        }
        final boolean underWay = registration.state == REGISTERING || registration.state == REFRESHING;
        registration.unregisterWanted |= underWay;
        return underWay;
    }

    private boolean start(final UserAgent agent, final byte next, final long nowNs) {
        final Registration registration = agent.registration;
        final byte before = registration.state;
        final int attempts = registration.attempts;
        registration.attempts = 0;
        registration.state = next;
        if (!send(agent, Credentials.CACHED, false, nowNs)) {
            registration.attempts = attempts;
            registration.state = before;
            return false;
        }
        core.wheel.cancel(core.timerOf(agent));
        registration.reason = "command";
        return true;
    }

    /** A refresh is due, or a request that no transaction was free for. */
    void onTimer(final UserAgent agent, final long nowNs) {
        final Registration registration = agent.registration;
        if (registration.state == REGISTERED && nowNs < registration.refreshAtNs) {
            core.requests.keepAlive(agent);
            wait(agent, nowNs);
        } else if (registration.state == REGISTERED) {
            registration.attempts = 0;
            registration.state = REFRESHING;
            sendAgain(agent, Credentials.CACHED, nowNs);
        } else if (registration.state != UNREGISTERED && registration.transaction < 0) {
            sendAgain(agent, registration.carried, nowNs);
        }
    }

    /** Until the refresh, or the next keep-alive where those are wanted. */
    private void wait(final UserAgent agent, final long nowNs) {
        final int everyS = agent.descriptor.keepAliveS();
        final long refreshAtNs = agent.registration.refreshAtNs;
        final long atNs = everyS == 0 ? refreshAtNs : Math.min(refreshAtNs, nowNs + everyS * NS_PER_S);
        core.wheel.schedule(core.timerOf(agent), atNs, nowNs);
    }

    private void sendAgain(final UserAgent agent, final byte carried, final long nowNs) {
        if (!send(agent, carried, true, nowNs)) {
            // No transaction or block is free: not before T1.
            agent.registration.carried = carried;
            core.wheel.schedule(core.timerOf(agent), nowNs + core.context.times().t1Ns(), nowNs);
        }
    }

    private boolean send(final UserAgent agent, final byte carried, final boolean insist, final long nowNs) {
        final Registration registration = agent.registration;
        if (registration.callId == 0) {
            registration.callId = core.ids.next();
            registration.tag = core.ids.next();
        }
        final long branch = core.ids.next();
        final long expiresS = registration.state == UNREGISTERING ? 0 : registration.expiresS;
        uri.wrap(agent.registrar);
        final long uriSpan = Span.of(0, agent.registrar.length);
        final SipHop proxy = core.requests.proxy(agent);
        final SipWriter out = core.begin(agent, SipMethod.REGISTER).requestLine(SipMethod.REGISTER, uri, uriSpan)
                .name(SipHeader.VIA).append(agent.vias[proxy.kind()]).hex(branch).endLine()
                .header(SipHeader.MAX_FORWARDS, MAX_FORWARDS);
        if (agent.route != null) {
            // The Service-Route is for other requests (RFC 3608 5.1).
            out.header(SipHeader.ROUTE, agent.route);
        }
        out.name(SipHeader.FROM).append(agent.from(SipMethod.REGISTER)).append(TAG).hex(registration.tag).endLine()
                .header(SipHeader.TO, agent.local)
                .name(SipHeader.CALL_ID).hex(registration.callId).octet((byte) '@').append(agent.host).endLine()
                .name(SipHeader.CSEQ).uint(registration.cSeq + 1).space().append(SipMethod.octets(SipMethod.REGISTER)).endLine()
                .name(SipHeader.CONTACT).octet((byte) '<').append(agent.contactUris[proxy.kind()]).octet((byte) '>')
                .append(EXPIRES).uint(expiresS).endLine()
                .header(SipHeader.EXPIRES, expiresS)
                .header(SipHeader.ALLOW, agent.allow)
                .header(SipHeader.SUPPORTED, PATH)
                .header(SipHeader.USER_AGENT, core.userAgent);
        final byte wrote = core.credentials.writeForRegistrar(out, agent, uri, uriSpan, carried);
        final int length = out.noBody().finish();
        final int transaction = core.requests.send(agent, SipMethod.REGISTER, branch, proxy, length, -1, insist, nowNs);
        if (transaction < 0) {
            return false;
        }
        registration.carried = wrote;
        registration.transaction = transaction;
        registration.cSeq++;
        registration.attempts++;
        return true;
    }

    void onResponse(final UserAgent agent, final int transaction, final SipMessage response, final long nowNs) {
        final Registration registration = agent.registration;
        final int status = response.statusCode();
        if (transaction != registration.transaction || status < 200) {
            return;
        }
        registration.transaction = -1;
        if (status == 401 || status == 407) {
            core.listener.onChallenged(agent.number, status, nowNs);
            if (core.credentials.onChallenge(agent, response, registration.carried, registration.attempts)) {
                sendAgain(agent, Credentials.FRESH, nowNs);
            } else {
                end(agent, status, nowNs);
            }
            return;
        }
        if (registration.carried != Credentials.NONE) {
            core.credentials.onAccepted(agent, response);
        }
        if (status == 423 && registration.state != UNREGISTERING && wantLonger(registration, response)) {
            sendAgain(agent, Credentials.CACHED, nowNs);
        } else if (status < 300) {
            onAccepted(agent, response, nowNs);
        } else {
            end(agent, status, nowNs);
        }
    }

    /** 423 with a Min-Expires longer than what was asked for (RFC 3261 10.2.8). */
    private static boolean wantLonger(final Registration registration, final SipMessage response) {
        final long value = response.value(SipHeader.MIN_EXPIRES);
        final long minS = Span.isPresent(value)
                ? Ascii.number(response.buffer(), Span.offset(value), Span.end(value), 0xFFFF_FFFFL) : -1;
        if (minS <= registration.expiresS || registration.attempts >= Credentials.MAX_ATTEMPTS) {
            return false;
        }
        registration.expiresS = minS;
        return true;
    }

    private void onAccepted(final UserAgent agent, final SipMessage response, final long nowNs) {
        final Registration registration = agent.registration;
        if (registration.state == UNREGISTERING) {
            end(agent, response.statusCode(), nowNs);
            return;
        }
        final boolean first = registration.state == REGISTERING;
        final long grantedS = granted(agent, response);
        core.routes.onRegistered(agent, response);
        registration.state = REGISTERED;
        registration.reason = "2xx";
        if (registration.unregisterWanted) {
            registration.unregisterWanted = false;
            registration.attempts = 0;
            registration.state = UNREGISTERING;
            sendAgain(agent, Credentials.CACHED, nowNs);
            return;
        }
        // Four fifths of the expiry leave a REGISTER its 32 s where the expiry is three minutes or more.
        registration.refreshAtNs = nowNs + Math.max(1, grantedS) * NS_PER_S / 5 * 4;
        wait(agent, nowNs);
        if (first) {
            core.listener.onRegistered(agent.number, registration.attempts, nowNs);
        }
    }

    /** Seconds granted: of our Contact, else of the Expires header, else as asked (RFC 3261 10.2.4). */
    private long granted(final UserAgent agent, final SipMessage response) {
        final DirectBuffer text = response.buffer();
        contacts.reset(response, SipHeader.CONTACT);
        while (contacts.next()) {
            if (contact.wrap(text, contacts.value()) == 0 && contact.expiresSeconds() >= 0 && isOurs(agent, text, contact.uri())) {
                return contact.expiresSeconds();
            }
        }
        return response.expiresSeconds() >= 0 ? response.expiresSeconds() : agent.registration.expiresS;
    }

    private static boolean isOurs(final UserAgent agent, final DirectBuffer text, final long uri) {
        for (int kind = 0; kind < agent.contactUris.length; kind++) {
            if (Ascii.equals(text, Span.offset(uri), Span.length(uri), agent.contactUris[kind])) {
                return true;
            }
        }
        return false;
    }

    /** @param status 408 when nobody answered, 503 when the transport failed. */
    void onFailed(final UserAgent agent, final int transaction, final int status, final long nowNs) {
        if (transaction == agent.registration.transaction) {
            agent.registration.transaction = -1;
            end(agent, status == Transactions.NO_RESPONSE ? 0 : status, nowNs);
        }
    }

    private void end(final UserAgent agent, final int status, final long nowNs) {
        final Registration registration = agent.registration;
        final boolean wanted = registration.state == UNREGISTERING || registration.unregisterWanted;
        registration.unregisterWanted = false;
        core.routes.forget(agent);
        registration.state = UNREGISTERED;
        registration.reason = wanted ? "unregistered" : "failed";
        core.wheel.cancel(core.timerOf(agent));
        if (wanted) {
            core.listener.onUnregistered(agent.number, nowNs);
        } else {
            core.listener.onRegistrationFailed(agent.number, status, nowNs);
        }
    }
}
