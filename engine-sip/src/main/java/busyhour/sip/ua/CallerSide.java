package busyhour.sip.ua;

import static busyhour.sip.ua.Call.CALLING;
import static busyhour.sip.ua.Call.CANCELLING;
import static busyhour.sip.ua.Call.ESTABLISHED;
import static busyhour.sip.ua.Call.INVITING;
import static busyhour.sip.ua.Call.PROCEEDING;

import busyhour.sip.message.SipMessage;
import busyhour.sip.store.BytePool;
import org.agrona.DirectBuffer;

/** The caller's side of calls: what the responses to its INVITEs do (RFC 3261 13.2.2); see {@link Invitations}. */
final class CallerSide {

    private static final int TERMINATED = 487;
    private static final int UNUSABLE_ANSWER = 500;

    private final SipCore core;
    private final HangUps hangUps;
    private final Acks acks;
    private final Pracks pracks;
    private final Redirects redirects;
    private final Invitations invitations;

    CallerSide(final SipCore core, final HangUps hangUps) {
        this.core = core;
        this.hangUps = hangUps;
        acks = new Acks(core, hangUps);
        pracks = new Pracks(core);
        redirects = new Redirects(core);
        invitations = new Invitations(core);
    }

    int invite(
            final UserAgent agent, final CharSequence targetUri, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        return invitations.invite(agent, targetUri, BytePool.NONE, sdp, offset, length, nowNs);
    }

    /** @param lines block with header lines for the INVITE, copied. */
    int invite(
            final UserAgent agent, final CharSequence targetUri, final int lines, final DirectBuffer sdp, final int offset,
            final int length, final long nowNs) {
        return invitations.invite(agent, targetUri, lines, sdp, offset, length, nowNs);
    }

    void hangUp(final Call call, final long nowNs) {
        invitations.hangUp(call, nowNs);
    }

    /** What could not be done before is tried again. */
    void work(final Call call, final long nowNs) {
        if (call.ackWanted) {
            acks.send(call, nowNs);
        }
        if (call.state == INVITING) {
            invitations.again(call, nowNs);
        } else if (call.state == CANCELLING && !call.cancelSent) {
            invitations.cancel(call, nowNs);
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
                invitations.cancel(call, nowNs);
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
            invitations.fail(call, UNUSABLE_ANSWER, response, nowNs);
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
                invitations.again(call, nowNs);
                return;
            }
        } else if (call.carried != Credentials.NONE) {
            core.credentials.onAccepted(call.agent, response);
        }
        if (status == 422 && !call.hangUpWanted && call.attempts < Credentials.MAX_ATTEMPTS
                && core.inDialog.timers.onTooSmall(call, response)) {
            invitations.again(call, nowNs);
            return;
        }
        if (call.hangUpWanted || !follow(call, status, response, nowNs)) {
            if (core.calls.find(handle) == call) {
                invitations.fail(call, call.hangUpWanted && (status < 400 || status == 401 || status == 407) ? TERMINATED : status, response, nowNs);
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
            invitations.again(call, nowNs);
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
            invitations.fail(call, call.hangUpWanted ? TERMINATED : status, null, nowNs);
        }
    }
}
