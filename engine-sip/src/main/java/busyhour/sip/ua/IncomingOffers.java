package busyhour.sip.ua;

import static busyhour.sip.ua.IncomingOffer.ACCEPTED;
import static busyhour.sip.ua.IncomingOffer.NONE;
import static busyhour.sip.ua.IncomingOffer.OPEN;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * The peer's re-INVITEs and UPDATEs (RFC 3261 14.2, RFC 3311 5.2): shown to the user, answered now or later.
 *
 * <pre>
 *   NONE --request--> OPEN --2xx to UPDATE, refusal, CANCEL--> NONE
 *                      |  100 after 200 ms
 *                      '--2xx to re-INVITE--> ACCEPTED --ACK--> NONE    2xx repeated; no ACK: BYE
 * </pre>
 */
final class IncomingOffers {

    private static final long TRYING_NS = 200_000_000L;
    private static final int OK = 200;
    private static final int NOT_ACCEPTABLE = 488;

    private final SipCore core;
    private final Responses responses;
    private final HeldRequests held;
    private final SessionTimers timers;
    private final PeerDescription peer;
    private final CallEnds ends;
    private final OfferRules rules;
    private final int firstTimer;

    IncomingOffers(
            final SipCore core, final Responses responses, final HeldRequests held, final SessionTimers timers,
            final PeerDescription peer, final CallEnds ends, final int firstTimer) {
        this.core = core;
        this.responses = responses;
        this.held = held;
        this.timers = timers;
        this.peer = peer;
        this.ends = ends;
        this.firstTimer = firstTimer;
        rules = new OfferRules(core, timers);
    }

    void onRequest(final Call call, final int socket, final SipMessage request, final long nowNs) {
        final int status = rules.refusal(call, request);
        if (status != 0) {
            if (responses.answer(call.agent.number, socket, request, status, call.localTag, nowNs)) {
                call.dialogNow().remoteCSeq(request.cSeq());
            }
            return;
        }
        final IncomingOffer offer = call.session.incoming;
        if (request.method() == SipMethod.UPDATE) {
            call.session.peerUpdates = true;
            if (!request.hasSdp()) {
                onRefresh(call, socket, request, nowNs);
                return;
            }
        }
        if (!held.hold(offer.request, call, socket, request, nowNs)) {
            return;
        }
        offer.early = call.isEarly();
        if (!offer.early) {
            timers.onRequest(call, request);
        }
        offer.state = OPEN;
        offer.offered = request.hasSdp();
        offer.refreshes = !offer.early && call.session.timer.requestedS > 0;
        offer.description = PeerDescription.hash(request);
        offer.verdict = 0;
        offer.workAtNs = request.method() == SipMethod.INVITE ? nowNs + TRYING_NS : Call.NEVER;
        offer.giveUpAtNs = nowNs + core.context.times().timeoutNs();
        arm(call, nowNs);
        final boolean unchanged = offer.offered && call.sdp >= 0 && offer.description == call.session.peerDescription;
        final int generation = call.generation;
        if (unchanged || !core.listener.onOffer(call.agent.number, core.calls.handle(call), request.method(), request, nowNs)) {
            if (call.generation == generation && offer.state == OPEN) {
                offer.verdict = rules.fits(call, request) ? OK : NOT_ACCEPTABLE;
                carryOut(call, nowNs);
            }
        }
    }

    /** An UPDATE without offer: answered at once. */
    private void onRefresh(final Call call, final int socket, final SipMessage update, final long nowNs) {
        final boolean early = call.isEarly();
        if (!early) {
            timers.onRequest(call, update);
        }
        final boolean refreshes = !early && call.session.timer.requestedS > 0;
        final SipWriter out = core.contact(responses.begin(update, OK, call.localTag), call);
        if (!early) {
            timers.writeAnswer(out, call);
        }
        final int length = out.header(SipHeader.SERVER, core.userAgent).noBody().finish();
        if (!responses.send(call.agent.number, socket, update, OK, length, nowNs)) {
            return;
        }
        call.dialogNow().remoteCSeq(update.cSeq());
        if (!early) {
            timers.onAnswerSent(call, nowNs);
        }
        final Dialog dialog = call.dialogNow();
        if (dialog.refreshTarget(update)) {
            dialog.route(dialog.nextHop());
        }
        if (refreshes) {
            core.listener.onSessionRefreshed(call.agent.number, core.calls.handle(call), false, nowNs);
        }
    }

    /** The user's answer or, to a re-INVITE without one, offer; {@code length} 0 = the present description. */
    boolean answer(final Call call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (offer.state != OPEN || offer.verdict != 0 || length > core.pool.maxLength() || length == 0 && call.sdp < 0) {
            return false;
        }
        final int block = length == 0 ? call.sdp : core.pool.store(sdp, offset, length);
        if (block < 0) {
            return false;
        }
        if (!accept(call, block, nowNs)) {
            core.pool.giveBack(length == 0 ? BytePool.NONE : block);
            return false;
        }
        return true;
    }

    boolean reject(final Call call, final int status, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (offer.state != OPEN || offer.verdict != 0 || status < 300 || status > 699 || !held.respond(offer.request, status, nowNs)) {
            return false;
        }
        finish(call);
        return true;
    }

    /** What the core decided itself, tried until the transport takes it. */
    private void carryOut(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        final boolean done = offer.verdict == OK ? accept(call, call.sdp, nowNs) : held.respond(offer.request, offer.verdict, nowNs);
        if (!done) {
            offer.workAtNs = nowNs;
            arm(call, nowNs);
        } else if (offer.verdict != OK) {
            finish(call);
        }
    }

