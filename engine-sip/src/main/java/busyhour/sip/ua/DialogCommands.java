package busyhour.sip.ua;

import busyhour.sip.message.SipMethod;
import org.agrona.DirectBuffer;

/**
 * The commands of {@link UserAgents} within a call and outside of INVITE. False: refused, the state is as before.
 *
 * <p>A call that ends takes with it what is under way in it; nothing more is reported of that.
 */
abstract sealed class DialogCommands permits UserAgents {

    private SipCore core;
    private InDialog inDialog;
    private CallerSide callers;
    private CalleeSide callees;

    /** The parts come after the user agents have begun to be made. */
    final void bind(final SipCore shared, final CallerSide caller, final CalleeSide callee) {
        core = shared;
        callers = caller;
        callees = callee;
        inDialog = shared.inDialog;
    }

    /**
     * Sends a re-INVITE (RFC 3261 14.1). A 491 is answered by trying again after the RFC's random time. The result is
     * {@link UserAgentListener#onOfferAnswered} or {@link UserAgentListener#onOfferRefused}.
     *
     * @param length 0: without offer; the peer's comes by {@link UserAgentListener#onOffer} with method ACK, to be answered
     *               from within.
     * @return false: refused, or the call does not stand, or an offer of either side is not through.
     */
    public boolean reInvite(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.outgoing.start(found, SipMethod.INVITE, sdp, offset, length, nowNs);
    }

    /** Sends an UPDATE (RFC 3311), also in an early dialog; {@code length} 0: without offer. Otherwise as {@link #reInvite}. */
    public boolean update(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.outgoing.start(found, SipMethod.UPDATE, sdp, offset, length, nowNs);
    }

    /** Answers an offer with this description, or makes one for a re-INVITE without; {@code length} 0: the present one. */
    public boolean answerOffer(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        if (found == null) {
            return false;
        }
        if (inDialog.acks.isAsking(found)) {
            return inDialog.acks.answer(sdp, offset, length);
        }
        return callers.answerInPrack(found, sdp, offset, length) || callees.answerPrack(found, sdp, offset, length)
                || inDialog.incoming.answer(found, sdp, offset, length, nowNs);
    }

    /** Refuses an offer with 300..699; the session goes on as it was. */
    public boolean rejectOffer(final int call, final int status, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && (callees.refusePrack(found, status) || inDialog.incoming.reject(found, status, nowNs));
    }

    /**
     * Sends INFO, MESSAGE, OPTIONS or NOTIFY in the call's dialog; one of each method at a time.
     *
     * @param contentType kept until the answer, not copied; null without a body.
     */
    public boolean request(
            final int call, final byte method, final byte[] contentType, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.users.inDialog(found, method, contentType, body, offset, length, nowNs);
    }

    /** Blind transfer: asks the peer to call this URI (RFC 3515). */
    public boolean refer(final int call, final CharSequence referTo, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.transfers.refer(found, referTo, nowNs);
    }

    /** Attended transfer: asks the peer to take our place in another call of ours (RFC 3515, 3891). */
    public boolean refer(final int call, final int consultationCall, final long nowNs) {
        final Call found = core.calls.find(call);
        final Call other = core.calls.find(consultationCall);
        return found != null && other != null && inDialog.transfers.refer(found, other, nowNs);
    }

    /** Accepts a REFER with 202 and a first NOTIFY. */
    public boolean acceptRefer(final int call, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.referrals.accept(found, nowNs);
    }

    /** Refuses a REFER with 300..699. */
    public boolean rejectRefer(final int call, final int status, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.referrals.reject(found, status, nowNs);
    }

    /**
     * Calls whom an accepted REFER names, with its Replaces and Referred-By.
     *
     * @return handle of the new call or one of the REFUSED codes.
     */
    public int followRefer(final int call, final DirectBuffer sdp, final int offset, final int length, final long nowNs) {
        final Call found = core.calls.find(call);
        return found == null ? UserAgents.REFUSED_TARGET : inDialog.referrals.follow(found, sdp, offset, length, nowNs);
    }

    /** Tells the peer how far we are with its REFER (NOTIFY message/sipfrag); a final status is the last one. */
    public boolean referProgress(final int call, final int status, final long nowNs) {
        final Call found = core.calls.find(call);
        return found != null && inDialog.referrals.progress(found, status, nowNs);
    }

    /** Sends a MESSAGE out of a dialog (RFC 3428); one at a time for each endpoint. */
    public boolean message(
            final int ua, final CharSequence target, final byte[] contentType, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        return inDialog.users.outOfDialog(
                core.agents[ua], target, SipMethod.MESSAGE, contentType, body, offset, length, nowNs);
    }

    /** Sends OPTIONS out of a dialog; one at a time for each endpoint. */
    public boolean options(final int ua, final CharSequence target, final long nowNs) {
        return inDialog.users.outOfDialog(core.agents[ua], target, SipMethod.OPTIONS, null, null, 0, 0, nowNs);
    }

    /** Subscribes to a package at the endpoint's own address (RFC 6665, 3842), refreshed until {@link #unsubscribe}. */
    public boolean subscribe(final int ua, final byte eventPackage, final long nowNs) {
        return inDialog.subscriptions.subscribe(ua, eventPackage, nowNs);
    }

    /** Ends a subscription. */
    public boolean unsubscribe(final int ua, final byte eventPackage, final long nowNs) {
        return inDialog.subscriptions.unsubscribe(ua, eventPackage, nowNs);
    }
}
