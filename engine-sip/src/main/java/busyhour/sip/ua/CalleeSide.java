package busyhour.sip.ua;

import static busyhour.sip.ua.Call.ACCEPTED;
import static busyhour.sip.ua.Call.REFUSING;
import static busyhour.sip.ua.Call.RINGING;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipUri;
import org.agrona.DirectBuffer;

/** The callee's side of calls: INVITE and re-INVITE, our responses, ACK and CANCEL (RFC 3261 9.2, 13.3, 14.2). */
final class CalleeSide {

    /** RFC 3261 17.2.1: a 100 goes out when nothing else did within this time. */
    private static final long TRYING_NS = 200_000_000L;
    private static final int TERMINATED = 487;
    private static final int NO_PRACK = 504;
    private static final int EXTENSION_REQUIRED = 421;

    private final SipCore core;
    private final Responses responses;
    private final HangUps hangUps;
    private final ReliableRings rings;
    private final PrackOffers prackOffers;
    private final Acceptances acceptances;

    CalleeSide(final SipCore core, final Responses responses, final HangUps hangUps) {
        this.core = core;
        this.responses = responses;
        this.hangUps = hangUps;
        rings = new ReliableRings(core, responses);
        prackOffers = new PrackOffers(core, responses);
        acceptances = new Acceptances(core, responses, hangUps);
    }

    /** A new INVITE for this endpoint. */
    void onInvite(final UserAgent agent, final int socket, final SipMessage invite, final long nowNs) {
        final int requires = core.tags.of(invite, SipHeader.REQUIRE);
        final int supports = requires | core.tags.of(invite, SipHeader.SUPPORTED);
        if (agent.required != null && (supports & OptionTags.RELIABLE) == 0) {
            responses.answer(agent.number, socket, invite, EXTENSION_REQUIRED, nowNs);
            return;
        }
        final Call call = core.calls.take(agent);
        if (call == null) {
            responses.answer(agent.number, socket, invite, 503, nowNs);
            return;
        }
        call.state = RINGING;
        call.kind = core.arrival.kind();
        call.secure = invite.requestUri().scheme() == SipUri.SIPS;
        call.head = responses.keepHead(invite, call.localTag);
        if (call.head < 0 || !call.dialog.accept(invite, call.localTag, core.arrival)) {
            core.calls.release(call, "no block");
            responses.answer(agent.number, socket, invite, 503, nowNs);
            return;
        }
        final int handle = core.calls.handle(call);
        call.server = core.transactions.open(invite, socket, responses.replyTo(invite), agent.number, handle, nowNs);
        if (call.server < 0) {
            core.calls.release(call, "no transaction");
            responses.answer(agent.number, socket, invite, 503, nowNs);
            return;
        }
        call.inviteCSeq = invite.cSeq();
        call.offered = invite.hasSdp();
        call.peerRequires = requires;
        call.peerTags = supports;
        agent.lastIncoming = call;
        core.inDialog.onInvite(call, invite);
        call.workAtNs = nowNs + TRYING_NS;
        core.calls.state(call, RINGING, nowNs, "INVITE");
        core.inDialog.replacements.announce(call, invite, nowNs);
    }

    boolean ring(final Call call, final int status, final long nowNs) {
        if (call.state != RINGING || call.answerHeld || status <= 100 || status > 199) {
            return false;
        }
        if (ReliableRings.isWanted(call, false)) {
            return rings.ring(call, status, core.scratch, 0, 0, nowNs);
        }
        if (!responses.respond(call, status, nowNs)) {
            return false;
        }
        call.workAtNs = Call.NEVER;
        core.calls.arm(call, nowNs);
        return true;
    }

    /** With a session description: the answer, or the offer when the INVITE had none. */
    boolean ring(
            final Call call, final int status, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        if (call.state != RINGING || call.answerHeld || status <= 100 || status > 199 || length <= 0) {
            return false;
        }
        if (ReliableRings.isWanted(call, true)) {
            return rings.ring(call, status, sdp, offset, length, nowNs);
        }
        if (!responses.respond(call, status, sdp, offset, length, nowNs)) {
            return false;
        }
        call.workAtNs = Call.NEVER;
        core.calls.arm(call, nowNs);
        return true;
    }

    /** 3xx with the Contact to call instead (RFC 3261 8.2.1, 13.3.1.2). */
    boolean redirect(final Call call, final int status, final CharSequence contact, final long nowNs) {
        if (call.state != RINGING || status < 300 || status > 399 || !responses.redirect(call, status, contact, nowNs)) {
            return false;
        }
        core.calls.release(call, "redirected");
        return true;
    }

