package busyhour.sip.ua;

import static busyhour.sip.ua.Call.CALLING;
import static busyhour.sip.ua.Call.CANCELLING;
import static busyhour.sip.ua.Call.ESTABLISHED;
import static busyhour.sip.ua.Call.INVITING;
import static busyhour.sip.ua.Call.PROCEEDING;

import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.transaction.Transactions;
import org.agrona.DirectBuffer;

/** The caller's side of calls: INVITE, its responses, its ACKs, CANCEL (RFC 3261 9.1, 13.2). */
final class CallerSide {

    private static final int TERMINATED = 487;
    private static final int UNUSABLE_ANSWER = 500;

    private final SipCore core;
    private final HangUps hangUps;
    private final Acks acks;
    private final Pracks pracks;
    private final Redirects redirects;

    CallerSide(final SipCore core, final HangUps hangUps) {
        this.core = core;
        this.hangUps = hangUps;
        acks = new Acks(core, hangUps);
        pracks = new Pracks(core);
        redirects = new Redirects(core);
    }

    int invite(
            final UserAgent agent, final CharSequence targetUri, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        return invite(agent, targetUri, BytePool.NONE, sdp, offset, length, nowNs);
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
        final int refusal = sendInvite(call, Credentials.CACHED, false, nowNs);
        if (refusal < 0) {
            core.calls.release(call, "refused");
            return refusal == Transactions.REFUSED_TRANSPORT ? UserAgents.REFUSED_TRANSPORT : UserAgents.REFUSED_POOL;
        }
        final int handle = core.calls.handle(call);
        core.listener.onInviteSent(agent.number, handle, nowNs);
        return handle;
    }

    /** Negative: refused, nothing has changed. */
    private int sendInvite(final Call call, final byte carried, final boolean insist, final long nowNs) {
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
        final int uriBlock = call.dialog.target();
        final boolean offers = call.sdp >= 0;
        final byte wrote = core.credentials.write(out, agent, SipMethod.INVITE, core.pool.buffer(uriBlock),
                Span.of(core.pool.offset(uriBlock), core.pool.length(uriBlock)),
                offers ? core.pool.buffer(call.sdp) : core.scratch, offers ? core.pool.offset(call.sdp) : 0,
                offers ? core.pool.length(call.sdp) : 0, carried);
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

    /** What could not be done before is tried again. */
    void work(final Call call, final long nowNs) {
        if (call.ackWanted) {
            acks.send(call, nowNs);
        }
        if (call.state == INVITING) {
            inviteAgain(call, nowNs);
        } else if (call.state == CANCELLING && !call.cancelSent) {
            cancel(call, nowNs);
        }
    }

    /** With new credentials, or to another target: {@link Call#carried} says which. */
    private void inviteAgain(final Call call, final long nowNs) {
        if (sendInvite(call, call.carried, true, nowNs) < 0) {
            core.later(call, nowNs);
        }
    }

    /** Whether a response adds nothing to what came before. */
    boolean isRepeated(final Call call, final int transaction, final SipMessage response) {
        return response.statusCode() / 100 == 2 ? core.transactions.memo(transaction) != 0
                : call != null && transaction == call.invite && pracks.isRepeated(call, response);
    }

    void onResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        if (transaction != call.invite) {
            return;
        }
        if (status < 200) {
            onProvisional(call, response, nowNs);
        } else if (status < 300) {
            onSuccess(call, response, nowNs);
        } else {
            onRefusal(call, response, nowNs);
        }
    }

