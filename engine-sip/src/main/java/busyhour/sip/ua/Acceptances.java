package busyhour.sip.ua;

import static busyhour.sip.ua.Call.ACCEPTED;
import static busyhour.sip.ua.Call.ESTABLISHED;
import static busyhour.sip.ua.Call.RINGING;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;

/** 200s of ours to the INVITEs that opened calls: repeated until their ACK comes, and given up after 64 * T1 (13.3.1.4). */
final class Acceptances {

    private static final int NO_ACK = 408;

    private final SipCore core;
    private final Responses responses;
    private final HangUps hangUps;

    Acceptances(final SipCore core, final Responses responses, final HangUps hangUps) {
        this.core = core;
        this.responses = responses;
        this.hangUps = hangUps;
    }

    /** Sends 200 with the session description, to be repeated until the ACK comes (13.3.1.4); false when refused. */
    boolean accept(final Call call, final long nowNs) {
        final SipWriter out = core.contact(responses.begin(call, 200), call);
        core.inDialog.timers.writeAnswer(out, call);
        out.header(SipHeader.SERVER, core.userAgent);
        // What a reliable response and its PRACK agreed on is not said again (RFC 3262 5).
        final int length = core.endWithSdp(out, call.agreed && call.state == RINGING ? BytePool.NONE : call.sdp);
        final int block = length < 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        if (block < 0) {
            return false;
        }
        if (!core.transactions.respond(call.server, 200, core.scratch, 0, length, nowNs)) {
            core.pool.giveBack(block);
            return false;
        }
        core.inDialog.onAnswerSent(call, nowNs);
        core.pool.giveBack(call.head);
        call.head = BytePool.NONE;
        call.accepted = block;
        call.intervalNs = core.context.times().t1Ns();
        call.repeatAtNs = nowNs + call.intervalNs;
        call.giveUpAtNs = nowNs + core.context.times().timeoutNs();
        if (call.state == RINGING) {
            call.workAtNs = Call.NEVER;
            call.answerHeld = false;
            core.calls.state(call, ACCEPTED, nowNs, "answered");
        }
        return true;
    }

    /** The ACK to a 2xx; repetitions and those of other INVITEs are passed over. */
    void onAck(final Call call, final SipMessage ack, final long nowNs) {
        if (call.accepted < 0 || ack.cSeq() != call.inviteCSeq) {
            return;
        }
        core.pool.giveBack(call.accepted);
        call.accepted = BytePool.NONE;
        call.repeatAtNs = Call.NEVER;
        call.giveUpAtNs = Call.NEVER;
        if (call.state != ACCEPTED) {
            core.calls.arm(call, nowNs);
            return;
        }
        core.calls.state(call, ESTABLISHED, nowNs, "ACK");
        if (call.hangUpWanted) {
            hangUps.start(call, nowNs);
        } else {
            core.listener.onConfirmed(call.agent.number, core.calls.handle(call), ack, nowNs);
        }
    }

    /** No ACK so far: once more. */
    void repeat(final Call call, final long nowNs) {
        if (call.server >= 0 && core.transactions.repeat(call.server, core.pool.buffer(call.accepted),
                core.pool.offset(call.accepted), core.pool.length(call.accepted), nowNs)) {
            call.intervalNs = Math.min(call.intervalNs * 2, core.context.times().t2Ns());
            call.repeatAtNs = nowNs + call.intervalNs;
        } else if (call.server < 0) {
            call.repeatAtNs = Call.NEVER;
        }
    }

    /** No ACK for 64 * T1: the dialog stands, so it is ended by BYE. */
    void giveUp(final Call call, final long nowNs) {
        if (call.state == ACCEPTED && !call.hangUpWanted) {
            final int handle = core.calls.handle(call);
            final int ua = call.agent.number;
            call.reported = true;
            hangUps.start(call, nowNs);
            core.listener.onCallFailed(ua, handle, NO_ACK, null, nowNs);
        } else {
            hangUps.start(call, nowNs);
        }
    }
}
