package busyhour.sip.ua;

import static busyhour.sip.ua.OutgoingOffer.NONE;
import static busyhour.sip.ua.OutgoingOffer.SENT;
import static busyhour.sip.ua.OutgoingOffer.WAITING;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * Our re-INVITEs and UPDATEs, with or without offer, the user's and the session timer's (RFC 3261 14.1, RFC 3311, RFC 4028).
 *
 * <pre>
 *   NONE --command--> SENT --2xx-----------------> NONE   the ACK by {@link OfferAcks}
 *                      |  ^--timer-- WAITING &lt;--401, 407, 422, 491, 500 with Retry-After
 *                      '--other------------------> NONE   session as before; 408, 481, silence: BYE
 * </pre>
 */
final class OutgoingOffers {

    /** A re-INVITE that only got provisional responses is cancelled. */
    private static final long MAX_WAIT_NS = 180_000_000_000L;
    private static final int MAX_GLARES = 10;

    private final SipCore core;
    private final SessionTimers timers;
    private final PeerDescription peer;
    private final OfferAcks acks;
    private final CallEnds ends;
    private final RetryTimes retryTimes;
    private final int firstTimer;

    OutgoingOffers(
            final SipCore core, final SessionTimers timers, final PeerDescription peer, final OfferAcks acks, final CallEnds ends,
            final int firstTimer) {
        this.core = core;
        this.timers = timers;
        this.peer = peer;
        this.acks = acks;
        this.ends = ends;
        this.firstTimer = firstTimer;
        retryTimes = new RetryTimes(core.ids);
    }

    /** The user's command. */
    boolean start(
            final Call call, final byte method, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        if (!isFree(call, method, length > 0) || length > core.pool.maxLength()) {
            return false;
        }
        final int block = length > 0 ? core.pool.store(sdp, offset, length) : BytePool.NONE;
        if (length > 0 && block < 0) {
            return false;
        }
        return begin(call, offer, method, block, false, nowNs);
    }

    /** Refreshes the session: UPDATE without offer when the peer takes it, else re-INVITE with the present description. */
    boolean refresh(final Call call, final long nowNs) {
        final boolean update = call.session.peerUpdates;
        final byte method = update ? SipMethod.UPDATE : SipMethod.INVITE;
        if (!isFree(call, method, !update)) {
            return false;
        }
        int block = BytePool.NONE;
        if (!update && call.sdp >= 0) {
            block = core.pool.store(core.pool.buffer(call.sdp), core.pool.offset(call.sdp), core.pool.length(call.sdp));
            if (block < 0) {
                return false;
            }
        }
        return begin(call, call.session.outgoing, method, block, true, nowNs);
    }

    private static boolean isFree(final Call call, final byte method, final boolean offer) {
        final IncomingOffer incoming = call.session.incoming;
        final boolean quiet = call.session.outgoing.state == NONE && !call.session.outgoing.ackWanted && !call.ackWanted;
        if (method == SipMethod.INVITE) {
            return quiet && call.state == Call.ESTABLISHED && incoming.state == IncomingOffer.NONE;
        }
        final boolean dialog = call.hasDialog();
        return quiet && dialog && (!offer || call.isAgreed()) && (!offer || incoming.state == IncomingOffer.NONE);
    }

    private boolean begin(
            final Call call, final OutgoingOffer offer, final byte method, final int block, final boolean refresh, final long nowNs) {
        offer.method = method;
        offer.sdp = block;
        offer.refresh = refresh;
        offer.early = call.isEarly();
        offer.attempts = 0;
        offer.glares = 0;
        if (!send(call, Credentials.CACHED, false, nowNs)) {
            core.pool.giveBack(block);
            offer.sdp = BytePool.NONE;
            return false;
        }
        return true;
    }

