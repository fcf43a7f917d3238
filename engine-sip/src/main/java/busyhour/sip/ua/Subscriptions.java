package busyhour.sip.ua;

import static busyhour.sip.ua.Subscription.ACTIVE;
import static busyhour.sip.ua.Subscription.ENDING;
import static busyhour.sip.ua.Subscription.LAST;
import static busyhour.sip.ua.Subscription.NONE;
import static busyhour.sip.ua.Subscription.REFRESHING;
import static busyhour.sip.ua.Subscription.SUBSCRIBING;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.Span;
import busyhour.sip.transaction.Hex;

/**
 * SUBSCRIBE to message waiting, one for each endpoint (RFC 6665, 3842): refresh at four fifths of the expiry, Min-Expires,
 * NOTIFY before, with and after the 2xx, end by either side.
 *
 * <pre>
 *   NONE --command--> SUBSCRIBING --2xx--> ACTIVE --timer--> REFRESHING --2xx--> ACTIVE
 *    ^                    | other            '--command--> ENDING --2xx--> LAST (NOTIFY, or 64 * T1)
 *    '--------------------'---- NOTIFY terminated, 481 ----------------------'
 * </pre>
 */
final class Subscriptions implements RequestUser {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long EXPIRES_S = 3_600;
    private static final long MAX_S = 0xFFFF_FFFFL;
    private static final int TAG_DIGITS = 16;
    private static final int UNUSABLE_ANSWER = 500;
    /** Tags with this bit are ours for subscriptions; those of calls have it not. */
    private static final long TAG_BIT = 1L << 63;
    private static final byte PACKAGE = EventPackage.MESSAGE_SUMMARY;

    private final SipCore core;
    private final ClientRequests clients;
    private final Responses responses;
    private final FirstRequests firsts;
    private final int firstTimer;
    private final Subscription[] subscriptions;

    Subscriptions(
            final SipCore core, final ClientRequests clients, final Responses responses, final FirstRequests firsts,
            final int firstTimer) {
        this.core = core;
        this.clients = clients;
        this.responses = responses;
        this.firsts = firsts;
        this.firstTimer = firstTimer;
        subscriptions = new Subscription[core.context.maxUserAgents()];
    }

    /** An endpoint's first subscription makes its memory: most never have one. */
    boolean subscribe(final int ua, final byte eventPackage, final long nowNs) {
        if (subscriptions[ua] == null) {
            subscriptions[ua] = new Subscription(core.agents[ua], new Dialog(core.pool, core.workspace));
        }
        final Subscription subscription = subscriptions[ua];
        if (eventPackage != PACKAGE || subscription.state != NONE) {
            return false;
        }
        subscription.tag = TAG_BIT | (long) ua << Integer.SIZE | core.ids.next() & 0xFFFF_FFFFL;
        subscription.expiresS = EXPIRES_S;
        firsts.targetSelf(subscription.agent);
        if (!firsts.open(subscription.dialog, subscription.agent, SipMethod.SUBSCRIBE, subscription.tag)) {
            subscription.dialog.clear();
            return false;
        }
        subscription.confirmed = false;
        subscription.over = false;
        subscription.attempts = 0;
        if (!send(subscription, subscription.expiresS, false, nowNs)) {
            subscription.dialog.clear();
            return false;
        }
        subscription.state = SUBSCRIBING;
        return true;
    }

    boolean unsubscribe(final int ua, final byte eventPackage, final long nowNs) {
        final Subscription subscription = subscriptions[ua];
        if (eventPackage != PACKAGE || subscription == null || subscription.state != ACTIVE || !send(subscription, 0, false, nowNs)) {
            return false;
        }
        core.dialogWheel.cancel(firstTimer + ua);
        subscription.state = ENDING;
        return true;
    }

    private boolean send(final Subscription subscription, final long expiresS, final boolean insist, final long nowNs) {
        final ClientRequest request = clients.pool().take(subscription.agent, null, subscription.dialog, SipMethod.SUBSCRIBE, this);
        if (request == null) {
            return false;
        }
        final int length = core.begin().header(SipHeader.EVENT, EventPackage.octets(PACKAGE))
                .header(SipHeader.EXPIRES, expiresS).header(SipHeader.ACCEPT, EventPackage.mediaType(PACKAGE)).finish();
        if (!clients.pool().lines(request, length)) {
            clients.pool().giveBack(request);
            return false;
        }
        subscription.attempts++;
        if (insist) {
            clients.insist(request, nowNs);
            return true;
        }
        return clients.start(request, nowNs);
    }

