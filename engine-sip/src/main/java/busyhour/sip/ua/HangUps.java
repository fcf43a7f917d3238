package busyhour.sip.ua;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.store.BytePool;

/** BYE in both directions (RFC 3261 15). */
final class HangUps {

    private static final int TERMINATED = 487;

    private final SipCore core;
    private final Responses responses;

    HangUps(final SipCore core, final Responses responses) {
        this.core = core;
        this.responses = responses;
    }

    /** Ends an established call; the listener hears when the BYE is answered or was not. */
    void start(final Call call, final long nowNs) {
        core.inDialog.onEnding(call, nowNs);
        call.repeatAtNs = Call.NEVER;
        call.giveUpAtNs = Call.NEVER;
        core.pool.giveBack(call.accepted);
        call.accepted = -1;
        core.calls.state(call, Call.ENDING, nowNs, "hang-up");
        send(call, Credentials.CACHED, nowNs);
    }

    /** Sends the BYE, after the ACK if that one still waits for the transport. */
    private void send(final Call call, final byte carried, final long nowNs) {
        if (call.ackWanted) {
            return;
        }
        final UserAgent agent = call.agent;
        final long branch = core.ids.next();
        final long cSeq = call.dialog.nextCSeq();
        final SipWriter out = call.dialog.begin(core.begin(agent, SipMethod.BYE), SipMethod.BYE, agent.vias, branch, cSeq)
                .header(SipHeader.USER_AGENT, core.userAgent);
        final int target = call.dialog.target();
        final byte wrote = core.writeCredentials(out, agent, SipMethod.BYE, target, BytePool.NONE, carried);
        final int length = out.noBody().finish();
        call.bye = core.requests.send(
                agent, SipMethod.BYE, branch, call.dialog.nextHop(), length, core.calls.handle(call), true, nowNs);
        if (call.bye < 0) {
            call.dialog.undoCSeq();
            core.later(call, nowNs);
            return;
        }
        call.carried = wrote;
        call.byeAttempts++;
    }

    /** What could not be sent before is tried again. */
    void work(final Call call, final long nowNs) {
        if (call.bye < 0) {
            send(call, call.byeAttempts == 0 ? Credentials.CACHED : Credentials.FRESH, nowNs);
        }
    }

    void onResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        if (transaction != call.bye || status < 200) {
            return;
        }
        if (status == 401 || status == 407) {
            core.listener.onChallenged(call.agent.number, status, nowNs);
            if (core.credentials.onChallenge(call.agent, response, call.carried, call.byeAttempts)) {
                call.bye = -1;
                send(call, Credentials.FRESH, nowNs);
                return;
            }
        } else if (call.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        end(call, status, nowNs);
    }

    void onFailed(final Call call, final int transaction, final long nowNs) {
        if (transaction == call.bye) {
            end(call, 0, nowNs);
        }
    }

    private void end(final Call call, final int status, final long nowNs) {
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        final boolean reported = call.reported;
        core.calls.release(call, "BYE through");
        if (!reported) {
            core.listener.onHungUp(ua, handle, status, nowNs);
        }
    }

    /** The peer's BYE. Nothing happens when its answer is refused: it will come again. */
    void onBye(final Call call, final int socket, final SipMessage bye, final long nowNs) {
        final int ua = call.agent.number;
        if (!responses.answer(ua, socket, bye, 200, call.localTag, nowNs)) {
            return;
        }
        call.dialog.remoteCSeq(bye.cSeq());
        if (call.state == Call.ENDING || call.state == Call.REFUSING) {
            return;
        }
        final int handle = core.calls.handle(call);
        core.inDialog.onEnding(call, nowNs);
        if (call.state == Call.RINGING) {
            refuse(call, TERMINATED, nowNs);
            core.listener.onCallFailed(ua, handle, TERMINATED, null, nowNs);
        } else {
            core.calls.release(call, "BYE came");
            core.listener.onRemoteHangUp(ua, handle, nowNs);
        }
    }

    /** Sends a final refusal to the INVITE, as soon as it is taken, and lets the call go. The listener is told elsewhere. */
    void refuse(final Call call, final int status, final long nowNs) {
        if (call.server < 0 || responses.respond(call, status, nowNs)) {
            core.calls.release(call, "refused");
            return;
        }
        call.refusal = status;
        call.workAtNs = nowNs;
        call.repeatAtNs = Call.NEVER;
        call.giveUpAtNs = Call.NEVER;
        core.calls.state(call, Call.REFUSING, nowNs, "refusal refused");
    }
}