    private boolean send(final Call call, final byte carried, final boolean insist, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        final UserAgent agent = call.agent;
        // The legs of a fork share our numbers.
        final Dialog dialog = call.dialogNow();
        final long branch = core.ids.next();
        final long cSeq = call.dialog.nextCSeq();
        final SipWriter out = core.contact(dialog.begin(core.begin(agent, offer.method), offer.method, agent.vias, branch, cSeq), call);
        if (!offer.early) {
            timers.writeRequest(out, call);
        }
        out.header(SipHeader.USER_AGENT, core.userAgent);
        final byte wrote = core.writeCredentials(out, agent, offer.method, dialog.target(), offer.sdp, carried);
        final int length = core.endWithSdp(out, offer.sdp);
        final int transaction = core.requests.send(
                agent, offer.method, branch, dialog.nextHop(), length, core.calls.handle(call), insist, nowNs);
        if (transaction < 0) {
            call.dialog.undoCSeq();
            return false;
        }
        offer.transaction = transaction;
        offer.cSeq = cSeq;
        offer.carried = wrote;
        offer.attempts++;
        offer.state = SENT;
        wakeAt(call, nowNs + MAX_WAIT_NS, nowNs);
        return true;
    }

    private void again(final Call call, final byte carried, final long nowNs) {
        if (!send(call, carried, true, nowNs)) {
            // No transaction or block is free.
            call.session.outgoing.carried = carried;
            wait(call, nowNs + core.context.times().t1Ns(), nowNs);
        }
    }

    private void wait(final Call call, final long atNs, final long nowNs) {
        call.session.outgoing.state = WAITING;
        wakeAt(call, atNs, nowNs);
    }

    private void wakeAt(final Call call, final long atNs, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        offer.workAtNs = atNs;
        core.dialogWheel.schedule(firstTimer + call.index, offer.ackWanted ? nowNs : atNs, nowNs);
    }

    void onTimer(final Call call, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        if (offer.ackWanted) {
            acks.send(call, nowNs);
        }
        if (offer.state == WAITING && nowNs >= offer.workAtNs) {
            onWaited(call, nowNs);
        } else if (offer.state == SENT && nowNs >= offer.workAtNs) {
            offer.workAtNs = Call.NEVER;
            if (offer.method == SipMethod.INVITE) {
                core.transactions.cancel(offer.transaction, nowNs);
            }
        } else if (offer.ackWanted || offer.state != NONE) {
            wakeAt(call, offer.workAtNs, nowNs);
        }
    }

    /** Sends it again, unless the peer has begun an INVITE or an offer meanwhile, which comes first (RFC 3261 14.1). */
    private void onWaited(final Call call, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        final boolean offers = offer.method == SipMethod.INVITE || offer.sdp >= 0;
        if (offers && call.session.incoming.state != IncomingOffer.NONE) {
            wait(call, nowNs + core.context.times().t1Ns(), nowNs);
        } else {
            again(call, offer.carried, nowNs);
        }
    }

    /** Whether the transaction is that of the offer under way. */
    static boolean isCurrent(final Call call, final int transaction) {
        final OutgoingOffer offer = call.session.outgoing;
        return offer.state == SENT && offer.transaction == transaction;
    }