    boolean answer(final Call call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        if (call.state != RINGING || call.answerHeld || length < 0 || length > core.pool.maxLength()) {
            return false;
        }
        final int before = call.sdp;
        if (length > 0) {
            final int block = core.pool.store(sdp, offset, length);
            if (block < 0) {
                return false;
            }
            call.sdp = block;
        }
        // RFC 3262 3: not before the session description in a reliable response is acknowledged.
        call.answerHeld = call.prackWanted && call.prackForSdp;
        if (!call.answerHeld && !acceptances.accept(call, nowNs)) {
            if (length > 0) {
                core.pool.giveBack(call.sdp);
                call.sdp = before;
            }
            return false;
        }
        if (length > 0) {
            core.pool.giveBack(before);
        }
        return true;
    }

    /** A PRACK in the call's dialog: what waited for it goes out. */
    void onPrack(final Call call, final int socket, final SipMessage prack, final long nowNs) {
        if (rings.onPrack(call, socket, prack, prackOffers, nowNs)) {
            release(call, nowNs);
        }
    }

    /** Sends what was held back until a PRACK, as soon as the transport takes it. */
    private void release(final Call call, final long nowNs) {
        if (call.state == RINGING && !(call.answerHeld ? acceptances.accept(call, nowNs) : rings.sendHeld(call, nowNs))) {
            call.workAtNs = nowNs;
            core.calls.arm(call, nowNs);
        }
    }

    /** The ACK to a 2xx; repetitions and those of other INVITEs are passed over. */
    void onAck(final Call call, final SipMessage ack, final long nowNs) {
        acceptances.onAck(call, ack, nowNs);
    }

    /** The answer to an offer in a PRACK, from within onOffer. */
    boolean answerPrack(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        return prackOffers.take(call, sdp, offset, length);
    }

    /** The refusal of an offer in a PRACK, from within onOffer. */
    boolean refusePrack(final Call call, final int status) {
        return prackOffers.refuse(call, status);
    }

    boolean reject(final Call call, final int status, final long nowNs) {
        if (call.state != RINGING || status < 300 || status > 699 || !responses.respond(call, status, nowNs)) {
            return false;
        }
        core.calls.release(call, "rejected");
        return true;
    }

    /** Hang-up of a call that came in and is not confirmed: 480, or BYE once the ACK is there (RFC 3261 15). */
    void hangUp(final Call call, final long nowNs) {
        if (call.state == ACCEPTED) {
            call.hangUpWanted = true;
            return;
        }
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        hangUps.refuse(call, 480, nowNs);
        core.listener.onCallFailed(ua, handle, 480, null, nowNs);
    }

    /** A CANCEL for the call's INVITE, which is answered already. */
    void onCancel(final Call call, final long nowNs) {
        if (call.state == RINGING) {
            final int handle = core.calls.handle(call);
            final int ua = call.agent.number;
            hangUps.refuse(call, TERMINATED, nowNs);
            core.listener.onCallFailed(ua, handle, TERMINATED, null, nowNs);
        }
    }

    /** Deadlines of the 2xx, of the 100 and of a refusal. */
    void onTimer(final Call call, final boolean work, final long nowNs) {
        if (nowNs >= call.giveUpAtNs) {
            giveUp(call, nowNs);
        } else if (nowNs >= call.repeatAtNs && call.state == RINGING) {
            rings.repeat(call, nowNs);
        } else if (nowNs >= call.repeatAtNs) {
            acceptances.repeat(call, nowNs);
        }
        if (!work) {
            return;
        }
        if (call.state == RINGING && (call.answerHeld || call.heldStatus != 0) && !call.prackWanted) {
            release(call, nowNs);
        } else if (call.state == RINGING) {
            if (!call.prackWanted && !responses.respond(call, 100, nowNs)) {
                call.workAtNs = nowNs;
            }
        } else if (call.state == REFUSING) {
            hangUps.refuse(call, call.refusal, nowNs);
        }
    }

    /** Nobody acknowledged our response for 64 * T1. */
    private void giveUp(final Call call, final long nowNs) {
        if (call.state != RINGING) {
            acceptances.giveUp(call, nowNs);
            return;
        }
        // RFC 3262 3: a reliable response without its PRACK ends the INVITE with a 5xx.
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        hangUps.refuse(call, NO_PRACK, nowNs);
        core.listener.onCallFailed(ua, handle, NO_PRACK, null, nowNs);
    }
}
