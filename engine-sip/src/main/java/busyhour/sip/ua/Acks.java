package busyhour.sip.ua;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/**
 * ACKs to the 2xx of our INVITEs (RFC 3261 13.2.2.4): composed once, sent again for each 2xx; with the answer when the offer
 * was in the 2xx. Other legs of a fork are acknowledged and ended.
 */
final class Acks {

    private final SipCore core;
    private final HangUps hangUps;
    private final ForkedLegs forkedLegs;

    Acks(final SipCore core, final HangUps hangUps) {
        this.core = core;
        this.hangUps = hangUps;
        forkedLegs = new ForkedLegs(core);
    }

    /** Acknowledges the first 2xx; false when no block is free. */
    boolean acknowledge(final Call call, final long nowNs) {
        if (!compose(call, BytePool.NONE)) {
            return false;
        }
        send(call, nowNs);
        return true;
    }

    /** The listener answers the 2xx's offer from within onAnswered, or the ACK goes empty; no BYE overtakes it. */
    void answer(final Call call, final SipMessage response, final long nowNs) {
        call.ackWanted = true;
        core.listener.onAnswered(call.agent.number, core.calls.handle(call), response, nowNs);
        if (call.ack < 0 && !compose(call, BytePool.NONE)) {
            call.ackWanted = false;
            hangUps.start(call, nowNs);
            return;
        }
        send(call, nowNs);
        if (call.state == Call.ENDING) {
            hangUps.work(call, nowNs);
        }
    }

    /** Takes the answer to the callee's offer for the ACK; false when there is none to answer, or no block. */
    boolean answer(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        if (!call.ackWanted || call.ack >= 0 || call.sdp >= 0 || length <= 0 || length > core.pool.maxLength()) {
            return false;
        }
        call.sdp = core.pool.store(sdp, offset, length);
        if (call.sdp < 0 || !compose(call, call.sdp)) {
            core.pool.giveBack(call.sdp);
            call.sdp = BytePool.NONE;
            return false;
        }
        return true;
    }

    private boolean compose(final Call call, final int sdp) {
        final SipWriter out = call.dialog.begin(
                core.begin(call.agent, SipMethod.ACK), SipMethod.ACK, call.agent.vias, core.ids.next(), call.inviteCSeq);
        if (call.carried != Credentials.NONE) {
            core.transactions.copyCredentials(call.invite, out);
        }
        final int length = core.endWithSdp(out.header(SipHeader.USER_AGENT, core.userAgent), sdp);
        core.pool.giveBack(call.ack);
        call.ack = length < 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        return call.ack >= 0;
    }

    /** Sends the ACK, or does it as soon as the transport takes it. */
    void send(final Call call, final long nowNs) {
        if (call.ack < 0) {
            return;
        }
        call.ackWanted = !core.requests.acknowledge(call.agent, call.dialog.nextHop(), call.ackSent,
                core.pool.buffer(call.ack), core.pool.offset(call.ack), core.pool.length(call.ack), nowNs);
        if (call.ackWanted) {
            call.workAtNs = nowNs;
            core.calls.arm(call, nowNs);
        } else {
            call.ackSent = true;
        }
    }

    /** A 2xx to a call that stands: again the first one, or another leg. */
    void onRepeated(final Call call, final SipMessage response, final long nowNs) {
        if (call.dialog.isRemoteTag(response)) {
            send(call, nowNs);
        } else {
            forkedLegs.end(call.agent, response, !call.rememberFork(ForkedLegs.hash(response)), nowNs);
        }
    }

    /** A 2xx that cannot become a call. */
    void refuse(final Call call, final SipMessage response, final long nowNs) {
        forkedLegs.end(call.agent, response, true, nowNs);
    }

    /** A 2xx whose call is over: a repetition of its answer, or a late leg of a fork. */
    void onLate(final int transaction, final UserAgent agent, final SipMessage response, final long nowNs) {
        final boolean ours = core.transactions.memo(transaction) == ForkedLegs.hash(response);
        forkedLegs.end(agent, response, !ours, nowNs);
    }
}