    void onPrackResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        pracks.onResponse(call, transaction, response, nowNs);
    }

    private void onProvisional(final Call call, final SipMessage response, final long nowNs) {
        final int handle = core.calls.handle(call);
        if (call.state == CALLING) {
            core.calls.state(call, PROCEEDING, nowNs, "1xx");
            if (call.hangUpWanted) {
                cancel(call, nowNs);
            }
        }
        if (pracks.isReliable(call.agent, response)) {
            final byte verdict = pracks.onReliable(call, response, nowNs);
            if (verdict == Pracks.DROPPED || core.calls.find(handle) != call) {
                return;
            }
            if (verdict == Pracks.UNANSWERED && !call.hangUpWanted) {
                hangUp(call, nowNs);
            }
        }
        core.listener.onProvisional(call.agent.number, handle, response, nowNs);
    }

    private void onSuccess(final Call call, final SipMessage response, final long nowNs) {
        if (call.state == ESTABLISHED || call.state == Call.ENDING) {
            acks.onRepeated(call, response, nowNs);
            return;
        }
        if (call.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        core.transactions.memo(call.invite, ForkedLegs.hash(response));
        final boolean agreed = endEarly(call, response);
        // Without an offer of ours the 2xx has one, and the ACK its answer (13.2.2.4).
        final boolean answerWanted = call.sdp < 0 && !agreed && !call.hangUpWanted;
        if (!call.dialog.confirm(response, core.requests.proxy(call.agent)) || !answerWanted && !acks.acknowledge(call, nowNs)) {
            acks.refuse(call, response, nowNs);
            fail(call, UNUSABLE_ANSWER, response, nowNs);
            return;
        }
        core.calls.state(call, ESTABLISHED, nowNs, "2xx");
        core.inDialog.onAnswered(call, response, nowNs);
        if (answerWanted) {
            acks.answer(call, response, nowNs);
        } else if (call.hangUpWanted) {
            // RFC 3261 9.1, 15: the 200 crossed the CANCEL; what was cancelled is hung up.
            hangUps.start(call, nowNs);
        } else {
            core.listener.onAnswered(call.agent.number, core.calls.handle(call), response, nowNs);
        }
    }

    /** The early dialogs end; answers whether offer and answer went through in the one that is confirmed. */
    private boolean endEarly(final Call call, final SipMessage response) {
        if (call.early == null) {
            return false;
        }
        final EarlyDialog early = EarlyDialogs.find(call, response);
        final boolean agreed = early != null && early.agreed;
        if (early != null && call.sdp < 0) {
            call.sdp = early.sdp;
            early.sdp = BytePool.NONE;
        }
        core.early.release(call);
        return agreed;
    }

    /** A 2xx whose call is over. */
    void onLateSuccess(final int transaction, final UserAgent agent, final SipMessage response, final long nowNs) {
        acks.onLate(transaction, agent, response, nowNs);
    }

    /** The answer to an offer in a 2xx. */
    boolean acknowledge(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        return acks.answer(call, sdp, offset, length);
    }

    /** The answer to an offer in a reliable provisional response. */
    boolean answerInPrack(final Call call, final DirectBuffer sdp, final int offset, final int length) {
        return pracks.answer(call, sdp, offset, length);
    }

    private void onRefusal(final Call call, final SipMessage response, final long nowNs) {
        final int status = response.statusCode();
        final int handle = core.calls.handle(call);
        call.invite = -1;
        core.early.release(call);
        // From here on a hang-up by the listener ends the call at once.
        core.calls.state(call, INVITING, nowNs, "refused");
        if (status == 401 || status == 407) {
            core.listener.onChallenged(call.agent.number, status, nowNs);
            if (core.calls.find(handle) != call) {
                return;
            }
            if (!call.hangUpWanted
                    && core.credentials.onChallenge(call.agent, response, call.carried, call.attempts)) {
                call.carried = Credentials.FRESH;
                inviteAgain(call, nowNs);
                return;
            }
        } else if (call.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        if (status == 422 && !call.hangUpWanted && call.attempts < Credentials.MAX_ATTEMPTS
                && core.inDialog.timers.onTooSmall(call, response)) {
            inviteAgain(call, nowNs);
            return;
        }
        if (call.hangUpWanted || !follow(call, status, response, nowNs)) {
            if (core.calls.find(handle) == call) {
                fail(call, call.hangUpWanted && (status < 400 || status == 401 || status == 407) ? TERMINATED : status, response, nowNs);
            }
        }
    }

    /** Tries the next target of a redirection, if there is one: after a 3xx, or when one of them refused. */
    private boolean follow(final Call call, final int status, final SipMessage response, final long nowNs) {
        if (status < 400 && call.agent.descriptor.policy().followRedirects()) {
            redirects.onRedirection(call, response);
        }
        if (call.targets < 0 || status >= 600 || !redirects.next(call)) {
            return false;
        }
        call.attempts = 0;
        call.carried = Credentials.CACHED;
        final int handle = core.calls.handle(call);
        core.listener.onRedirected(call.agent.number, handle, status, nowNs);
        if (core.calls.find(handle) == call) {
            inviteAgain(call, nowNs);
        }
        return true;
    }

    /** @param status 408 when nobody answered, 503 when the transport failed. */
    void onFailed(final Call call, final int transaction, final int status, final long nowNs) {
        if (transaction != call.invite) {
            return;
        }
        call.invite = -1;
        core.early.release(call);
        core.calls.state(call, INVITING, nowNs, "no response");
        if (call.hangUpWanted || !follow(call, status, null, nowNs)) {
            fail(call, call.hangUpWanted ? TERMINATED : status, null, nowNs);
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

    private void cancel(final Call call, final long nowNs) {
        core.calls.state(call, CANCELLING, nowNs, "hang-up");
        call.cancelSent = core.transactions.cancel(call.invite, nowNs) >= 0;
        if (!call.cancelSent) {
            core.later(call, nowNs);
        }
    }

    private void fail(final Call call, final int status, final SipMessage response, final long nowNs) {
        final int handle = core.calls.handle(call);
        final int ua = call.agent.number;
        core.calls.release(call, "failed");
        core.listener.onCallFailed(ua, handle, status, response, nowNs);
    }
}