    @Override
    public void onDone(final ClientRequest request, final int status, final SipMessage response, final long nowNs) {
        final Subscription subscription = subscriptions[request.agent.number];
        if (status < 200 || status > 299) {
            if (status == 423 && subscription.state != ENDING && wantsLonger(subscription, response)
                    && send(subscription, subscription.expiresS, true, nowNs)) {
                return;
            }
            end(subscription, status, nowNs);
            return;
        }
        if (!subscription.confirmed && !subscription.dialog.confirm(response, core.requests.proxy(subscription.agent))) {
            end(subscription, UNUSABLE_ANSWER, nowNs);
        } else if (subscription.over) {
            end(subscription, 200, nowNs);
        } else if (subscription.state == ENDING) {
            subscription.state = LAST;
            core.dialogWheel.schedule(
                    firstTimer + subscription.agent.number, nowNs + core.context.times().timeoutNs(), nowNs);
        } else {
            onAccepted(subscription, response, nowNs);
        }
    }

    private void onAccepted(final Subscription subscription, final SipMessage response, final long nowNs) {
        final long expires = response.expiresSeconds();
        final long seconds = expires >= 0 ? Math.min(expires, subscription.expiresS) : subscription.expiresS;
        if (subscription.confirmed && subscription.dialog.refreshTarget(response)) {
            subscription.dialog.route(subscription.dialog.nextHop());
        }
        subscription.confirmed = true;
        subscription.attempts = 0;
        subscription.state = ACTIVE;
        core.dialogWheel.schedule(
                firstTimer + subscription.agent.number, nowNs + Math.max(1, seconds) * NS_PER_S / 5 * 4, nowNs);
        core.listener.onSubscribed(subscription.agent.number, PACKAGE, (int) seconds, nowNs);
    }

    /** 423 with a Min-Expires longer than what was asked for (RFC 6665 4.1.2.1). */
    private static boolean wantsLonger(final Subscription subscription, final SipMessage response) {
        final long value = response.value(SipHeader.MIN_EXPIRES);
        final long seconds = Span.isPresent(value)
                ? Ascii.number(response.buffer(), Span.offset(value), Span.end(value), MAX_S) : -1;
        if (seconds <= subscription.expiresS || subscription.attempts >= Credentials.MAX_ATTEMPTS) {
            return false;
        }
        subscription.expiresS = seconds;
        return true;
    }

    /** The subscription whose dialog a request is in, or null. */
    private Subscription find(final SipMessage request) {
        final long tag = request.toTag();
        if (Span.length(tag) != TAG_DIGITS) {
            return null;
        }
        final long value = Hex.parse(request.buffer(), Span.offset(tag), TAG_DIGITS, 0);
        final long number = (value & ~TAG_BIT) >>> Integer.SIZE;
        if ((value & TAG_BIT) == 0 || number >= core.agentCount) {
            return null;
        }
        final Subscription subscription = subscriptions[(int) number];
        return subscription != null && subscription.state != NONE && subscription.tag == value && subscription.dialog.isCallId(request)
                && (!subscription.confirmed || subscription.dialog.isRemoteTagOf(request)) ? subscription : null;
    }

    /** A request in no call, but with a tag. False: in no subscription either. */
    boolean onRequest(final int socket, final SipMessage request, final long nowNs) {
        final Subscription subscription = find(request);
        if (subscription == null) {
            return false;
        }
        final int ua = subscription.agent.number;
        core.onReceived(ua, 0, request, nowNs);
        final int status = request.cSeq() <= subscription.dialog.remoteCSeq() ? 500
                : request.method() != SipMethod.NOTIFY ? 405 : EventPackage.of(request) != PACKAGE ? 489 : 200;
        if (!responses.answer(ua, socket, request, status, subscription.tag, nowNs) || status == 500) {
            return true;
        }
        subscription.dialog.remoteCSeq(request.cSeq());
        if (status == 200) {
            onNotify(subscription, request, nowNs);
        }
        return true;
    }

    private void onNotify(final Subscription subscription, final SipMessage notify, final long nowNs) {
        final boolean last = Transfers.isTerminated(notify);
        core.listener.onNotify(subscription.agent.number, PACKAGE, notify, nowNs);
        if (last) {
            if (subscription.state == ACTIVE || subscription.state == LAST) {
                end(subscription, 200, nowNs);
            } else {
                // The answer to our SUBSCRIBE comes first.
                subscription.over = true;
            }
        }
    }

    /** A refresh is due, or the last NOTIFY did not come. */
    void onTimer(final int ua, final long nowNs) {
        final Subscription subscription = subscriptions[ua];
        if (subscription.state == LAST) {
            end(subscription, 200, nowNs);
        } else if (subscription.state == ACTIVE) {
            if (send(subscription, subscription.expiresS, true, nowNs)) {
                subscription.state = REFRESHING;
            } else {
                core.dialogWheel.schedule(firstTimer + ua, nowNs + core.context.times().t1Ns(), nowNs);
            }
        }
    }

    private void end(final Subscription subscription, final int status, final long nowNs) {
        subscription.state = NONE;
        subscription.dialog.clear();
        core.dialogWheel.cancel(firstTimer + subscription.agent.number);
        core.listener.onSubscriptionEnded(subscription.agent.number, PACKAGE, status, nowNs);
    }
}
