package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;

/** Which re-INVITEs and UPDATEs of the peer are refused before the user hears of them. */
final class OfferRules {

    private static final int GLARE = 491;

    private final SipCore core;
    private final SessionTimers timers;

    OfferRules(final SipCore core, final SessionTimers timers) {
        this.core = core;
        this.timers = timers;
    }

    /** RFC 3261 14.2, RFC 3311 5.2: who may not make an offer now. 0 = nothing speaks against it. */
    int refusal(final Call call, final SipMessage request) {
        final IncomingOffer in = call.session.incoming;
        final OutgoingOffer out = call.session.outgoing;
        final boolean invite = request.method() == SipMethod.INVITE;
        if (call.state == Call.ENDING || call.state == Call.REFUSING) {
            return 481;
        }
        if (request.bodyLength() > 0 && !request.hasSdp()) {
            return 415;
        }
        if (timers.isTooSmall(call.agent, request)) {
            return 422;
        }
        if (!invite && !request.hasSdp()) {
            return 0;
        }
        if (in.state == IncomingOffer.OPEN) {
            return 500;
        }
        if (!call.isAgreed()) {
            // The INVITE's own offer, ours or the peer's, is not answered.
            return call.isCalling() ? GLARE : invite ? GLARE : 500;
        }
        final boolean ours = out.state == OutgoingOffer.SENT && (out.sdp >= 0 || out.method == SipMethod.INVITE);
        if (in.state == IncomingOffer.ACCEPTED || ours) {
            return GLARE;
        }
        return !invite || call.state == Call.ESTABLISHED ? 0 : GLARE;
    }

    /** Whether the present description answers this offer, or can be offered again: as many media lines. */
    boolean fits(final Call call, final SipMessage request) {
        return call.sdp >= 0 && (!request.hasSdp()
                || MediaLines.count(request)
                == MediaLines.count(core.pool.buffer(call.sdp), core.pool.offset(call.sdp), core.pool.length(call.sdp)));
    }
}
