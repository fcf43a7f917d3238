package busyhour.sip.ua;

import static busyhour.sip.ua.Call.CALLING;
import static busyhour.sip.ua.Call.CANCELLING;
import static busyhour.sip.ua.Call.INVITING;
import static busyhour.sip.ua.Call.PROCEEDING;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;
import busyhour.sip.transaction.Transactions;
import org.agrona.DirectBuffer;

/**
 * INVITEs of ours that open calls, the first one and those with credentials or to another target; and their CANCEL (RFC 3261
 * 9.1, 13.2.1).
 */
final class Invitations {

    private static final int TERMINATED = 487;

    private final SipCore core;

    Invitations(final SipCore core) {
        this.core = core;
    }

    /** @param lines block with header lines for the INVITE, copied. */
    int invite(
            final UserAgent agent, final CharSequence targetUri, final int lines, final DirectBuffer sdp, final int offset,
            final int length, final long nowNs) {
        if (!core.inDialog.firsts.isTarget(targetUri) || length > core.pool.maxLength()) {
            return UserAgents.REFUSED_TARGET;
        }
        final Call call = core.calls.take(agent);
        if (call == null) {
            return UserAgents.REFUSED_POOL;
        }
        call.state = INVITING;
        call.secure = core.inDialog.firsts.isSecure();
        call.outgoing = true;
        call.kind = agent.usable(core.requests.proxy(agent).kind());
        call.sdp = length == 0 ? BytePool.NONE : core.pool.store(sdp, offset, length);
        call.lines = lines < 0 ? BytePool.NONE : core.pool.store(core.pool.buffer(lines), core.pool.offset(lines), core.pool.length(lines));
        if (length > 0 && call.sdp < 0 || lines >= 0 && call.lines < 0 || !core.inDialog.firsts.open(call.dialog, agent, SipMethod.INVITE, call.localTag)) {
            core.calls.release(call, "no block");
            return UserAgents.REFUSED_POOL;
        }
        final int refusal = send(call, Credentials.CACHED, false, nowNs);
        if (refusal < 0) {
            core.calls.release(call, "refused");
            return refusal == Transactions.REFUSED_TRANSPORT ? UserAgents.REFUSED_TRANSPORT : UserAgents.REFUSED_POOL;
        }
        final int handle = core.calls.handle(call);
        core.listener.onInviteSent(agent.number, handle, nowNs);
        return handle;
    }

    /** Negative: refused, nothing has changed. */
    private int send(final Call call, final byte carried, final boolean insist, final long nowNs) {
        final UserAgent agent = call.agent;
        final long branch = core.ids.next();
        final long cSeq = call.dialog.nextCSeq();
        final SipWriter out = call.dialog.begin(core.begin(agent, SipMethod.INVITE), SipMethod.INVITE, agent.vias, branch, cSeq);
        core.contact(out, call);
        if (agent.required != null) {
            out.header(SipHeader.REQUIRE, agent.required);
        }
        core.inDialog.timers.writeRequest(out, call);
        core.appendLines(out, call.lines);
        out.header(SipHeader.USER_AGENT, core.userAgent);
        final byte wrote = core.writeCredentials(out, agent, SipMethod.INVITE, call.dialog.target(), call.sdp, carried);
        final int length = core.endWithSdp(out, call.sdp);
        final int transaction = core.requests.send(
                agent, SipMethod.INVITE, branch, call.dialog.nextHop(), length, core.calls.handle(call), insist, nowNs);
        if (transaction < 0) {
            call.dialog.undoCSeq();
            return transaction;
        }
        call.invite = transaction;
        call.inviteCSeq = cSeq;
        call.carried = wrote;
        call.attempts++;
        core.calls.state(call, CALLING, nowNs, "INVITE sent");
        return transaction;
    }

    /** With new credentials, or to another target: {@link Call#carried} says which. */
    void again(final Call call, final long nowNs) {
        if (send(call, call.carried, true, nowNs) < 0) {
            core.later(call, nowNs);
        }
    }

    /** Hang-up before an answer: RFC 3261 9.1 wants a provisional response before the CANCEL. */
    void hangUp(final Call call, final long nowNs) {
        call.hangUpWanted = true;
        if (call.state == INVITING) {
            fail(call, TERMINATED, null, nowNs);
        } else if (call.state == PROCEEDING) {
            cancel(call, nowNs);
        }
    }

    void cancel(final Call call, final long nowNs) {
        core.calls.state(call, CANCELLING, nowNs, "hang-up");
        call.cancelSent = core.transactions.cancel(call.invite, nowNs) >= 0;
        if (!call.cancelSent) {
            core.later(call, nowNs);
        }
    }

    /** The call ended without an answer. */
    void fail(final Call call, final int status, final SipMessage response, final long nowNs) {
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        core.calls.release(call, "failed");
        core.listener.onCallFailed(ua, handle, status, response, nowNs);
    }
}