    /** Sends the 2xx with this description, which becomes the present one. False when refused. */
    private boolean accept(final Call call, final int sdp, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        final boolean invite = offer.request.method == SipMethod.INVITE;
        final SipWriter out = core.contact(held.begin(offer.request, OK), call);
        if (!offer.early) {
            timers.writeAnswer(out, call);
        }
        final int length = core.endWithSdp(out.header(SipHeader.SERVER, core.userAgent), sdp);
        final int block = length < 0 || !invite ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        if (invite && block < 0 || !held.send(offer.request, OK, length, nowNs)) {
            core.pool.giveBack(block);
            return false;
        }
        if (!offer.early) {
            timers.onAnswerSent(call, nowNs);
        }
        held.refreshTarget(offer.request, call);
        held.close(offer.request);
        if (call.sdp != sdp) {
            core.pool.giveBack(call.sdp);
            call.sdp = sdp;
        }
        if (offer.description != 0) {
            call.session.peerDescription = offer.description;
        }
        final boolean refreshes = offer.refreshes;
        if (invite) {
            offer.state = ACCEPTED;
            offer.accepted = block;
            offer.intervalNs = core.context.times().t1Ns();
            offer.workAtNs = nowNs + offer.intervalNs;
            offer.giveUpAtNs = nowNs + core.context.times().timeoutNs();
            arm(call, nowNs);
        } else {
            finish(call);
        }
        if (refreshes) {
            core.listener.onSessionRefreshed(call.agent.number, core.calls.handle(call), false, nowNs);
        }
        return true;
    }

    /** Whether this ACK is for the 2xx that waits for one. */
    static boolean isAwaited(final Call call, final SipMessage ack) {
        final IncomingOffer offer = call.session.incoming;
        return offer.state == ACCEPTED && ack.cSeq() == offer.request.cSeq;
    }

    void onAck(final Call call, final SipMessage ack, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        final boolean offered = offer.offered;
        finish(call);
        if (offered || call.state != Call.ESTABLISHED) {
            return;
        }
        final int handle = core.calls.handle(call);
        if (ack.hasSdp()) {
            peer.remember(call, ack);
            core.listener.onOfferAnswered(call.agent.number, handle, SipMethod.INVITE, ack, nowNs);
        } else {
            core.listener.onOfferRefused(call.agent.number, handle, SipMethod.INVITE, 0, nowNs);
        }
    }

    /** The re-INVITE is cancelled; the session stays as it was (RFC 3261 9.2). */
    void onCancel(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (offer.state == OPEN && offer.request.method == SipMethod.INVITE) {
            offer.verdict = 487;
            carryOut(call, nowNs);
        }
    }

    void onTimer(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (nowNs >= offer.giveUpAtNs) {
            giveUp(call, nowNs);
            return;
        }
        if (nowNs >= offer.workAtNs) {
            offer.workAtNs = Call.NEVER;
            if (offer.state == ACCEPTED) {
                repeat(offer, nowNs);
            } else if (offer.verdict != 0) {
                carryOut(call, nowNs);
            } else if (!held.respond(offer.request, 100, nowNs)) {
                offer.workAtNs = nowNs;
            }
        }
        if (offer.state != NONE) {
            arm(call, nowNs);
        }
    }

    private void repeat(final IncomingOffer offer, final long nowNs) {
        if (offer.request.server < 0) {
            return;
        }
        if (core.transactions.repeat(offer.request.server, core.pool.buffer(offer.accepted),
                core.pool.offset(offer.accepted), core.pool.length(offer.accepted), nowNs)) {
            offer.intervalNs = Math.min(offer.intervalNs * 2, core.context.times().t2Ns());
            offer.workAtNs = nowNs + offer.intervalNs;
        } else {
            offer.workAtNs = nowNs;
        }
    }

    private void giveUp(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (offer.state == ACCEPTED) {
            // No ACK for 64 * T1: the dialog stands, so it is ended by BYE (14.2).
            finish(call);
            ends.hangUp(call, nowNs);
        } else {
            // The user said nothing for as long.
            offer.giveUpAtNs = Call.NEVER;
            offer.verdict = offer.verdict == 0 ? 500 : offer.verdict;
            carryOut(call, nowNs);
        }
    }

    /** We hang up, or the peer did: what is open is refused with 487 (RFC 3261 15.1.2). */
    void onEnding(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        if (offer.state == OPEN) {
            offer.verdict = 487;
            offer.giveUpAtNs = Call.NEVER;
            carryOut(call, nowNs);
        } else {
            finish(call);
        }
    }

    void onTerminated(final Call call, final int transaction) {
        final HeldRequest request = call.session.incoming.request;
        request.server = request.server == transaction ? -1 : request.server;
    }

    private void arm(final Call call, final long nowNs) {
        final IncomingOffer offer = call.session.incoming;
        core.dialogWheel.schedule(firstTimer + call.index, Math.min(offer.workAtNs, offer.giveUpAtNs), nowNs);
    }

    private void finish(final Call call) {
        final IncomingOffer offer = call.session.incoming;
        core.pool.giveBack(offer.accepted);
        offer.accepted = BytePool.NONE;
        held.close(offer.request);
        offer.state = NONE;
        offer.verdict = 0;
        offer.workAtNs = Call.NEVER;
        offer.giveUpAtNs = Call.NEVER;
        core.dialogWheel.cancel(firstTimer + call.index);
    }

    /** The call is over. */
    void drop(final Call call, final long nowNs) {
        held.drop(call.session.incoming.request, nowNs);
        finish(call);
    }
}