    void onResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        if (!isCurrent(call, transaction)) {
            if (status / 100 == 2 && response.cSeqMethod() == SipMethod.INVITE) {
                acks.repeat(call, response, nowNs);
            }
        } else if (call.state == Call.ENDING) {
            onOvertaken(call, response, nowNs);
        } else if (status >= 300) {
            onRefusal(call, response, nowNs);
        } else if (status >= 200) {
            onSuccess(call, transaction, response, nowNs);
        }
    }

    /** The BYE is out: a 2xx is acknowledged, and nothing is reported. */
    private void onOvertaken(final Call call, final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        if (status >= 200) {
            finish(call);
        }
        if (status / 100 == 2 && response.cSeqMethod() == SipMethod.INVITE) {
            acks.repeat(call, response, nowNs);
        }
    }

    /** The call is being ended: what waits is not sent any more, what is sent is awaited in silence. */
    void onEnding(final Call call) {
        if (call.session.outgoing.state == WAITING) {
            finish(call);
        }
    }

    private void onSuccess(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        final byte method = offer.method;
        final boolean refresh = offer.refresh;
        if (offer.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        final Dialog dialog = call.dialogNow();
        if (dialog.refreshTarget(response)) {
            dialog.route(dialog.nextHop());
        }
        final boolean offered = offer.sdp >= 0;
        if (offered) {
            core.pool.giveBack(call.sdp);
            call.sdp = offer.sdp;
            offer.sdp = BytePool.NONE;
        }
        finish(call);
        peer.remember(call, response);
        if (!offer.early) {
            timers.onAnswered(call, response, nowNs);
        }
        if (method == SipMethod.INVITE) {
            core.transactions.memo(transaction, ForkedLegs.hash(response));
            // An offer of the peer's is answered in the ACK.
            if (!acks.acknowledge(call, transaction, response, !offered && response.hasSdp(), nowNs)) {
                return;
            }
        }
        if (refresh) {
            core.listener.onSessionRefreshed(ua, handle, true, nowNs);
        } else {
            core.listener.onOfferAnswered(ua, handle, method, response, nowNs);
        }
    }

    private void onRefusal(final Call call, final SipMessage response, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        final int status = response.statusCode();
        offer.transaction = -1;
        if (status == 401 || status == 407) {
            final int handle = core.calls.handle(call);
            core.listener.onChallenged(call.agent.number, status, nowNs);
            if (core.calls.find(handle) != call || offer.state != SENT) {
                return;
            }
            if (core.credentials.onChallenge(call.agent, response, offer.carried, offer.attempts)) {
                again(call, Credentials.FRESH, nowNs);
                return;
            }
        } else if (offer.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        final long waitNs = retryTimes.of(call, response);
        if (waitNs >= 0 && offer.glares < MAX_GLARES) {
            offer.glares++;
            offer.carried = Credentials.CACHED;
            wait(call, nowNs + waitNs, nowNs);
        } else if (status == 422 && offer.attempts < Credentials.MAX_ATTEMPTS && timers.onTooSmall(call, response)) {
            again(call, Credentials.CACHED, nowNs);
        } else {
            refused(call, status, nowNs);
        }
    }

    /** @param status 0 when nobody answered, 503 when the transport failed. */
    void onFailed(final Call call, final int transaction, final int status, final long nowNs) {
        if (isCurrent(call, transaction)) {
            if (call.state == Call.ENDING) {
                finish(call);
            } else {
                refused(call, status, nowNs);
            }
        }
    }

    private void refused(final Call call, final int status, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        final byte method = offer.method;
        final boolean refresh = offer.refresh;
        finish(call);
        if (refresh) {
            if (status == 405 || status == 501) {
                call.session.peerUpdates = false;
            }
            timers.refreshAgain(call, nowNs);
        } else {
            core.listener.onOfferRefused(ua, handle, method, status, nowNs);
        }
        if ((status == 0 || status == 408 || status == 481) && core.calls.find(handle) == call) {
            ends.hangUp(call, nowNs);
        }
    }

    private void finish(final Call call) {
        final OutgoingOffer offer = call.session.outgoing;
        core.pool.giveBack(offer.sdp);
        offer.sdp = BytePool.NONE;
        offer.transaction = -1;
        offer.state = NONE;
        offer.workAtNs = Call.NEVER;
        if (!offer.ackWanted) {
            core.dialogWheel.cancel(firstTimer + call.index);
        }
    }

    /** The call is over; its transaction ends by itself. */
    void drop(final Call call, final long nowNs) {
        final OutgoingOffer offer = call.session.outgoing;
        if (offer.state == SENT && offer.transaction >= 0 && offer.method == SipMethod.INVITE) {
            core.transactions.endWithin64T1(offer.transaction, nowNs);
        }
        finish(call);
        acks.drop(call);
        core.dialogWheel.cancel(firstTimer + call.index);
    }
}
